"""The one walk over a transaction set: it places every segment, checks it, and hands it to its mapping row.

A document module brings a table from place in the guide (`PO1/N1/N3`) to a row: the function that maps the segment
and the elements it puts into fields. What no row consumes becomes an extension of the nearest owner, so nothing that
was sent can get lost.
"""

from bisect import bisect_left
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import Extension
from causeway.gateway.formats.base import Position, Problem, Severity
from causeway.gateway.formats.x12.coded import LISTS, MARKING_LISTS, MARKING_VALUES, VALUES
from causeway.gateway.formats.x12.delimiters import ReadOptions
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.compile import edge as find_edge
from causeway.gateway.formats.x12.guides.diagnose import diagnose
from causeway.gateway.formats.x12.guides.model import Edge, Guide, Place, Rules, SegmentDef
from causeway.gateway.formats.x12.marks import MarkedText, sent
from causeway.gateway.formats.x12.reader import leniency_problem
from causeway.gateway.formats.x12.steps import Row, limit_of, plan_for, row, typed

__all__ = ["Reading", "Row", "row", "typed"]


class Reading:
    """The state of one walk: the set, its problems, the owner that extensions go to. Document modules extend it.

    `windows` names the date windows, and `cancel_after`, that the document's message has fields for.
    """

    windows: frozenset[str] = frozenset()

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        self.set = opened = transaction_set.opened()
        self.guide = guide
        self.options = options
        self.problems: list[Problem] = []
        self.leniencies: set[str] = set()
        self.fatal = False
        traced = isinstance(opened.segments[0][0], MarkedText)
        self.lists = MARKING_LISTS if traced else LISTS
        self.memos = memos = MARKING_VALUES if traced else VALUES
        self.numbers = memos["NUMBERS"]
        self.integers = memos["INTEGERS"]
        self.dates = memos["DATES"]
        self.times = memos["TIMES"]
        self.owner: Any = None
        self._untranslated: set[tuple[str, str]] = set()
        self._where: dict[str, list[int]] = {}

    # problems

    def problem(
        self,
        code: str,
        severity: Severity,
        segment: int,
        element: int | None = None,
        component: int | None = None,
        *,
        tag: str | None = None,
        **details: Any,
    ) -> None:
        """Notes a problem at a segment (ST = 1) of the set, up to the limit of the options."""
        if severity is Severity.FATAL:
            self.fatal = True
        if len(self.problems) < self.options.max_problems:
            self.problems.append(
                Problem(code, severity, self.place(segment, element, component, tag), **details)
            )

    def place(
        self, segment: int, element: int | None = None, component: int | None = None, tag: str | None = None
    ) -> Position:
        """The position of a segment; `tag` names one that is not there."""
        found = self.set.position(segment, element, component)
        if tag is None:
            return found
        return Position(found.segment, found.segment_in_file, found.byte, tag, element, component)

    def lenient(self, leniency: str, segment: int, element: int | None = None, **details: Any) -> None:
        """Notes a leniency once for the set."""
        if leniency not in self.leniencies:
            self.leniencies.add(leniency)
            problem = leniency_problem(leniency, self.options, self.place(segment, element), **details)
            self.problems.append(problem)

    def untranslated(self, list_number: str, code: str, segment: int, element: int) -> None:
        """Notes, once for each code, that a code has no canonical meaning."""
        if (list_number, code) not in self._untranslated:
            self._untranslated.add((list_number, code))
            self.problem(
                "code_not_translated",
                Severity.NOTE,
                segment,
                element,
                value=code,
                reference_number=list_number,
            )

    def sent(self, list_number: str, code: str) -> str:
        """A code as it was sent, with its list."""
        return sent(list_number, code)

    def implied(self, written: str, decimals: int) -> Decimal | None:
        """The value of an Nn element: the point stands `decimals` places from the right unless one was written."""
        value: Decimal | None = self.memos[f"IMPLIED{decimals}"][written] if written else None
        return value

    def quantity(self, written: str, unit: str, number: int, unit_at: int) -> Quantity | None:
        """The quantity of two elements, None without a number; a unit without one meaning is told and kept as sent."""
        if not written:
            return None
        found: Quantity | None = self.memos["QUANTITIES"][unit][written]
        if unit and found is not None and found.unit is None:
            self.untranslated("355", unit, number, unit_at)
        return found

    def keep(self, segment: Segment, number: int, *positions: int) -> None:
        """Puts elements that turned out to have no field into the owner's extensions."""
        for position in positions:
            if segment[position]:
                value = self.split(segment[position])
                self.owner.extensions.append(Extension(number, f"{segment[0]}.{position}", (value,)))

    def keep_sent(self, number: int, *positions: int) -> None:
        """As `keep`, for a row that did not get the segment."""
        segment = self.set.segments[number - 1]
        for position in positions:
            element = segment[position].rstrip(" ") if position < len(segment) else ""
            if element:
                found = Extension(number, f"{segment[0]}.{position}", (self.split(element),))
                self.owner.extensions.append(found)

    def element(self, number: int, position: int) -> str:
        """An element as it was sent, for a row that got its value; empty where there is none."""
        segment = self.set.segments[number - 1]
        return segment[position] if position < len(segment) else ""

    def split(self, element: str) -> str | tuple[str, ...]:
        """The element, or its components where it has more than one."""
        separator = self.set.delimiters.component
        if separator and separator in element:
            return tuple(element.split(separator))
        return element

    # the walk

    def walk(self, table: Mapping[str, Row]) -> None:
        """Places, checks and maps every segment from ST to SE, in order."""
        plan = plan_for(self.guide, table, self.memos)
        segments = self.set.segments
        onward = plan.start.onward
        plan.start.runs[len(segments[0])](self, segments[0], 1)
        size = len(segments)
        counts = [1] * plan.size
        for number, segment in enumerate(segments[1:], 2):
            try:
                onward, runs, most, irregular, place, repeats = onward[segment[0]]
            except KeyError:
                self._unplaced(segment, number)
                continue
            if most < size:  # or else it cannot come too often
                counts[place] = count = counts[place] + 1 if repeats else 1
                if count - 1 == most:
                    self._too_often(onward.place, number)
            if irregular is not None:
                self._irregular(irregular, number)
            runs[len(segment)](self, segment, number)
        if segments[-1][0] != "SE":
            self._close(onward.place)

    def extend(self, segment: Segment, number: int) -> None:
        """Puts a whole segment that has no row into the owner's extensions."""
        elements = tuple(self.split(element) for element in segment[1:])
        self.owner.extensions.append(Extension(number, segment[0], elements))

    def _unplaced(self, segment: Segment, number: int) -> None:
        known = segment[0] in self.guide.segments
        code = "segment_unexpected" if known else "segment_unknown"
        self.problem(code, Severity.ERROR, number)
        self.extend(segment, number)

    def _too_often(self, place: Place, number: int) -> None:
        begins_loop, most = limit_of(place)
        code = "loop_too_often" if begins_loop else "segment_too_often"
        self.problem(code, Severity.ERROR, number, expected=str(most), **_of_rule(place.rules, code))

    def _irregular(self, edge: Edge, number: int) -> None:
        for missing in edge.missing:
            if not self._came(missing, number):
                rule = _of_rule(missing.rules, "segment_missing")
                self.problem("segment_missing", Severity.FATAL, number, tag=missing.segment.tag, **rule)
        if edge.out_of_order:
            self.lenient("segment_out_of_order", number)
        if edge.place.tolerated:
            self.lenient("segment_misplaced", number)
        if edge.place.forbidden:
            rule = _of_rule(edge.place.rules, "segment_forbidden")
            self.problem("segment_forbidden", Severity.ERROR, number, **rule)

    def _came(self, place: Place, number: int) -> bool:
        """Whether a segment that seems to be missing came out of its order, since its loop last began."""
        loop = place.loop if place is not place.loop.trigger else place.loop.parent
        begun = 1
        if loop is not None and loop.parent is not None:
            begun = self._last(loop.trigger.segment.tag, number)
        return self._last(place.segment.tag, number) >= begun

    def _last(self, tag: str, number: int) -> int:
        """The number of the last segment with a tag before segment `number`, 0 where there is none."""
        if not self._where:
            for at, segment in enumerate(self.set.segments, 1):
                self._where.setdefault(segment[0], []).append(at)
        found = self._where.get(tag, [])
        before = bisect_left(found, number)
        return found[before - 1] if before else 0

    def _close(self, place: Place) -> None:
        """A set that breaks off without SE: what was still due is missing."""
        found = find_edge(place, "SE")
        if found is not None and found.missing:
            self._irregular(found, len(self.set.segments) + 1)

    def check(self, segment: Segment, number: int, definition: SegmentDef) -> None:
        """Tells everything that is wrong with a segment."""
        separator = self.set.delimiters.component
        for code, severity, element, component, value, expected, reference, rule in diagnose(
            definition, segment, separator
        ):
            details: dict[str, Any] = {"value": value, "expected": expected, "reference_number": reference}
            if rule:
                details["parameters"] = {"rule": rule}
            self.problem(code, severity, number, element, component, **details)

    def without_trailing_blanks(self, segment: Segment, number: int) -> Segment:
        """The segment without blanks at the ends of its elements, of which it has some."""
        if "trailing_blanks" not in self.leniencies:
            first = next(n for n, element in enumerate(segment) if element[-1:] == " ")
            self.lenient("trailing_blanks", number, first or None)
        return [element.rstrip(" ") for element in segment]

    def is_rejected(self) -> bool:
        """Whether a fatal problem stands against the set, in its envelope or inside."""
        return self.fatal or any(problem.severity is Severity.FATAL for problem in self.set.problems)

    def note_separators_in_elements(self) -> None:
        """Notes a component separator inside an element that is no composite; done once, as it is rare."""
        separator = self.set.delimiters.component
        if not separator or not self.set.holds(separator):
            return
        for number, segment in enumerate(self.set.segments, 1):
            definition = self.guide.segments.get(segment[0])
            if definition is None:
                continue
            for position, use in enumerate(definition.elements[: len(segment) - 1], 1):
                if not use.parts and separator in segment[position]:
                    self.lenient("separator_in_element", number, position)
                    return


def _of_rule(rules: Rules, code: str) -> dict[str, Any]:
    """The details of a problem that comes from a rule of an overlay; none where the guide itself has it."""
    rule = dict(rules).get(code)
    return {"parameters": {"rule": rule}} if rule else {}
