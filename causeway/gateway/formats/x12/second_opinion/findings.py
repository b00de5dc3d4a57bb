"""What pyx12 found, as plain values, and the kinds under which its findings and our problems can be laid side by side."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a finding is about, whoever made it. The last two are pyx12's own trouble and say nothing of the set."""

    SEGMENT_NOT_HERE = "segment_not_here"
    SEGMENT_MISSING = "segment_missing"
    SEGMENT_FORBIDDEN = "segment_forbidden"
    SEGMENT_EMPTY = "segment_empty"
    TOO_OFTEN = "too_often"
    TOO_MANY_ELEMENTS = "too_many_elements"
    ELEMENT_MISSING = "element_missing"
    CONDITION = "condition"
    EXCLUDED = "excluded"
    ELEMENT_FORBIDDEN = "element_forbidden"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    CONTENT = "content"
    CODE = "code"
    DATE = "date"
    TIME = "time"
    HIERARCHY = "hierarchy"
    TRAILER_MISSING = "trailer_missing"
    TRAILER_CONTROL = "trailer_control"
    TRAILER_COUNT = "trailer_count"
    PYX12_FAILED = "pyx12_failed"
    PYX12_STOPPED = "pyx12_stopped"


TROUBLE = frozenset({Kind.PYX12_FAILED, Kind.PYX12_STOPPED})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that pyx12 says. `code` is its level and number, such as `element:7`; `text` its own English words.

    `segment` counts in the set with ST = 1, as our problems do.
    """

    code: str
    kind: Kind
    text: str
    segment: int | None = None
    tag: str | None = None
    element: int | None = None
    component: int | None = None
    value: str | None = None

    @property
    def label(self) -> str:
        """The element as the trade writes it, `PO104`, or the segment's tag."""
        if self.tag is None or not self.element:
            return self.tag or ""
        component = f"-{self.component}" if self.component else ""
        return f"{self.tag}{self.element:02d}{component}"


@dataclass(frozen=True, slots=True)
class Opinion:
    """All that pyx12 says about a set, and remarks (codes of sentences.py) on what it could not see of it."""

    findings: tuple[Finding, ...]
    remarks: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it read to the end without trouble of its own."""
        return not any(finding.kind in TROUBLE for finding in self.findings)

    @property
    def accepts(self) -> bool:
        """Whether it read the set and found nothing wrong."""
        return not self.findings
