"""A guide bound to the rows of a document module: where each tag leads, and one generated function per segment form.

A form is a place in the guide and a number of elements. Its function checks the segment and hands it to its row in one
go; it is made when the form is first met, so that a guide costs what is used of it.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from causeway.gateway.formats.x12.envelope import Segment
from causeway.gateway.formats.x12.guides import checks
from causeway.gateway.formats.x12.guides.compile import edge as find_edge
from causeway.gateway.formats.x12.guides.compile import places
from causeway.gateway.formats.x12.guides.model import Edge, Guide, Place

if TYPE_CHECKING:
    from causeway.gateway.formats.x12.reading import Reading

Read = Callable[[Any, Segment, int], None]
Run = Callable[["Reading", Segment, int], None]

_NO_EXTENSION = frozenset({"ST", "SE"})
_TAKES_REST = 0x04  # inspect.CO_VARARGS


@dataclass(frozen=True, slots=True)
class Value:
    """An argument of a typed row: what a memo makes of an element, and of the code at another position if one is given.

    None where the memo has nothing for it, or where there is no element.
    """

    memo: str
    position: int
    code: int = 0


@dataclass(frozen=True, slots=True)
class Pairs:
    """An argument of a typed row: what a memo makes of each pair of a code and a value from a position on, as one tuple.

    The memo gives a function for each code, which answers None for a value that is not plain. Where there is one of
    those, or half a pair, `careful` does it all, and tells what is to be told: it gets the reading, the number in the
    set, the first position and the elements from there. It may be a generator, which works when the row asks for its
    answers: after the row has said whose they are.
    """

    memo: str
    first: int
    careful: Callable[..., Iterable[Any]]


Argument = int | Value | Pairs


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping row: what to call, and which elements it puts into fields (all where nothing is said).

    With `arguments` the function is called with the values of these elements instead of the segment.
    """

    read: Callable[..., None]
    consumes: frozenset[int] | None = None
    arguments: tuple[Argument, ...] = ()


def row(read: Read, consumes: Iterable[int] | None = None) -> Row:
    """A mapping row; `consumes` lists the positions that end in fields.

    The function gets the reading, the segment padded to its width, and its number in the set.
    """
    return Row(read, None if consumes is None else frozenset(consumes))


def typed(read: Callable[..., None], arguments: Iterable[Argument], consumes: Iterable[int] = ()) -> Row:
    """A mapping row for a segment that comes often: much faster, and its elements have names.

    The function gets the reading, the number in the set, and the arguments. A position stands for the element as the
    guide types it: numbers (Nn with its point in place) and dates as values, None where there is none; all else as
    text. Its last parameter may be `*rest`: it gets only as many elements as were sent. What ends in fields is what
    the arguments name, and `consumes`.
    """
    given = tuple(arguments)
    positions = {each for each in given if isinstance(each, int)}
    positions |= {each.position for each in given if isinstance(each, Value)}
    return Row(read, frozenset(positions | set(consumes)), given)


class Arrival(NamedTuple):
    """What a tag leads to: where further tags lead from there, what to run, and how often the place may repeat.

    `most` is more than any set has where there is no limit. `number` is the place's number among all of the guide.
    `edge` is only given where something about the way is irregular.
    """

    onward: "Onward"
    runs: "Runs"
    most: int
    edge: Edge | None
    number: int
    repeats: bool


