"""From the problems of a group's sets to the verdict that its sender is told.

The policy: any fatal problem rejects its set (something mandatory is missing, the structure or the counts are wrong,
a number or date cannot be read, the purpose is unknown); an error that leaves the meaning whole is accepted and told
(E); warnings and notes are ours alone. Counts that are wrong only in GE are told in AK9 and reject nothing, because
each set has proved itself whole by its own SE. A group of acknowledgements is never acknowledged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from causeway.gateway.canonical.acknowledgements import (
    FUNCTIONAL_ACK_SCHEMA,
    AckLevel,
    Acknowledged,
    AcknowledgedSet,
    AckStatus,
    ElementError,
    FunctionalAck,
    SegmentError,
)
from causeway.gateway.canonical.header import MessageHeader
from causeway.gateway.canonical.references import Coded
from causeway.gateway.formats.base import Problem, Severity
from causeway.gateway.formats.x12.envelope import Group, Interchange, TransactionSet

# Problem code -> X12 syntax error code, by the level at which it is told (elements 720, 723, 718, 716).
SEGMENT_CODES = {
    "segment_unknown": "1",
    "segment_unexpected": "2",
    "segment_forbidden": "2",
    "lenient_segment_misplaced": "2",
    "segment_missing": "3",
    "loop_too_often": "4",
    "segment_too_often": "5",
    "lenient_segment_out_of_order": "7",
    "lenient_trailing_separators": "8",
}
ELEMENT_CODES = {
    "element_missing": "1",
    "line_without_quantity": "1",
    "element_missing_conditional": "2",
    "too_many_elements": "3",
    "element_too_short": "4",
    "element_too_long": "5",
    "bad_character": "6",
    "bad_number": "6",
    "lenient_trailing_blanks": "6",
    "lenient_separator_in_element": "6",
    "bad_code": "7",
    "purpose_not_supported": "7",
    "line_count_mismatch": "7",
    "hash_total_mismatch": "7",
    "duplicate_line_id": "7",
    "duplicate_level_id": "7",
    "parent_level_missing": "7",
    "levels_in_a_circle": "7",
    "levels_too_deep": "7",
    "bad_date": "8",
    "bad_time": "9",
    "element_excluded": "10",
    "element_forbidden": "10",
}
SET_CODES = {
    "set_not_supported": "1",
    "se_missing": "2",
    "se_control_mismatch": "3",
    "se_count_mismatch": "4",
    "set_too_large": "5",  # no code says it, and this one asks for nothing that would be wrong
    "set_in_wrong_group": "6",
    "st_unreadable": "7",
    "duplicate_set_control": "23",
}
GROUP_CODES = {
    "ge_missing": "3",
    "ge_control_mismatch": "4",
    "ge_count_mismatch": "5",
    "gs_unreadable": "6",
    "duplicate_group_control": "6",
}
SEGMENTS_IN_ERROR = "5"
# What a 999 says instead where the rule is the partner's own and not the standard's (elements 620, 621, 618).
_RULE_SEGMENT_CODES = {"segment_forbidden": "I4", "segment_missing": "I8"}
_RULE_ELEMENT_CODES = {"element_forbidden": "I10", "bad_code": "I6"}
_RULE_SEGMENTS_IN_ERROR = "I5"
AckDocument = Literal["997", "999"]
_SET_CODE_LISTS = {"997": "718", "999": "618"}
_HAS_ELEMENT_ERRORS = "8"
_NO_COPY = frozenset({"too_many_elements"})  # its value is a count, not a copy of data
_TOLD = (Severity.ERROR, Severity.FATAL)
_MOST_CODES = 5
SET_STATUS_CODES = {AckStatus.ACCEPTED: "A", AckStatus.ACCEPTED_WITH_ERRORS: "E", AckStatus.REJECTED: "R"}
GROUP_STATUS_CODES = SET_STATUS_CODES | {AckStatus.PARTIALLY_ACCEPTED: "P"}


@dataclass(frozen=True, slots=True)
class SetResult:
    """A set of the group with all its problems, those of its own envelope included (as a ReadResult has them)."""

    transaction_set: TransactionSet
    problems: tuple[Problem, ...]


def set_status(problems: Iterable[Problem]) -> AckStatus:
    """The verdict on a set with these problems."""
    severities = {problem.severity for problem in problems}
    if Severity.FATAL in severities:
        return AckStatus.REJECTED
    return AckStatus.ACCEPTED_WITH_ERRORS if Severity.ERROR in severities else AckStatus.ACCEPTED


def acknowledge_group(
    group: Group,
    results: Sequence[SetResult],
    header: MessageHeader,
    interchange: Interchange | None = None,
    *,
    document: AckDocument = "997",
) -> FunctionalAck | None:
    """The acknowledgement that the group's sender is owed; None for a group that must not be acknowledged (FA)."""
    if group.functional_id == "FA" or not group.control_number:
        return None
    sets = tuple(acknowledge_set(result, document) for result in results)
    accepted = sum(1 for entry in sets if entry.status is not AckStatus.REJECTED)
    status = _group_status(group, sets, accepted)
    return FunctionalAck(
        header=msgspec.structs.replace(header, schema=FUNCTIONAL_ACK_SCHEMA, document_code=document),
        level=AckLevel.GROUP,
        acknowledges=Acknowledged(
            interchange_control=interchange.control_number if interchange else None,
            functional_id=group.functional_id,
            group_control=group.control_number,
            version=group.version or None,
        ),
        status=status,
        status_as_sent=GROUP_STATUS_CODES[status],
        codes=_codes("716", (GROUP_CODES.get(problem.code) for problem in group.problems)),
        included=group.claimed_sets if group.claimed_sets is not None else len(sets),
        received=len(sets),
        accepted=accepted,
        sets=sets,
    )


