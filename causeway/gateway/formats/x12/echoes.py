"""What an answer repeats of the order and can go without, where it cannot be written as it came.

A description longer than its element, or with a character that separates elements here, was read without harm. The
seller's answer must not stay behind because of it: the echo is left out whole, never cut, and told as a loss.
"""

from collections.abc import Sequence

from causeway.gateway.formats.base import Position, Problem, Severity
from causeway.gateway.formats.x12.write_envelope import OutElement, OutSegment

_SPARE_SEGMENTS = frozenset({"PID", "REF", "N2", "N3", "N4", "PER", "MSG"})
_CONTRACT = 7  # BAK07
_FIRST_ITEM_CODE = 7
_NAME, _CODE = 2, 4


def leave_out(
    segments: Sequence[OutSegment], problems: Sequence[Problem]
) -> tuple[list[OutSegment], tuple[Problem, ...]] | None:
    """The segments without the echoes that the problems are about, and what is lost; None where it is anything else."""
    kept = {number: list(segment) for number, segment in enumerate(segments, 2)}
    losses: list[Problem] = []
    for problem in problems:
        number, tag, element = problem.position.segment, problem.position.tag, problem.position.element
        if number is None or tag is None or element is None or number - 2 >= len(segments):
            return None
        segment = kept.get(number)
        if segment is None:
            continue
        value = str(segment[element]) if element < len(segment) else ""
        if tag in _SPARE_SEGMENTS:
            del kept[number]
        elif not _blank(segment, tag, element):
            return None
        losses.append(Problem("not_carried", Severity.WARNING, Position(tag=tag, element=element), value))
    return list(kept.values()), tuple(losses)


def _blank(segment: list[OutElement], tag: str, element: int) -> bool:
    """Empty the element where the others say enough: a name beside its code, a code beside its name, one of an item's codes."""
    if tag == "N1" and element == _NAME and len(segment) > _CODE and segment[_CODE]:
        segment[_NAME] = ""
        return True
    if tag == "N1" and element == _CODE and segment[_NAME]:
        segment[_CODE - 1] = segment[_CODE] = ""
        return True
    if tag == "BAK" and element == _CONTRACT:
        segment[_CONTRACT] = ""
        return True
    if tag == "PO1" and element >= _FIRST_ITEM_CODE and element % 2 and element < len(segment):
        segment[element - 1] = segment[element] = ""
        return True
    return False
