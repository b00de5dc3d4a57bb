"""Generated code that tells whether a segment is clean: one condition for each shape of segment and number of elements.

A condition may be false for an unusual but right segment (signs and points count in a length here); `diagnose` is the
truth and is only run then.

What enters the source is the shape alone: positions, kinds of data, which elements are mandatory. Lengths and code
lists, which an agreement may set, reach the function as the values of variables. So segments of one shape share one
compiled text, whoever's they are, and a function is no more than its variables.
"""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

from causeway.gateway.formats.x12.guides.model import ElementUse, RelationalNote, SegmentDef
from causeway.gateway.formats.x12.guides.values import DATES, IMPLIED, INTEGERS, NUMBERS, TIMES

Constants = dict[str, Any]
Memos = Mapping[str, Mapping[str, Any]]
_MEMOS = {"R": "NUMBERS", "DT": "DATES", "TM": "TIMES", "N0": "INTEGERS"}
MEMOS: Memos = {
    "NUMBERS": NUMBERS,
    "INTEGERS": INTEGERS,
    "DATES": DATES,
    "TIMES": TIMES,
    **{f"IMPLIED{decimals}": memo for decimals, memo in IMPLIED.items()},
}
_SHAPES_KEPT = 4096
_SHORT = 3  # the longest of the codes that are remembered
_MOST_CODES = 5_000


def names(count: int) -> str:
    """The assignment of a segment's tag and elements to variables `e0`, `e1` and so on."""
    return "".join(f"e{position}, " for position in range(count + 1))


def memo_of(use: ElementUse) -> str | None:
    """The name of the memo that turns an element into a number or a date; None for one that stays a text.

    A time stays a text, as its length tells how exact it is.
    """
    kind = use.element.type
    if kind == "TM" or use.parts:
        return None
    if kind in _MEMOS:
        return _MEMOS[kind]
    return f"IMPLIED{int(kind[1:])}" if kind[0] == "N" else None


def condition(
    segment: SegmentDef, count: int, worked_out: Collection[int] = (), sent: Collection[int] = ()
) -> tuple[str, Constants]:
    """The condition over `e1` to `e<count>`, and the variables that it uses besides.

    For the positions in `worked_out` it relies on `v<position>`, the value of the element under its memo. Those in
    `sent` must not be empty.
    """
    uses = segment.elements
    if count > len(uses) or any(use.mandatory for use in uses[count:]):
        return "False", {}
    constants: Constants = {}
    certain = {position for position, use in enumerate(uses[:count], 1) if use.mandatory or position in sent}
    terms = [
        _term(position, use, constants, is_certain=position in certain, is_worked_out=position in worked_out)
        for position, use in enumerate(uses[:count], 1)
    ]
    terms.extend(_note_term(note, count) for note in segment.notes if not _is_kept_by(note, certain))
    return " and ".join(term for term in terms if term) or "True", constants


def function(source: str, constants: Constants, memos: Memos = MEMOS) -> Callable[..., Any]:
    """The function `run` that the source defines, with its variables bound. The source must be made of shapes alone."""
    variables = {**constants, **{name: memo for name, memo in memos.items() if name in source}}
    made: Callable[..., Any] = _maker(source, tuple(variables))(*variables.values())
    return made


@lru_cache(maxsize=_SHAPES_KEPT)
def short_codes(shortest: int, longest: int, mandatory: bool) -> "ShortCodes":
    """The memo of codes of an open list, one for all elements of the same lengths."""
    return ShortCodes(shortest, longest, mandatory=mandatory)


class ShortCodes(dict[str, bool]):
    """Whether a text may be a code of these lengths: asked once for each text that may, as there are few.

    Emptied when it is full; texts that may not be are not kept.
    """

    def __init__(self, shortest: int, longest: int, *, mandatory: bool) -> None:
        super().__init__()
        self._shortest = shortest
        self._longest = longest
        if not mandatory:
            self[""] = True
        self._empty = dict(self)

    def __missing__(self, text: str) -> bool:
        if not self._shortest <= len(text) <= self._longest or text[-1:] in ("", " "):
            return False
        if len(self) >= _MOST_CODES:
            self.clear()
            self.update(self._empty)
        self[text] = True
        return True


