"""Another guide from a guide and an overlay. Segments that no rule touches are the guide's own objects."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from causeway.gateway.formats.x12.guides.model import (
    ElementUse,
    Guide,
    Loop,
    Place,
    RelationalNote,
    Rules,
    SegmentDef,
)
from causeway.gateway.formats.x12.guides.overlays import Overlay, OverlayError, Rule, faults

Numbered = tuple[int, Rule]


def derive(guide: Guide, overlay: Overlay) -> Guide:
    """The guide with the overlay's rules. Raises OverlayError where they do not fit it."""
    wrong = tuple(faults(overlay, guide))
    if wrong:
        raise OverlayError(wrong)
    by_place: dict[str, list[Numbered]] = defaultdict(list)
    for number, rule in enumerate(overlay.rules, 1):
        by_place[rule.place].append((number, rule))
    root = _loop(guide.root, None, by_place, overlay.name)
    return replace(guide, root=root, overlay=overlay.name, plans={})


def _loop(base: Loop, parent: Loop | None, rules: dict[str, list[Numbered]], name: str) -> Loop:
    loop = replace(base, parent=parent, members=[])
    for member in base.members:
        if isinstance(member, Loop):
            loop.members.append(_loop(member, loop, rules, name))
        else:
            loop.members.append(_place(member, loop, rules.get(member.path, ()), name))
    return loop


def _place(base: Place, loop: Loop, rules: Sequence[Numbered], name: str) -> Place:
    place = replace(base, loop=loop, edges={})
    if not rules:
        return place
    begins_loop = not loop.members and loop.parent is not None
    for number, rule in rules:
        if rule.element is not None or rule.note is not None:
            continue
        found = f"{name}#{number}"
        if rule.forbidden:
            place.forbidden = True
            place.rules += (("segment_forbidden", found),)
        if rule.required:
            _require(place, loop if begins_loop else None, found)
        if rule.most is not None:
            _limit(place, loop if begins_loop else None, rule.most, found)
    place.segment = _segment(base.segment, rules, name)
    return place


def _require(place: Place, begun: Loop | None, found: str) -> None:
    if not (begun or place).mandatory:
        place.rules += (("segment_missing", found),)
    (begun or place).mandatory = True


def _limit(place: Place, begun: Loop | None, most: int, found: str) -> None:
    (begun or place).most = most
    place.rules += (("loop_too_often" if begun else "segment_too_often", found),)


def _segment(base: SegmentDef, rules: Sequence[Numbered], name: str) -> SegmentDef:
    elements = list(base.elements)
    notes = list(base.notes)
    for number, rule in rules:
        found = f"{name}#{number}"
        if rule.note is not None:
            positions = tuple(int(rule.note[at : at + 2]) for at in range(1, len(rule.note), 2))
            notes.append(RelationalNote(rule.note[0], positions, found))
        elif rule.element is not None:
            at = rule.element - 1
            elements[at] = _element(elements[at], rule, found)
    if elements == list(base.elements) and len(notes) == len(base.notes):
        return base
    return replace(base, elements=tuple(elements), notes=tuple(notes))


def _element(use: ElementUse, rule: Rule, found: str) -> ElementUse:
    if rule.component is None:
        return _changed(use, rule, found)
    parts = list(use.parts)
    parts[rule.component - 1] = _changed(parts[rule.component - 1], rule, found)
    return replace(use, parts=tuple(parts))


def _changed(use: ElementUse, rule: Rule, found: str) -> ElementUse:
    element = replace(
        use.element,
        shortest=rule.shortest or use.element.shortest,
        longest=rule.longest or use.element.longest,
        codes=frozenset(rule.codes) or use.element.codes,
    )
    told = {
        "element_missing": rule.required and not use.mandatory,
        "element_forbidden": rule.forbidden,
        "bad_code": bool(rule.codes),
        "element_too_short": rule.shortest is not None,
        "element_too_long": rule.longest is not None,
    }
    rules: Rules = (*use.rules, *((code, found) for code, is_told in told.items() if is_told))
    return replace(
        use,
        element=element if element != use.element else use.element,
        mandatory=use.mandatory or rule.required,
        forbidden=use.forbidden or rule.forbidden,
        rules=rules,
    )
