"""The segments of a message as a page shows them: numbered, named, with what is wrong at each element."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from causeway.gateway.formats.base import Locale, Problem, Severity, describe
from causeway.gateway.formats.x12 import element_name, segment_name
from causeway.portal.web.messages.wire import WireSet

_WARNINGS = frozenset({Severity.NOTE, Severity.WARNING})
LONGEST_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place, as a sentence."""

    code: str
    is_error: bool
    sentence: str
    label: str
    name: str | None
    segment: int | None
    element: int | None
    line: str | None


@dataclass(frozen=True, slots=True)
class ElementView:
    """One element: `PO102`, its name in the reader's language, its text, its faults."""

    position: int
    label: str
    name: str | None
    text: str
    cut_off: int
    faults: tuple[Fault, ...]

    @property
    def tint(self) -> str:
        """Whether it is to be marked, and how gravely."""
        if any(fault.is_error for fault in self.faults):
            return "bad"
        return "warning" if self.faults else ""


@dataclass(frozen=True, slots=True)
class SegmentView:
    """One segment, numbered as acknowledgements number them (ST = 1)."""

    number: int
    tag: str
    name: str | None
    elements: tuple[ElementView, ...]
    faults: tuple[Fault, ...]

    @property
    def tint(self) -> str:
        """The class of its line: an error, a warning, or nothing."""
        if any(fault.is_error for fault in self.faults):
            return "with-error"
        return "with-warning" if self.faults else ""


def view_segments(
    wire: WireSet, faults: Iterable[Fault], locale: Locale, *, first: int = 1, count: int
) -> list[SegmentView]:
    """The segments from `first` on, at most `count`, with their faults at their elements."""
    by_segment: dict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.segment is not None:
            by_segment[fault.segment].append(fault)
    return [
        _view(number, elements, tuple(by_segment.get(number, ())), locale)
        for number, elements in enumerate(wire.segments[first - 1 : first - 1 + count], first)
    ]


def _view(number: int, elements: list[str], faults: tuple[Fault, ...], locale: Locale) -> SegmentView:
    tag = elements[0]
    views = tuple(
        ElementView(
            position=position,
            label=f"{tag}{position:02d}",
            name=element_name(tag, position, locale),
            text=text[:LONGEST_SHOWN],
            cut_off=max(0, len(text) - LONGEST_SHOWN),
            faults=tuple(fault for fault in faults if fault.element == position),
        )
        for position, text in enumerate(elements[1:], 1)
    )
    return SegmentView(number, tag[:LONGEST_SHOWN], segment_name(tag, locale), views, faults)


def faults_of(problems: Iterable[Problem], wire: WireSet | None, locale: Locale) -> list[Fault]:
    """The problems as sentences with their places, the gravest first; notes that ask for nothing are left out."""
    shown = [problem for problem in problems if problem.severity is not Severity.NOTE]
    shown.sort(key=lambda problem: problem.severity in _WARNINGS)
    return [_fault(problem, wire, locale) for problem in shown]


def _fault(problem: Problem, wire: WireSet | None, locale: Locale) -> Fault:
    position = problem.position
    number = position.segment
    inside = number if wire and number and number <= len(wire.segments) else None
    tag, element = position.tag or "", position.element
    return Fault(
        code=problem.code,
        is_error=problem.severity not in _WARNINGS,
        sentence=describe(problem, locale),
        label=str(position),
        name=element_name(tag, element, locale) if element else segment_name(tag, locale),
        segment=inside,
        element=element if inside else None,
        line=wire.line_of(number) if wire and number else None,
    )
