"""A guide of ours in the map format of pyx12 4.0.0: everything that it wants to find in a folder of maps.

Code lists go out as lists of "external" codes: a list of codes of its own at the first element would make pyx12 take
a segment with an unknown code for one that is not in the guide. Places that only our tolerance allows are left out.
The envelope around the set is written by us and accepts what we put around a set, see opinion.py.
"""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from causeway.gateway.formats.x12.guides.model import ElementDef, ElementUse, Guide, Loop, Place, SegmentDef

_SECOND_CONTROL = "005010"
_PLACES_APART = 10
_UNBOUNDED = ">1"
# The envelope: element, type, shortest, longest. Of ISA, GS and their ends; TA1 has no place around a set.
_ISA = (
    "I01 ID 2 2", "I02 AN 10 10", "I03 ID 2 2", "I04 AN 10 10", "I05 ID 2 2", "I06 AN 15 15", "I05 ID 2 2",
    "I07 AN 15 15", "I08 DT 6 6", "I09 TM 4 4", "I10 AN 1 1", "I11 ID 5 5", "I12 N0 9 9", "I13 ID 1 1",
    "I14 ID 1 1", "I15 AN 1 1",
)  # fmt: skip
_GS = (
    "479 ID 2 2", "142 AN 2 15", "124 AN 2 15", "373 DT 6 8", "337 TM 4 8", "28 N0 1 9", "455 ID 1 2", "480 AN 1 12",
)  # fmt: skip
_GE = ("97 N0 1 6", "28 N0 1 9")
_IEA = ("I16 N0 1 5", "I12 N0 9 9")


def export(guide: Guide) -> dict[str, str]:
    """The files of a folder of maps, by name. A guide's own envelope version is the older one but from 005010 on."""
    return _Export(guide).files()


def map_name(guide: Guide) -> str:
    """The name of the file that holds the set's own map."""
    return f"{guide.set_id}.{guide.version}.xml"


def interchange_version(guide: Guide) -> str:
    """The ISA12 of the two that pyx12 knows which is put around a set of this guide."""
    return "00501" if guide.version >= _SECOND_CONTROL else "00401"


