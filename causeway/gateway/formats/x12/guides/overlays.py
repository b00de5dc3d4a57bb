"""A partner's overlay: rules on top of a guide, as data. docs/edi/overlays.md describes the JSON form.

An overlay never changes its guide: `derive` makes another one, which shares every segment that no rule touches. What
an overlay says reaches generated code as the values of variables alone, never as source text.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec

from causeway.gateway.formats.base import Problem, Severity, describe
from causeway.gateway.formats.x12.guides.compile import places
from causeway.gateway.formats.x12.guides.model import ElementUse, Guide, Place

_MOST_RULES = 2000
_NOTE = re.compile(r"[PRECL](\d\d){2,16}", re.ASCII)
_TEXT_TYPES = ("AN", "ID")

Count = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._:-]+$")]
Release = Annotated[str, msgspec.Meta(pattern=r"^\d{6}$")]
Codes = Annotated[
    tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=80)], ...], msgspec.Meta(max_length=2000)
]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is asked of a place, or of an element or component (from 1) of its segment; see docs/edi/overlays.md."""

    place: str
    element: Count | None = None
    component: Count | None = None
    required: bool = False
    forbidden: bool = False
    codes: Codes = ()
    shortest: Count | None = None
    longest: Count | None = None
    most: Count | None = None
    note: str | None = None


class Overlay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A revision of a partner's rules for one set in one version, in force from a day on."""

    overlay: Name
    revision: Name
    set_id: str = msgspec.field(name="set")
    version: Release
    valid_from: dt.date
    rules: Annotated[tuple[Rule, ...], msgspec.Meta(max_length=_MOST_RULES)] = ()

    def __hash__(self) -> int:
        # Of its name alone, because it is asked for with every message; what is equal is compared whole.
        return hash((self.overlay, self.revision))

    @property
    def name(self) -> str:
        """The overlay's id and revision, for the message header and for problems."""
        return f"{self.overlay}@{self.revision}"

    def fits(self, set_id: str, version: str) -> bool:
        """Whether it is made for the set and for the release at the head of a GS08."""
        return (set_id, version.strip()[:6]) == (self.set_id, self.version)


class OverlayError(ValueError):
    """An overlay cannot be used; `problems` says all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(describe(problem) for problem in self.problems))


def decode(data: bytes | str) -> Overlay:
    """The overlay of a JSON text; whether it fits its guide is for `faults` to say. Raises OverlayError."""
    try:
        return msgspec.json.decode(data, type=Overlay)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise OverlayError([_fault("overlay_unreadable", 0, "", str(error))]) from None


def encode(overlay: Overlay) -> bytes:
    """The JSON form that `decode` reads."""
    return msgspec.json.encode(overlay)


def in_force(overlays: Iterable[Overlay], set_id: str, version: str, day: dt.date) -> Overlay | None:
    """The youngest of the overlays that fit the set and version and are valid on the day."""
    fitting = [found for found in overlays if found.fits(set_id, version) and found.valid_from <= day]
    return max(fitting, key=lambda found: found.valid_from, default=None)


# what is wrong with an overlay


def faults(overlay: Overlay, guide: Guide) -> Iterator[Problem]:
    """Everything in the overlay that names something the guide does not have, or that contradicts it or itself."""
    known = {place.path: place for place in places(guide)}
    seen: dict[tuple[str, int | None, int | None, str], int] = {}
    for number, rule in enumerate(overlay.rules, 1):
        place = known.get(rule.place)
        if place is None:
            yield _fault("overlay_place_unknown", number, rule.place, rule.place)
            continue
        yield from _target_faults(rule, number, place)
        for kind in _kinds(rule):
            key = (rule.place, rule.element, rule.component, f"note {rule.note}" if kind == "note" else kind)
            if key in seen:
                yield _fault("overlay_rule_repeated", number, rule.place, kind, str(seen[key]))
            seen.setdefault(key, number)


def _target_faults(rule: Rule, number: int, place: Place) -> Iterator[Problem]:
    kinds = _kinds(rule)
    if rule.element is None:
        misplaced = kinds & {"codes", "shortest", "longest"} or ({"component"} if rule.component else set())
        use = None
    else:
        misplaced = kinds & {"most", "note"}
        use = _use(place, rule)
        if use is None:
            yield _fault("overlay_element_unknown", number, rule.place, _target(rule))
            return
    if misplaced:
        yield _fault("overlay_rule_misplaced", number, rule.place, ", ".join(sorted(misplaced)))
    if not kinds:
        yield _fault("overlay_rule_empty", number, rule.place)
    if _contradicts(rule, place, use):
        yield _fault("overlay_rule_contradicts", number, rule.place, _target(rule))
    if use is not None and (use.parts or use.element.type not in _TEXT_TYPES) and rule.codes:
        yield _fault("overlay_codes_not_text", number, rule.place, _target(rule))
    if rule.note is not None and not _note_fits(rule.note, len(place.segment.elements)):
        yield _fault("overlay_note_unknown", number, rule.place, rule.note)


def _kinds(rule: Rule) -> set[str]:
    said = {
        "required": rule.required,
        "forbidden": rule.forbidden,
        "codes": bool(rule.codes),
        "shortest": rule.shortest is not None,
        "longest": rule.longest is not None,
        "most": rule.most is not None,
        "note": rule.note is not None,
    }
    return {kind for kind, is_said in said.items() if is_said}


def _use(place: Place, rule: Rule) -> ElementUse | None:
    """The element or component that a rule is about; None where the segment has none there."""
    elements = place.segment.elements
    if rule.element is None or rule.element > len(elements):
        return None
    use = elements[rule.element - 1]
    if rule.component is None:
        return use
    return use.parts[rule.component - 1] if rule.component <= len(use.parts) else None


def _contradicts(rule: Rule, place: Place, use: ElementUse | None) -> bool:
    if rule.forbidden:
        loop = place.loop
        begins_loop = loop.trigger is place
        mandatory = use.mandatory if use else loop.mandatory if begins_loop else place.mandatory
        return mandatory or len(_kinds(rule)) > 1
    if use is not None and not use.parts:
        shortest = rule.shortest or use.element.shortest
        return shortest > (rule.longest or use.element.longest)
    return use is not None and bool(rule.shortest or rule.longest)


def _note_fits(note: str, width: int) -> bool:
    positions = [int(note[at : at + 2]) for at in range(1, len(note), 2)] if _NOTE.fullmatch(note) else []
    return (
        bool(positions) and len(set(positions)) == len(positions) and all(0 < p <= width for p in positions)
    )


def _target(rule: Rule) -> str:
    tag = rule.place.rpartition("/")[2]
    element = f"{rule.element:02d}" if rule.element is not None else ""
    return f"{tag}{element}" + (f"-{rule.component}" if rule.component is not None else "")


def _fault(
    code: str, number: int, place: str, value: str | None = None, expected: str | None = None
) -> Problem:
    parameters = {"rule": number, "place": place}
    return Problem(code, Severity.ERROR, value=value, expected=expected, parameters=parameters)