def _group_status(group: Group, sets: Sequence[AcknowledgedSet], accepted: int) -> AckStatus:
    if not accepted:
        return AckStatus.REJECTED
    if accepted < len(sets):
        return AckStatus.PARTIALLY_ACCEPTED
    clean = not group.problems and all(entry.status is AckStatus.ACCEPTED for entry in sets)
    return AckStatus.ACCEPTED if clean else AckStatus.ACCEPTED_WITH_ERRORS


def acknowledge_set(result: SetResult, document: AckDocument = "997") -> AcknowledgedSet:
    """The verdict on one set with its segments and elements in error."""
    told = [problem for problem in result.problems if problem.severity in _TOLD]
    status = set_status(told)
    by_rule = document == "999"
    segments = _segment_errors(told, by_rule=by_rule)
    codes = [_set_code(problem) for problem in told]
    if segments or (status is AckStatus.REJECTED and not any(codes)):
        codes.append(SEGMENTS_IN_ERROR)
    if by_rule and any("rule" in problem.parameters for problem in told):
        codes.append(_RULE_SEGMENTS_IN_ERROR)
    return AcknowledgedSet(
        set_id=result.transaction_set.set_id,
        control=result.transaction_set.control_number,
        status=status,
        convention=result.transaction_set.convention,
        status_as_sent=SET_STATUS_CODES[status],
        codes=_codes(_SET_CODE_LISTS[document], codes),
        segments=segments,
    )


def _set_code(problem: Problem) -> str | None:
    if problem.code == "st_unreadable" and problem.expected == "ST01":
        return "6"
    return SET_CODES.get(problem.code)


def _codes(list_number: str, codes: Iterable[str | None]) -> tuple[Coded, ...]:
    distinct = dict.fromkeys(code for code in codes if code)
    return tuple(Coded(code, f"x12:{list_number}") for code in distinct)[:_MOST_CODES]


def _error_codes(problem: Problem, *, by_rule: bool) -> tuple[str | None, str | None]:
    """The codes of the segment and of the element in it; `by_rule` tells a partner's rule from the standard's."""
    own_rule = by_rule and "rule" in problem.parameters
    if problem.position.element and problem.code in ELEMENT_CODES:
        code = ELEMENT_CODES[problem.code]
        return _HAS_ELEMENT_ERRORS, _RULE_ELEMENT_CODES.get(problem.code, code) if own_rule else code
    segment = SEGMENT_CODES.get(problem.code)
    return (_RULE_SEGMENT_CODES.get(problem.code, segment) if own_rule else segment), None


def _segment_errors(problems: Iterable[Problem], *, by_rule: bool) -> tuple[SegmentError, ...]:
    """One entry per segment and code, in the order of the set; element errors hang on their segment's entry."""
    found: dict[tuple[int, str, str], list[ElementError]] = {}
    for problem in problems:
        position = problem.position
        if position.segment is None or position.tag is None:
            continue
        segment_code, element_code = _error_codes(problem, by_rule=by_rule)
        if segment_code is None:
            continue
        elements = found.setdefault((position.segment, position.tag, segment_code), [])
        if element_code and not any(
            (told.position, told.component) == (position.element, position.component) for told in elements
        ):  # one element is told once, however many rules it breaks
            elements.append(
                ElementError(
                    element_code,
                    position.element,
                    position.component,
                    position.repetition,
                    problem.reference_number,
                    None if problem.code in _NO_COPY else problem.value,
                )
            )
    ordered = sorted(found.items(), key=lambda entry: entry[0][0])
    return tuple(
        SegmentError(tag, number, None, code, (), tuple(elements))
        for (number, tag, code), elements in ordered
    )
