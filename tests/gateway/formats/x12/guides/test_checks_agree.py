"""The generated condition and the diagnosis agree: what the one calls clean, the other finds no fault in."""

import json
import random
from collections.abc import Iterator

import pytest

from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.guides import Overlay, find_guide
from causeway.gateway.formats.x12.guides.checks import condition, function, names
from causeway.gateway.formats.x12.guides.compile import places
from causeway.gateway.formats.x12.guides.diagnose import diagnose
from causeway.gateway.formats.x12.guides.dictionary import segment_defs
from causeway.gateway.formats.x12.guides.model import ElementUse, SegmentDef
from causeway.gateway.formats.x12.guides.overlays import decode

ROUNDS = 20
ODD = [
    "",
    "",
    "",
    "x",
    "XX",
    "99",
    "20260231",
    "2026",
    "-1",
    "1.5",
    "12345678901234567890",
    "a b",
    ">",
    "ABC>1>2",
]


def clean(use: ElementUse, chance: random.Random) -> str:
    """A value that is right for the element."""
    element = use.element
    if use.parts:
        return ">".join(clean(part, chance) for part in use.parts if part.mandatory) or clean(
            use.parts[0], chance
        )
    if element.codes:
        return chance.choice(sorted(element.codes))
    if element.type == "DT":
        return "260105" if element.longest < 8 else "20260105"
    if element.type == "TM":
        return "0930"
    kind = "7" if element.type[0] in "NR" else "Q"
    return kind * chance.randint(element.shortest, min(element.longest, element.shortest + 5))


def shapes(segment: SegmentDef, chance: random.Random) -> Iterator[list[str]]:
    for _ in range(ROUNDS):
        count = chance.randint(0, len(segment.elements))
        odds = chance.choice([0.0, 0.1, 0.5])
        yield [
            segment.tag,
            *(
                chance.choice(ODD) if chance.random() < odds else clean(use, chance)
                for use in segment.elements[:count]
            ),
        ]


def is_clean(segment: SegmentDef, elements: list[str]) -> bool:
    count = len(elements) - 1
    test, constants = condition(segment, count)
    return bool(function(f"def run(s):\n {names(count)}= s\n return ({test})", constants)(elements))


def disagreements(segment: SegmentDef, chance: random.Random) -> list[list[str]]:
    return [
        elements
        for elements in shapes(segment, chance)
        if is_clean(segment, elements) and list(diagnose(segment, elements, ">"))
    ]


@pytest.mark.parametrize("version", ["003060", "004010", "005010"])
def test_what_is_called_clean_has_no_fault(version: str) -> None:
    chance = random.Random(20260105)
    found = {tag: disagreements(segment, chance) for tag, segment in segment_defs(version).items()}
    assert {tag: wrong for tag, wrong in found.items() if wrong} == {}


def test_right_values_are_called_clean_without_a_closer_look() -> None:
    """Else every segment of that kind would take the slow way."""
    chance = random.Random(1)
    for tag, segment in segment_defs("004010").items():
        if any(use.parts and use.mandatory for use in segment.elements):
            continue
        elements = [tag, *("" if use.parts else clean(use, chance) for use in segment.elements)]
        if not list(diagnose(segment, elements, ">")):
            assert is_clean(segment, elements), elements


def test_overlays_agree_too() -> None:
    chance = random.Random(7)
    base = find_guide("850", "004010")
    assert base is not None
    for place in list(places(base))[::4]:
        optional = [
            n for n, use in enumerate(place.segment.elements, 1) if not use.mandatory and not use.parts
        ]
        if len(optional) < 3:
            continue
        one, two, three = chance.sample(optional, 3)
        rules = [
            {"place": place.path, "element": one, "forbidden": True},
            {"place": place.path, "element": two, "required": True, "shortest": 1, "longest": 3},
            {"place": place.path, "note": f"C{three:02d}{two:02d}"},
        ]
        guide = find_guide("850", "004010", overlay_of(rules))
        assert guide is not None
        derived = next(found for found in places(guide) if found.path == place.path)
        assert disagreements(derived.segment, chance) == []


def overlay_of(rules: list[dict[str, object]]) -> Overlay:
    text = {
        "overlay": "agree",
        "revision": "1",
        "set": "850",
        "version": "004010",
        "valid_from": "2026-01-01",
        "rules": rules,
    }
    return decode(json.dumps(text))


def test_a_fault_is_fatal_where_it_takes_away_the_meaning() -> None:
    segment = segment_defs("004010")["SN1"]
    told = [(code, severity) for code, severity, *_ in diagnose(segment, ["SN1", "1", "ten", "EA"], ">")]
    assert told == [("bad_number", Severity.FATAL)]
