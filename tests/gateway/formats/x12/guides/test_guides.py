"""Every guide is walked: what it names exists, every place can be reached, names and lengths are sane."""

import pytest

from causeway.gateway.formats.x12.guides import SETS, SINCE, find_guide
from causeway.gateway.formats.x12.guides.codes import CODES
from causeway.gateway.formats.x12.guides.compile import edge, places
from causeway.gateway.formats.x12.guides.dictionary import element_def, element_lines, segment_defs
from causeway.gateway.formats.x12.guides.model import ElementUse, Guide, Loop, Place
from causeway.gateway.formats.x12.guides.versions import VERSIONS, Generation

# One version of each generation; the others differ from them in nothing but their number.
TRIED = ("003040", "004010", "004060", "005010")
GUIDES = [
    (set_id, version) for set_id in sorted(SETS) for version in TRIED if version >= SINCE.get(set_id, "")
]
TYPES = {"AN", "ID", "R", "DT", "TM", "C", "B"} | {f"N{decimals}" for decimals in range(7)}
NOTE_KINDS = {"P": 2, "R": 2, "E": 2, "C": 2, "L": 3}


def guide(set_id: str, version: str) -> Guide:
    found = find_guide(set_id, version)
    assert found is not None
    return found


def loops(root: Loop) -> list[Loop]:
    inner = [member for member in root.members if isinstance(member, Loop)]
    return [root, *(found for loop in inner for found in loops(loop))]


@pytest.mark.parametrize(("set_id", "version"), GUIDES)
def test_every_place_can_be_reached(set_id: str, version: str) -> None:
    found = guide(set_id, version)
    tags = {place.segment.tag for place in places(found)}
    pending: list[Place] = [found.start]
    reached: set[str] = set()
    while pending:
        place = pending.pop()
        if id(place) in reached:
            continue
        reached.add(id(place))
        for tag in tags:
            step = edge(place, tag)
            if step is not None and not step.out_of_order:
                pending.append(step.place)
    missed = [place.path for place in places(found) if id(place) not in reached]
    assert missed == []


@pytest.mark.parametrize(("set_id", "version"), GUIDES)
def test_loops_begin_with_their_mandatory_segment(set_id: str, version: str) -> None:
    found = guide(set_id, version)
    for loop in loops(found.root):
        assert loop.members, loop.path
        first = loop.members[0]
        assert isinstance(first, Place), loop.path
        assert first.mandatory, loop.path
        assert loop.trigger is first
        if loop is not found.root:
            assert (first.most, loop.name) == (1, first.segment.tag), loop.path
    assert found.start.segment.tag == "ST"
    last = found.root.members[-1]
    assert isinstance(last, Place)
    assert last.segment.tag == "SE"


@pytest.mark.parametrize(("set_id", "version"), GUIDES)
def test_paths_are_unique_and_the_same_in_every_version(set_id: str, version: str) -> None:
    paths = [place.path for place in places(guide(set_id, version))]
    assert len(paths) == len(set(paths))
    base = guide(set_id, SINCE.get(set_id, "004010"))
    assert set(paths) == {place.path for place in places(base)}


@pytest.mark.parametrize("version", TRIED)
def test_segments_are_sane(version: str) -> None:
    for tag, segment in segment_defs(version).items():
        assert segment.tag == tag
        assert segment.elements, tag
        assert_names(segment.names)
        for note in segment.notes:
            assert len(note.positions) >= NOTE_KINDS[note.kind], (tag, note)
            assert len(set(note.positions)) == len(note.positions), (tag, note)
            assert all(0 < position <= len(segment.elements) for position in note.positions), (tag, note)
        for use in segment.elements:
            assert_use(use, tag)


def assert_use(use: ElementUse, tag: str) -> None:
    element = use.element
    assert element.type in TYPES, (tag, element.number)
    assert_names(element.names)
    if use.parts:
        assert element.type == "C"
        for part in use.parts:
            assert not part.parts, (tag, element.number)
            assert_use(part, tag)
    else:
        assert 0 < element.shortest <= element.longest, (tag, element.number)
        if element.type == "TM":
            assert (element.shortest, element.longest) == (4, 8)
        if element.type == "DT":
            assert element.shortest in (6, 8)
            assert element.longest in (6, 8)


def assert_names(names: tuple[str, str]) -> None:
    english, chinese = names
    assert english.isascii(), names
    assert english.strip() == english != "", names
    assert not chinese.isascii(), names


@pytest.mark.parametrize("version", Generation)
def test_code_lists_fit_their_elements(version: Generation) -> None:
    for number, codes in CODES.items():
        element = element_def(number, version)
        assert all(element.shortest <= len(code) <= element.longest for code in codes.split()), number


def test_every_element_is_used_and_every_segment_has_a_place() -> None:
    used = {place.segment.tag for pair in GUIDES for place in places(guide(*pair))}
    assert {tag for version in TRIED for tag in segment_defs(version)} - used == set()
    numbers = {
        part.element.number
        for version in TRIED
        for segment in segment_defs(version).values()
        for use in segment.elements
        for part in (use, *use.parts)
    }
    assert set(element_lines()) - numbers == set()


@pytest.mark.parametrize("version", VERSIONS)
def test_there_is_a_guide_for_every_set_and_version(version: str) -> None:
    for set_id in SETS:
        found = find_guide(set_id, f"{version}VICS")
        assert (found is not None) == (version >= SINCE.get(set_id, ""))
    assert find_guide("850", "003030") is None


def test_versions_before_4010_have_short_dates_and_a_century() -> None:
    old = segment_defs("003060")["DTM"]
    assert [use.element.number for use in old.elements[:5]] == ["374", "373", "337", "623", "624"]
    assert old.elements[1].element.shortest == 6
    assert segment_defs("004010")["DTM"].elements[1].element.shortest == 8
    assert segment_defs("003060")["N1"].elements[1].element.longest == 35
    assert segment_defs("005010")["REF"].elements[1].element.longest == 50