class _Export:
    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._elements: dict[str, ElementDef] = {}
        self._code_lists: dict[frozenset[str], str] = {}
        self._loop_ids: set[str] = set()

    def files(self) -> dict[str, str]:
        name = map_name(self._guide)
        root = self._map()
        return {
            name: _text(root),
            "maps.xml": _text(self._index(name)),
            "dataele.xml": _text(self._data_elements()),
            "codes.xml": _text(self._codes()),
            "x12.control.00401.xml": _text(self._control("00401")),
            "x12.control.00501.xml": _text(self._control("00501")),
        }

    def _index(self, name: str) -> ET.Element:
        root = ET.Element("maps")
        version = ET.SubElement(root, "version", icvn=interchange_version(self._guide))
        guide = self._guide
        entry = ET.SubElement(version, "map", vriic=guide.version, fic=guide.functional_id, abbr=guide.set_id)
        entry.text = name
        return root

    def _map(self) -> ET.Element:
        root = ET.Element("transaction", xid=self._guide.set_id)
        ET.SubElement(root, "name").text = self._guide.name
        group = self._envelope(root, interchange_version(self._guide))
        self._loop(group, self._guide.root, "ST_LOOP", 20)
        return root

    def _control(self, version: str) -> ET.Element:
        root = ET.Element("transaction", xid=version)
        ET.SubElement(root, "name").text = "Envelope"
        self._envelope(root, version)
        return root

    def _envelope(self, root: ET.Element, version: str) -> ET.Element:
        """Adds ISA to IEA, and gives the loop of the group, whose places 10 and 30 are GS and GE."""
        interchange = _loop(root, "ISA_LOOP", "Interchange", 10, mandatory=True, most=None)
        isa = self._envelope_segment(interchange, "ISA", _ISA, 10)
        codes = ET.SubElement(isa.findall("element")[11], "valid_codes")
        ET.SubElement(codes, "code").text = version  # pyx12 reads the version of a map from here
        group = _loop(interchange, "GS_LOOP", "Group", 20, mandatory=True, most=None)
        self._envelope_segment(group, "GS", _GS, 10)
        self._envelope_segment(group, "GE", _GE, 30)
        self._envelope_segment(interchange, "IEA", _IEA, 30)
        return group

    def _envelope_segment(
        self, parent: ET.Element, tag: str, elements: Iterable[str], pos: int
    ) -> ET.Element:
        uses = []
        for line in elements:
            number, kind, shortest, longest = line.split()
            element = ElementDef(number, kind, int(shortest), int(longest), (number, number))
            uses.append(ElementUse(element, mandatory=True))
        return self._segment(parent, SegmentDef(tag, tuple(uses), (), (tag, tag)), pos, usage="R", most=1)

    def _loop(self, parent: ET.Element, loop: Loop, xid: str, pos: int) -> None:
        name = loop.name or self._guide.set_id
        most = loop.most if loop.parent else None  # a group holds any number of sets
        written = _loop(parent, xid, name, pos, mandatory=loop.mandatory, most=most)
        for number, member in enumerate(loop.members, 1):
            if isinstance(member, Loop):
                self._loop(written, member, self._loop_id(member), number * _PLACES_APART)
            elif not member.tolerated:
                self._place(written, member, number * _PLACES_APART)

    def _loop_id(self, loop: Loop) -> str:
        """An id that is no segment's and no other loop's: pyx12 counts by paths and takes equal ids for one loop."""
        wanted = "LOOP_" + loop.path.rstrip("/").replace("/", "_")
        found = wanted if wanted not in self._loop_ids else f"{wanted}_{len(self._loop_ids)}"
        self._loop_ids.add(found)
        return found

    def _place(self, parent: ET.Element, place: Place, pos: int) -> None:
        usage = "N" if place.forbidden else "R" if place.mandatory else "S"
        self._segment(parent, place.segment, pos, usage=usage, most=place.most)

    def _segment(
        self, parent: ET.Element, segment: SegmentDef, pos: int, *, usage: str, most: int | None
    ) -> ET.Element:
        written = ET.SubElement(parent, "segment", xid=segment.tag)
        _fields(written, name=segment.names[0], usage=usage, pos=pos, max_use=most or _UNBOUNDED)
        for note in segment.notes:
            positions = "".join(f"{position:02d}" for position in note.positions)
            ET.SubElement(written, "syntax").text = f"{note.kind}{positions}"
        for seq, use in enumerate(segment.elements, 1):
            self._use(written, use, f"{segment.tag}{seq:02d}", seq)
        return written

    def _use(self, parent: ET.Element, use: ElementUse, xid: str, seq: int) -> None:
        usage = "N" if use.forbidden else "R" if use.mandatory else "S"
        if use.parts:
            written = ET.SubElement(parent, "composite", xid=xid)
            _fields(
                written,
                data_ele=use.element.number,
                name=use.element.names[0],
                usage=usage,
                seq=seq,
                refdes=xid,
            )
            for number, part in enumerate(use.parts, 1):
                self._use(written, part, f"{xid}-{number}", number)
            return
        written = ET.SubElement(parent, "element", xid=xid)
        _fields(written, data_ele=self._number(use.element), name=use.element.names[0], usage=usage, seq=seq)
        if use.element.codes:
            ET.SubElement(written, "valid_codes", external=self._code_list(use.element))

    def _number(self, element: ElementDef) -> str:
        """The element's number; another one where an overlay gave it other lengths at some place."""
        number = element.number
        while number in self._elements and _shape(self._elements[number]) != _shape(element):
            number += "."
        self._elements[number] = element
        return number

    def _code_list(self, element: ElementDef) -> str:
        return self._code_lists.setdefault(element.codes, f"{element.number}.{len(self._code_lists)}")

    def _data_elements(self) -> ET.Element:
        root = ET.Element("data_elements")
        for number, element in self._elements.items():
            ET.SubElement(
                root,
                "data_ele",
                ele_num=number,
                data_type=element.type,
                min_len=str(element.shortest),
                max_len=str(element.longest),
                name=element.names[0],
            )
        return root

    def _codes(self) -> ET.Element:
        root = ET.Element("codesets")
        for codes, name in self._code_lists.items():
            written = ET.SubElement(root, "codeset")
            _fields(written, id=name, name=name, data_ele=name.partition(".")[0])
            version = ET.SubElement(written, "version")
            for code in sorted(codes):
                ET.SubElement(version, "code").text = code
        return root


def _shape(element: ElementDef) -> tuple[str, int, int]:
    return element.type, element.shortest, element.longest


def _loop(
    parent: ET.Element, xid: str, name: str, pos: int, *, mandatory: bool, most: int | None
) -> ET.Element:
    written = ET.SubElement(parent, "loop", xid=xid)
    _fields(written, name=name, usage="R" if mandatory else "S", pos=pos, repeat=most or _UNBOUNDED)
    return written


def _fields(parent: ET.Element, **values: str | int) -> None:
    for name, value in values.items():
        ET.SubElement(parent, name).text = str(value)


def _text(root: ET.Element) -> str:
    return ET.tostring(root, encoding="unicode")
