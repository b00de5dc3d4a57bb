"""Our problems and pyx12's findings side by side: first by place and kind, then by place, and what only one of them says."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from causeway.gateway.formats.base import Problem, Severity
from causeway.gateway.formats.x12.second_opinion.findings import TROUBLE, Finding, Kind, Opinion

_OFFENCES = (Severity.ERROR, Severity.FATAL)
# What pyx12 has no check for stands in no row of this table.
_KINDS = {
    "segment_unknown": Kind.SEGMENT_NOT_HERE,
    "segment_unexpected": Kind.SEGMENT_NOT_HERE,
    "lenient_segment_out_of_order": Kind.SEGMENT_NOT_HERE,
    "lenient_segment_misplaced": Kind.SEGMENT_NOT_HERE,
    "segment_forbidden": Kind.SEGMENT_FORBIDDEN,
    "segment_missing": Kind.SEGMENT_MISSING,
    "loop_too_often": Kind.TOO_OFTEN,
    "segment_too_often": Kind.TOO_OFTEN,
    "too_many_elements": Kind.TOO_MANY_ELEMENTS,
    "element_missing": Kind.ELEMENT_MISSING,
    "element_missing_conditional": Kind.CONDITION,
    "element_excluded": Kind.EXCLUDED,
    "element_forbidden": Kind.ELEMENT_FORBIDDEN,
    "element_too_short": Kind.TOO_SHORT,
    "element_too_long": Kind.TOO_LONG,
    "bad_character": Kind.CONTENT,
    "bad_number": Kind.CONTENT,
    "lenient_separator_in_element": Kind.CONTENT,
    "lenient_trailing_blanks": Kind.CONTENT,
    "bad_code": Kind.CODE,
    "bad_date": Kind.DATE,
    "bad_time": Kind.TIME,
    "duplicate_level_id": Kind.HIERARCHY,
    "parent_level_missing": Kind.HIERARCHY,
    "levels_in_a_circle": Kind.HIERARCHY,
    "se_missing": Kind.TRAILER_MISSING,
    "se_control_mismatch": Kind.TRAILER_CONTROL,
    "se_count_mismatch": Kind.TRAILER_COUNT,
}
# Of these one sentence may speak of several elements, and of those of the end there is but one.
_BY_SEGMENT = frozenset({Kind.CONDITION, Kind.EXCLUDED, Kind.HIERARCHY})
_BY_SET = frozenset({Kind.TRAILER_MISSING, Kind.TRAILER_CONTROL, Kind.TRAILER_COUNT})
Key = tuple[object, ...]


class Side(StrEnum):
    """Who says it. `PLACE` is both, at one place, but not the same."""

    BOTH = "both"
    PLACE = "place"
    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side; `kind` is None for a problem of ours that pyx12 has no check for."""

    side: Side
    kind: Kind | None
    ours: Problem | None
    theirs: Finding | None

    @property
    def segment(self) -> int | None:
        """The segment in the set, ST = 1."""
        if self.ours is not None:
            return self.ours.position.segment
        return self.theirs.segment if self.theirs else None

    @property
    def label(self) -> str:
        """The place as the trade writes it."""
        return str(self.ours.position) if self.ours else self.theirs.label if self.theirs else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows in the order of the set, and the two verdicts: whether each side finds the set to be as it should.

    `remarks` are codes of sentences.py: what pyx12 could not see, and how to read the rows.
    """

    rows: tuple[Row, ...]
    we_accept: bool
    they_accept: bool
    opinion: Opinion
    remarks: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether both came to the same verdict, and pyx12 had no trouble of its own in coming to it."""
        return self.opinion.is_complete and self.we_accept == self.they_accept


def kind_of(problem: Problem) -> Kind | None:
    """The kind under which pyx12 could say the same; None where it has no such check."""
    return _KINDS.get(problem.code)


def compare(problems: Iterable[Problem], opinion: Opinion) -> Comparison:
    """Both side by side. What we merely note is left out; whether we accept is asked of what pyx12 checks as well."""
    ours = [problem for problem in problems if problem.severity is not Severity.NOTE]
    theirs = list(opinion.findings)
    same, ours, theirs = _pair(ours, theirs, _key_of_problem, _key_of_finding, Side.BOTH)
    near, ours, theirs = _pair(ours, theirs, _place_of_problem, _place_of_finding, Side.PLACE)
    rows = [
        *same,
        *near,
        *(Row(Side.OURS, kind_of(problem), problem, None) for problem in ours),
        *(Row(Side.THEIRS, finding.kind, None, finding) for finding in theirs),
    ]
    rows.sort(key=lambda row: row.segment or 0)
    offences = [row for row in rows if row.ours and row.kind and row.ours.severity in _OFFENCES]
    faults = [finding for finding in opinion.findings if finding.kind not in TROUBLE]
    remarks = (*opinion.remarks, *_remarks(rows))
    return Comparison(tuple(rows), not offences, not faults, opinion, remarks)


def _remarks(rows: Sequence[Row]) -> Iterator[str]:
    if any(row.ours and row.kind and row.ours.severity is Severity.WARNING for row in rows):
        yield "leniencies"


def _pair(
    ours: Sequence[Problem],
    theirs: Sequence[Finding],
    key_of_problem: Callable[[Problem], Key | None],
    key_of_finding: Callable[[Finding], Key | None],
    side: Side,
) -> tuple[list[Row], list[Problem], list[Finding]]:
    """The pairs with equal keys, and what is left of each; a key of None fits nothing."""
    waiting: dict[Key, list[Finding]] = {}
    left_theirs = []
    for finding in theirs:
        key = key_of_finding(finding)
        if key is None:
            left_theirs.append(finding)
        else:
            waiting.setdefault(key, []).append(finding)
    rows, left_ours = [], []
    for problem in ours:
        key = key_of_problem(problem)
        same = waiting.get(key) if key is not None else None
        if same:
            rows.append(Row(side, kind_of(problem), problem, same.pop(0)))
        else:
            left_ours.append(problem)
    return rows, left_ours, left_theirs + [finding for same in waiting.values() for finding in same]


def _key_of_problem(problem: Problem) -> Key | None:
    place, kind = problem.position, kind_of(problem)
    if kind is None:
        return None
    return _key(kind, place.segment, place.tag, place.element, place.component)


def _key_of_finding(finding: Finding) -> Key | None:
    if finding.kind in TROUBLE:
        return None
    return _key(finding.kind, finding.segment, finding.tag, finding.element, finding.component)


def _key(kind: Kind, segment: int | None, tag: str | None, element: int | None, component: int | None) -> Key:
    if kind in _BY_SET:
        return (kind,)
    if kind is Kind.SEGMENT_MISSING:
        return kind, segment, tag
    return (kind, segment) if kind in _BY_SEGMENT else (kind, segment, element, component)


def _place_of_problem(problem: Problem) -> Key | None:
    place = problem.position
    return (place.segment, place.element, place.component) if kind_of(problem) and place.element else None


def _place_of_finding(finding: Finding) -> Key | None:
    if finding.kind in TROUBLE or not finding.element:
        return None
    return finding.segment, finding.element, finding.component
