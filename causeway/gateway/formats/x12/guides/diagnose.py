"""What exactly is wrong with one segment: every fault with its element, the value, and what was expected."""

from collections.abc import Callable, Iterator

from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.guides.model import ElementUse, RelationalNote, SegmentDef
from causeway.gateway.formats.x12.guides.values import DATES, INTEGERS, NUMBERS, TIMES

# (code, severity, element, component, value, expected, data element number, rule of an overlay)
Fault = tuple[str, Severity, int, int | None, str | None, str | None, str | None, str]
# Elements that name things have at most 80 characters in X12 (67 has); what is longer than 512 is no name but rubbish,
# and must not become a key of our tables, which Postgres refuses at 2,700 bytes.
_LONGEST_NAME, _TOO_LONG_FOR_ANY_NAME = 80, 512
_NUMERIC = ("R", "DT", "TM")


def diagnose(segment: SegmentDef, elements: list[str], component_separator: str | None) -> Iterator[Fault]:
    """The faults of a segment in the order of its elements, then those of its relational notes; none if it is clean.

    A fault is fatal where it takes away the meaning: something mandatory, a number or a date.
    """
    if len(elements) - 1 > len(segment.elements):
        sent, defined = str(len(elements) - 1), str(len(segment.elements))
        yield "too_many_elements", Severity.ERROR, len(segment.elements) + 1, None, sent, defined, None, ""
    for position, use in enumerate(segment.elements, 1):
        value = elements[position] if position < len(elements) else ""
        yield from _element_faults(use, value, position, component_separator)
    for note in segment.notes:
        yield from _note_faults(segment, note, elements)


def _element_faults(use: ElementUse, value: str, position: int, separator: str | None) -> Iterator[Fault]:
    if not value:
        if use.mandatory:
            rule = _rule(use, "element_missing")
            yield "element_missing", Severity.FATAL, position, None, None, None, use.element.number, rule
    elif use.forbidden:
        yield _forbidden(use, value, position, None)
    elif use.parts:
        yield from _component_faults(use, value, position, separator)
    else:
        yield from _value_faults(use, value, position, None)


def _component_faults(use: ElementUse, value: str, position: int, separator: str | None) -> Iterator[Fault]:
    parts = value.split(separator) if separator else [value]
    if len(parts) > len(use.parts):
        yield (
            "too_many_elements",
            Severity.ERROR,
            position,
            None,
            str(len(parts)),
            str(len(use.parts)),
            None,
            "",
        )
    for number, part_use in enumerate(use.parts, 1):
        part = parts[number - 1] if number <= len(parts) else ""
        if part and part_use.forbidden:
            yield _forbidden(part_use, part, position, number)
        elif part:
            yield from _value_faults(part_use, part, position, number)
        elif part_use.mandatory:
            rule = _rule(part_use, "element_missing")
            yield (
                "element_missing",
                Severity.FATAL,
                position,
                number,
                None,
                None,
                part_use.element.number,
                rule,
            )


def _value_faults(use: ElementUse, value: str, position: int, component: int | None) -> Iterator[Fault]:
    element = use.element
    counts = element.type in _NUMERIC or element.type.startswith("N")
    severity = Severity.FATAL if use.mandatory or counts else Severity.ERROR
    code, expected = _first_fault(value, element.type, element.shortest, element.longest, element.codes)
    if (
        code == "element_too_long"
        and element.longest <= _LONGEST_NAME
        and len(value) > _TOO_LONG_FOR_ANY_NAME
    ):
        severity = Severity.FATAL
    if code:
        yield code, severity, position, component, value, expected, element.number, _rule(use, code)


def _forbidden(use: ElementUse, value: str, position: int, component: int | None) -> Fault:
    code, number = "element_forbidden", use.element.number
    return code, Severity.ERROR, position, component, value, None, number, _rule(use, code)


def _rule(use: ElementUse, code: str) -> str:
    """The rule of an overlay that a fault of the element comes from; empty where the guide itself has it."""
    return dict(use.rules).get(code, "")


def _first_fault(
    value: str, kind: str, shortest: int, longest: int, codes: frozenset[str]
) -> tuple[str | None, str | None]:
    if "\ufffd" in value:
        return "bad_character", None
    if codes:
        return (None, None) if value in codes else ("bad_code", None)
    fault = _TYPE_FAULTS.get(kind[:1] if kind[0] == "N" else kind)
    if fault and (found := fault(value)):
        return found
    length = len(value.lstrip("-").replace(".", "").partition("E")[0]) if kind[0] in "NR" else len(value)
    if length > longest:
        return "element_too_long", str(longest)
    if length < shortest:
        return "element_too_short", str(shortest)
    return None, None


def _number_fault(value: str) -> tuple[str, str | None] | None:
    return None if NUMBERS[value] is not None else ("bad_number", None)


def _integer_fault(value: str) -> tuple[str, str | None] | None:
    # A point in an Nn element is a partner's habit that is plain to read.
    return None if INTEGERS[value] is not None or NUMBERS[value] is not None else ("bad_number", None)


def _date_fault(value: str) -> tuple[str, str | None] | None:
    return None if DATES[value] is not None else ("bad_date", "YYYYMMDD")


def _time_fault(value: str) -> tuple[str, str | None] | None:
    return None if TIMES[value] is not None else ("bad_time", "HHMM")


_TYPE_FAULTS: dict[str, Callable[[str], tuple[str, str | None] | None]] = {
    "R": _number_fault,
    "N": _integer_fault,
    "DT": _date_fault,
    "TM": _time_fault,
}


def _note_faults(segment: SegmentDef, note: RelationalNote, elements: list[str]) -> Iterator[Fault]:
    sent = [position for position in note.positions if position < len(elements) and elements[position]]
    missing = [position for position in note.positions if position not in sent]
    first = note.positions[0]
    if note.kind == "E":
        if len(sent) > 1:
            yield _excluded(segment, note, sent, elements)
    elif (
        (note.kind == "P" and sent and missing)
        or (note.kind == "R" and not sent)
        or (note.kind == "C" and first in sent and missing)
        or (note.kind == "L" and sent == [first])
    ):
        for position in missing if note.kind in "PC" else missing[:1]:
            number = segment.elements[position - 1].element.number
            yield "element_missing_conditional", Severity.ERROR, position, None, None, None, number, note.rule


def _excluded(segment: SegmentDef, note: RelationalNote, sent: list[int], elements: list[str]) -> Fault:
    other = f"{segment.tag}{sent[0]:02d}"
    number = segment.elements[sent[1] - 1].element.number
    return "element_excluded", Severity.ERROR, sent[1], None, elements[sent[1]], other, number, note.rule
