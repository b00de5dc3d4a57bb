"""Guides as data, and the tables they are compiled to: elements, segments, and places in the order of a set."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Names = tuple[str, str]
# Codes of problems, and the rule of a partner's overlay (its name and the number of the rule) that they come from.
Rules = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ElementDef:
    """A data element: `codes` is empty where its list is open."""

    number: str
    type: str
    shortest: int
    longest: int
    names: Names
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ElementUse:
    """An element, or a composite of `parts`, at one position of a segment. Only an overlay forbids one."""

    element: ElementDef
    mandatory: bool
    parts: "tuple[ElementUse, ...]" = ()
    forbidden: bool = False
    rules: Rules = ()


@dataclass(frozen=True, slots=True)
class RelationalNote:
    """P, R, E, C or L over element positions; `rule` names the overlay that it comes from."""

    kind: str
    positions: tuple[int, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class SegmentDef:
    """A segment: its elements in order, and what holds between them."""

    tag: str
    elements: tuple[ElementUse, ...]
    notes: tuple[RelationalNote, ...]
    names: Names


@dataclass(slots=True, eq=False, repr=False)
class Place:
    """One segment's place in the guide; `path` is the loops down to it, such as `PO1/N1/N3`. Overlays forbid places."""

    segment: SegmentDef
    mandatory: bool
    most: int | None
    tolerated: bool
    loop: "Loop"
    index: int
    path: str
    edges: "dict[str, Edge]" = field(default_factory=dict)
    forbidden: bool = False
    rules: Rules = ()


@dataclass(slots=True, eq=False, repr=False)
class Loop:
    """A loop with its members in order; the first is its trigger. The set itself is the outermost loop."""

    name: str
    mandatory: bool
    most: int | None
    parent: "Loop | None"
    index: int
    path: str
    members: "list[Place | Loop]" = field(default_factory=list)

    @property
    def trigger(self) -> Place:
        """The place of the segment that begins the loop."""
        first = self.members[0]
        return first if isinstance(first, Place) else first.trigger


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a tag leads from a place: what was skipped, whether the order was broken, whether it repeats."""

    place: Place
    missing: tuple[Place, ...] = ()
    out_of_order: bool = False
    repeats: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Guide:
    """How one transaction set of one version is built; `plans` are its bindings to mappings, see steps.py."""

    set_id: str
    version: str
    functional_id: str
    root: Loop
    segments: Mapping[str, SegmentDef]
    revision: str = "1"
    overlay: str = ""
    plans: dict[tuple[int, int], Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        # Places point at loops and back: a generated repr would walk the whole guide many times over.
        return f"<Guide {self.name}>"

    @property
    def name(self) -> str:
        """The guide's id and revision, and those of the overlay on it, for the message header."""
        name = f"x12/{self.version}/{self.set_id}@{self.revision}"
        return f"{name}+{self.overlay}" if self.overlay else name

    @property
    def start(self) -> Place:
        """The place of ST."""
        return self.root.trigger