class Step:
    """One place under one mapping."""

    __slots__ = ("index", "memos", "onward", "place", "row", "runs")

    def __init__(
        self, place: Place, entry: Row | None, memos: checks.Memos, steps: dict[Place, "Step"]
    ) -> None:
        self.place = place
        self.row = entry
        self.memos = memos
        self.index = len(steps)
        self.onward = Onward(place, steps)
        self.runs = Runs(self)

    def kept(self) -> tuple[int, ...]:
        """The positions of the segment that its row does not put into fields."""
        if self.row is None or self.row.consumes is None:
            return ()
        return tuple(n for n in range(1, len(self.place.segment.elements) + 1) if n not in self.row.consumes)

    def look_closer(self, r: "Reading", segment: Segment, number: int) -> None:
        """Maps a segment that is not plainly clean, after telling what is wrong with it."""
        if any(element[-1:] == " " for element in segment):
            segment = r.without_trailing_blanks(segment, number)
            self.runs[len(segment)](r, segment, number)  # it may be plainly clean without them
            return
        r.check(segment, number, self.place.segment)
        if self.row is None:
            if segment[0] not in _NO_EXTENSION:
                r.extend(segment, number)
            return
        width, length = len(self.place.segment.elements) + 1, len(segment)
        if length > width:
            r.keep(segment, number, *range(width, length))
        padded = segment + [""] * (width - length)
        if self.row.arguments:
            self.row.read(r, number, *self._values(r, padded, number, length))
        else:
            self.row.read(r, padded, number)
        r.keep(segment, number, *(position for position in self.kept() if position < length))

    def _values(self, r: "Reading", padded: Segment, number: int, length: int) -> list[Any]:
        values: list[Any] = []
        for argument in passed(self.row, length) if self.row else ():
            if isinstance(argument, Pairs):
                values.append(argument.careful(r, number, argument.first, padded[argument.first : length]))
                continue
            position = _position(argument)
            memo: Mapping[str, Any] | None = None
            if isinstance(argument, Value):
                memo = r.memos[argument.memo]
                memo = memo[padded[argument.code]] if argument.code else memo
            elif name := checks.memo_of(self.place.segment.elements[position - 1]):
                memo = r.memos[name]
            values.append(padded[position] if memo is None else memo[padded[position]])
        return values


def passed(entry: Row, length: int) -> list[Argument]:
    """The arguments that a typed row is called with, for a segment of `length` entries."""
    code = entry.read.__code__
    named = code.co_argcount - 2
    if not code.co_flags & _TAKES_REST:
        return list(entry.arguments)
    return [each for n, each in enumerate(entry.arguments) if n < named or _position(each) < length]


def _position(argument: Argument) -> int:
    """Where an argument's element stands; for pairs, the first of them."""
    if isinstance(argument, int):
        return argument
    return argument.position if isinstance(argument, Value) else argument.first


class Runs(dict[int, Run]):
    """The function for each number of entries (tag included) that a segment may have at a place.

    It is made when such a segment comes for the second time: making it takes ten times as long as one closer look,
    and most of the forms in a first document come once.
    """

    __slots__ = ("_met", "_step")

    def __init__(self, step: Step) -> None:
        self._step = step
        self._met: set[int] = set()

    def __missing__(self, length: int) -> Run:
        width = len(self._step.place.segment.elements) + 1
        if not 1 <= length <= width:
            return self._step.look_closer  # not remembered: a sender may invent as many lengths as he likes
        if length not in self._met:
            self._met.add(length)
            return self._step.look_closer
        made = self[length] = _generate(self._step, length - 1)
        return made