@lru_cache(maxsize=_SHAPES_KEPT)
def _maker(source: str, variables: tuple[str, ...]) -> Callable[..., Any]:
    body = source.replace("\n", "\n ")
    namespace: dict[str, Any] = {}
    exec(f"def make({', '.join(variables)}):\n {body}\n return run", namespace)  # noqa: S102 - see the module's text
    maker: Callable[..., Any] = namespace["make"]
    return maker


def _term(
    position: int, use: ElementUse, constants: Constants, *, is_certain: bool, is_worked_out: bool
) -> str:
    """The test of one element; one that `is_certain` must not be empty."""
    element, name = use.element, f"e{position:d}"
    if use.forbidden:
        return f"not {name}"
    if use.parts:
        return f"not {name}" if not is_certain else "False"  # composites are rare: look closer
    if element.codes:
        constants[f"codes{position}"] = element.codes
        test = f"{name} in codes{position}"
    elif element.type == "ID" and element.longest <= _SHORT:
        constants[f"short{position}"] = short_codes(element.shortest, element.longest, is_certain)
        return f"short{position}[{name}]"
    elif is_worked_out:
        test = f"v{position:d} is not None and {_length(position, use, constants, is_certain=is_certain)}"
        if element.type in ("AN", "ID"):  # whatever was made of it, it is a text
            test += f" and {_value(name, element.type)}"
        return f"({test})" if is_certain else f"({test} or not {name})"
    else:
        length = _length(position, use, constants, is_certain=is_certain)
        test = f"{length} and {_value(name, element.type)}"
    return f"({test})" if is_certain else f"(not {name} or {test})"


def _length(position: int, use: ElementUse, constants: Constants, *, is_certain: bool) -> str:
    """The test of the length; where an element is empty it is not asked, unless the element must be there."""
    element, name = use.element, f"e{position:d}"
    constants[f"most{position}"] = element.longest
    if element.shortest == element.longest:
        return f"len({name}) == most{position}"
    if element.shortest <= 1:
        return f"{'0 < ' if is_certain else ''}len({name}) <= most{position}"
    constants[f"least{position}"] = element.shortest
    return f"least{position} <= len({name}) <= most{position}"


def _value(name: str, kind: str) -> str:
    if kind in ("AN", "ID"):
        return f"{name}[-1] != ' '"
    if kind == "B":
        return "True"  # binary data may end in a blank
    return f"{_MEMOS.get(kind, 'NUMBERS')}[{name}] is not None"


def _is_kept_by(note: RelationalNote, certain: Collection[int]) -> bool:
    """Whether a note holds already because elements are there."""
    there = [position in certain for position in note.positions]
    if note.kind == "R":
        return any(there)
    if note.kind == "P":
        return all(there)
    return all(there[1:]) if note.kind == "C" else note.kind == "L" and any(there[1:])


def _note_term(note: RelationalNote, count: int) -> str:
    elements = [f"e{position:d}" if position <= count else "''" for position in note.positions]
    first, rest = elements[0], elements[1:]
    sent = [name for name in elements if name != "''"]
    if not sent:
        return "False" if note.kind == "R" else ""
    if note.kind == "P":
        return _all_or_none(elements)
    if note.kind == "R":
        return f"({' or '.join(sent)})"
    if note.kind == "E":
        return f"sum(map(bool, ({', '.join(sent)},))) < 2"
    if first == "''":
        return ""
    joint = " and " if note.kind == "C" else " or "
    return f"(not {first} or ({joint.join(rest)}))"


def _all_or_none(elements: list[str]) -> str:
    if len(elements) == 2:
        first, second = elements
        return f"({first} and {second} or {first} == {second})"
    return f"sum(map(bool, ({', '.join(elements)},))) in (0, {len(elements)})"
