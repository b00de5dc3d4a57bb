"""A guide bound to the rows of a document module: where each tag leads, and one generated function per segment form.

A form is a place in the guide and a number of elements. Its function checks the segment and hands it to its row in one
go; it is made when the form is first met, so that a guide costs what is used of it.
"""

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
_NO_LIMIT = -1
_TAKES_REST = 0x04  # inspect.CO_VARARGS


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping row: what to call, and which elements it puts into fields (all where nothing is said).

    With `arguments` the function is called with the values of these elements instead of the segment.
    """

    read: Callable[..., None]
    consumes: frozenset[int] | None = None
    arguments: tuple[int, ...] = ()


def row(read: Read, consumes: Iterable[int] | None = None) -> Row:
    """A mapping row; `consumes` lists the positions that end in fields.

    The function gets the reading, the segment padded to its width, and its number in the set.
    """
    return Row(read, None if consumes is None else frozenset(consumes))


def typed(read: Callable[..., None], positions: Iterable[int]) -> Row:
    """A mapping row for a segment that comes often: about a third faster, and its elements have names.

    The function gets the reading, the number in the set, and the elements at `positions` as the guide types them:
    numbers (Nn with its point in place) and dates as values, None where there is none; all else as text. Its last
    parameter may be `*rest`: it gets only as many elements as were sent.
    """
    arguments = tuple(positions)
    return Row(read, frozenset(arguments), arguments)


class Arrival(NamedTuple):
    """What a tag leads to: where further tags lead from there, what to run, and how often the place may repeat.

    `number` is the place's number among all of the guide; `most` is -1 where there is no limit. `edge` is only given
    where something about the way is irregular.
    """

    onward: "Onward"
    runs: "Runs"
    number: int
    repeats: bool
    most: int
    edge: Edge | None


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
        segment = r.check(segment, number, self.place.segment)
        if self.row is None:
            if segment[0] not in _NO_EXTENSION:
                r.extend(segment, number)
            return
        width, length = len(self.place.segment.elements) + 1, len(segment)
        if length > width:
            r.keep(segment, number, *range(width, length))
        padded = segment + [""] * (width - length)
        if self.row.arguments:
            self.row.read(r, number, *self._values(r, padded, length))
        else:
            self.row.read(r, padded, number)
        r.keep(segment, number, *(position for position in self.kept() if position < length))

    def _values(self, r: "Reading", padded: Segment, length: int) -> list[Any]:
        values = []
        for position in passed(self.row, length) if self.row else ():
            memo = checks.memo_of(self.place.segment.elements[position - 1])
            values.append(r.memos[memo][padded[position]] if memo else padded[position])
        return values


def passed(entry: Row, length: int) -> list[int]:
    """The positions whose elements a typed row is called with, for a segment of `length` entries."""
    code = entry.read.__code__
    named = code.co_argcount - 2
    if not code.co_flags & _TAKES_REST:
        return list(entry.arguments)
    return [position for n, position in enumerate(entry.arguments) if n < named or position < length]


class Runs(dict[int, Run]):
    """The function for each number of entries (tag included) that a segment may have at a place."""

    __slots__ = ("_step",)

    def __init__(self, step: Step) -> None:
        self._step = step

    def __missing__(self, length: int) -> Run:
        width = len(self._step.place.segment.elements) + 1
        if not 1 <= length <= width:
            return self._step.look_closer  # not remembered: a sender may invent as many lengths as he likes
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
            step.index,
            edge.repeats,
            _NO_LIMIT if most is None else most,
            edge if irregular else None,
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
    worked_out = _worked_out(step, count)
    test, constants = checks.condition(segment, count, worked_out)
    lines = [
        "def run(r, s, number):",
        f" {checks.names(count)}= s",
        *(f" v{position:d} = {memo}[e{position:d}]" for position, memo in worked_out.items()),
        f" if {test}:",
        *(f"  {line}" for line in _mapped(step, count, worked_out)),
        " else:",
        "  closer(r, s, number)",
    ]
    constants |= {"closer": step.look_closer}
    if step.row is not None:
        constants |= {"read": step.row.read, "padding": [""] * (len(segment.elements) - count)}
    return checks.function("\n".join(lines), constants, step.memos)


def _worked_out(step: Step, count: int) -> dict[int, str]:
    """Position to memo, for the numbers and dates that a typed row is called with."""
    elements = step.place.segment.elements
    arguments = step.row.arguments if step.row else ()
    memos = {position: checks.memo_of(elements[position - 1]) for position in arguments if position <= count}
    return {position: memo for position, memo in memos.items() if memo}


def _mapped(step: Step, count: int, worked_out: dict[int, str]) -> list[str]:
    if step.row is None:
        return ["pass" if step.place.segment.tag in _NO_EXTENSION else "r.extend(s, number)"]
    if step.row.arguments:
        elements = step.place.segment.elements
        values = []
        for position in passed(step.row, count + 1):
            if position > count:
                values.append("None" if checks.memo_of(elements[position - 1]) else "''")
            else:
                values.append(f"{'v' if position in worked_out else 'e'}{position:d}")
        lines = [f"read(r, number, {', '.join(values)})"]
    else:
        lines = [f"read(r, {'s' if count == len(step.place.segment.elements) else 's + padding'}, number)"]
    kept = [position for position in step.kept() if position <= count]
    if kept:
        sent = " or ".join(f"e{position:d}" for position in kept)
        lines.append(f"if {sent}: r.keep(s, number, {', '.join(f'{position:d}' for position in kept)})")
    return lines