class Onward(dict[str, Arrival]):
    """Where each tag leads from a place. A tag that leads nowhere raises KeyError and is not remembered."""

    __slots__ = ("_steps", "place")

    def __init__(self, place: Place, steps: dict[Place, Step]) -> None:
        self.place = place
        self._steps = steps

    def __missing__(self, tag: str) -> Arrival:
        edge = find_edge(self.place, tag)
        if edge is None:
            raise KeyError(tag)
        step = self._steps[edge.place]
        irregular = edge.missing or edge.out_of_order or edge.place.tolerated or edge.place.forbidden
        most = limit_of(edge.place)[1]
        made = self[tag] = Arrival(
            step.onward,
            step.runs,
            sys.maxsize if most is None else most,
            edge if irregular else None,
            step.index,
            edge.repeats,
        )
        return made


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps of a guide under one table of rows."""

    table: Mapping[str, Row]
    memos: checks.Memos
    start: Step
    size: int


def plan_for(guide: Guide, table: Mapping[str, Row], memos: checks.Memos = checks.MEMOS) -> Plan:
    """The guide bound to a table and to the memos that values come from, worked out once for each.

    Raises KeyError for a row without a place: a typing error.
    """
    key = (id(table), id(memos))
    plan = guide.plans.get(key)
    if plan is None:
        plan = guide.plans[key] = _bind(guide, table, memos)
    return plan


def _bind(guide: Guide, table: Mapping[str, Row], memos: checks.Memos) -> Plan:
    steps: dict[Place, Step] = {}
    for place in places(guide):
        steps[place] = Step(place, table.get(place.path), memos, steps)
    unknown = table.keys() - {place.path for place in steps}
    if unknown:
        raise KeyError(f"{guide.name} has no place {', '.join(sorted(unknown))}")
    return Plan(table, memos, steps[guide.start], len(steps))


def limit_of(place: Place) -> tuple[bool, int | None]:
    """Whether the place begins a loop, and how often it (the loop, then) may come; None: without limit."""
    begins_loop = place.loop.trigger is place and place.loop.parent is not None
    return begins_loop, place.loop.most if begins_loop else place.most


def _generate(step: Step, count: int) -> Run:
    """The function for a segment of `count` elements. Its rare way out is `look_closer`, which repeats the check."""
    segment = step.place.segment
    work = _Work(step, count)
    test, constants = checks.condition(segment, count, work.values, work.sent)
    lines = [
        "def run(r, s, number):",
        f" {checks.names(count)}= s",
        *(f" v{position:d} = {source}" for position, source in work.values.items()),
        *(f" i{position:d} = {source}" for position, source in work.pairs.items()),
        f" if {' and '.join([*(f'i{position:d}' for position in work.pairs), test])}:",
        *(f"  {line}" for line in _mapped(step, count, work)),
        " else:",
        "  closer(r, s, number)",
    ]
    constants |= {"closer": step.look_closer}
    if step.row is not None:
        constants |= {"read": step.row.read, "padding": [""] * (len(segment.elements) - count)}
    return checks.function("\n".join(lines), constants, step.memos)


class _Work:
    """What a generated function works out for a typed row, and what it passes on.

    `values` and `pairs` are the sources of the variables `v<position>` and `i<position>`; `sent` are the positions
    that are not empty where all pairs were made.
    """

    def __init__(self, step: Step, count: int) -> None:
        self.values: dict[int, str] = {}
        self.pairs: dict[int, str] = {}
        self.sent: set[int] = set()
        self.passed: list[str] = []
        self._elements = step.place.segment.elements
        self._count = count
        for argument in passed(step.row, count + 1) if step.row and step.row.arguments else ():
            self.passed.append(self._pass(argument))

    def _pass(self, argument: Argument) -> str:
        if isinstance(argument, Pairs):
            return self._pass_pairs(argument)
        if isinstance(argument, Value):
            position = argument.position
            code = f"e{argument.code:d}" if argument.code <= self._count else "''"
            memo: str | None = f"{argument.memo}[{code}]" if argument.code else argument.memo
        else:
            position, memo = argument, checks.memo_of(self._elements[argument - 1])
        if position > self._count:
            return "None" if memo else "''"
        if memo:
            self.values[position] = f"{memo}[e{position:d}]"
        return f"{'v' if memo else 'e'}{position:d}"

    def _pass_pairs(self, argument: Pairs) -> str:
        for at in range(argument.first, self._count, 2):
            self.pairs[at] = f"{argument.memo}[e{at:d}](e{at + 1:d})"
            self.sent |= {at, at + 1}
        made = "".join(f"i{at:d}, " for at in self.pairs)
        # Half a pair at the end is for the careful way: nothing that is there is false.
        if self._count >= argument.first and (self._count - argument.first) % 2 == 0:
            self.pairs[self._count] = "None"
        return f"({made})"


def _mapped(step: Step, count: int, work: _Work) -> list[str]:
    if step.row is None:
        return ["pass" if step.place.segment.tag in _NO_EXTENSION else "r.extend(s, number)"]
    if step.row.arguments:
        lines = [f"read({', '.join(['r', 'number', *work.passed])})"]
    else:
        lines = [f"read(r, {'s' if count == len(step.place.segment.elements) else 's + padding'}, number)"]
    kept = [position for position in step.kept() if position <= count]
    if kept:
        sent = " or ".join(f"e{position:d}" for position in kept)
        lines.append(f"if {sent}: r.keep(s, number, {', '.join(f'{position:d}' for position in kept)})")
    return lines
