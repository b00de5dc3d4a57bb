"""856 ship notice to ShipNotice, and back.

The tree of HL segments may have any order and depth: items become flat lines, what packs becomes a tree of units, and
what an order level says holds for the lines below it. BSN05 is kept and not trusted. What has no field (FOB, other
weights, marks of items...) goes to the extensions of its unit, its line or the document; those of an order level go to
the document, with the level's id. Writing is in asn_856_write.
"""

from decimal import Decimal
from typing import Any

import msgspec

from causeway.gateway.canonical.header import MessageHeader, Purpose
from causeway.gateway.canonical.items import Description, Dimensions
from causeway.gateway.canonical.orders import ComponentRelationship, LineStatus
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import Extension, OrderReference
from causeway.gateway.canonical.shipments import (
    SHIP_NOTICE_SCHEMA,
    Load,
    Mark,
    MarkKind,
    PackageCount,
    ShipNotice,
)
from causeway.gateway.canonical.terms import Equipment, Transport
from causeway.gateway.canonical.times import Window
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.asn_856_write import write_notice
from causeway.gateway.formats.x12.attachments import (
    OWNER_ROWS,
    PARTY_ROWS,
    moment,
    quantity,
    read_document_contact,
    read_document_cur,
    read_pkg,
    read_ref,
    reference_of,
    settle_contacts,
)
from causeway.gateway.formats.x12.coded import check_digit
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.details import (
    COMPONENT_ROWS,
    CTT,
    PACK,
    TotalledReading,
    check_totals,
    of_document,
    once,
    read_other_date,
)
from causeway.gateway.formats.x12.envelope import Segment, TransactionSet
from causeway.gateway.formats.x12.guides.codes import CODES
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.header import completed
from causeway.gateway.formats.x12.hierarchy import Node, build_tree, deepest_levels
from causeway.gateway.formats.x12.lines import PID, item_ids, read_measure
from causeway.gateway.formats.x12.meanings import LINE_STATUSES, PURPOSES
from causeway.gateway.formats.x12.reading import Row, row, typed
from causeway.gateway.formats.x12.results import ReadResult
from causeway.gateway.formats.x12.shipment_builders import (
    Assembly,
    ComponentLevel,
    ItemLevel,
    LoadBuilder,
    NoticeBuilder,
    OrderLevel,
    UnitLevel,
)
from causeway.gateway.formats.x12.shipment_meanings import MARK_KINDS, PACKAGE_TYPES, UNIT_KINDS
from causeway.gateway.formats.x12.writing.base import DEFAULT_WRITE_OPTIONS, WriteOptions, WriteResult

_SSCC_LENGTH = 18
_SSCC_AI = "00"
# 14 is an advance notification, which a ship notice is anyway.
_PURPOSES = PURPOSES | {"14": Purpose.ORIGINAL}
_WEIGHTS = {"G": "gross_weight", "N": "net_weight", "VOL": "measured_volume"}


def read(
    transaction_set: TransactionSet,
    guide: Guide,
    header: MessageHeader,
    options: ReadOptions = DEFAULT_OPTIONS,
) -> ReadResult[ShipNotice]:
    """The ship notice that the set states. Never raises for what was sent."""
    return NoticeReading(transaction_set, guide, options).result(header)


def write(message: ShipNotice, options: WriteOptions = DEFAULT_WRITE_OPTIONS) -> WriteResult:
    """The segments of an 856. Raises NotWritableError where a code has no X12 form or contents contradict lines."""
    return write_notice(message, MAPPING, options)


class NoticeReading(TotalledReading):
    """The walk over one 856."""

    def __init__(self, transaction_set: TransactionSet, guide: Guide, options: ReadOptions) -> None:
        super().__init__(transaction_set, guide, options)
        self.document: NoticeBuilder = NoticeBuilder()
        self.owner = self.document
        self.nodes: list[Node] = []
        self.lines: list[ItemLevel] = []
        self.has_shipment = False

    def result(self, header: MessageHeader) -> ReadResult[ShipNotice]:
        """Walks, checks and builds."""
        self.walk(MAPPING)
        self.note_separators_in_elements()
        roots = build_tree(self, self.nodes)
        for line in self.lines:
            if line.quantity is None:
                self.problem("line_without_quantity", Severity.FATAL, line.segment, 2, tag="SN1")
        check_totals(self, [line.quantity for line in self.lines], (len(self.lines), len(self.nodes)))
        message = None
        if not self.is_rejected():
            message = self._build(header, roots)
        return ReadResult(message, (*self.set.problems, *self.problems))

    def _build(self, header: MessageHeader, roots: list[Node]) -> ShipNotice:
        document = self.document
        settle_contacts(document.parties, document.contacts)
        self._settle_quantities()
        assembly = Assembly(document)
        units = assembly.units(roots)
        self._settle_levels()
        return ShipNotice(
            header=completed(header, SHIP_NOTICE_SCHEMA, self.guide, self.set, self.leniencies),
            shipment_id=document.shipment_id,
            notice_at=document.notice_at,
            transaction_type=document.transaction_type,
            structure_as_sent=document.structure_as_sent,
            levels_as_found=deepest_levels(roots) or None,
            purpose=document.purpose or Purpose.ORIGINAL,
            purpose_as_sent=document.purpose_as_sent,
            currency=document.currency,
            exchange_rate=document.exchange_rate,
            shipped=document.shipped,
            estimated_delivery=document.estimated_delivery,
            parties=document.built_parties(),
            references=tuple(document.references),
            notes=document.built_notes(),
            dates=tuple(document.dates),
            transport=tuple(document.transport),
            package_counts=tuple(document.package_counts),
            gross_weight=document.gross_weight,
            net_weight=document.net_weight,
            volume=document.measured_volume,
            lines=tuple(sorted(assembly.lines, key=lambda line: line.key)),
            units=units,
            totals=document.totals(),
            extensions=tuple(document.extensions),
        )

    def _settle_quantities(self) -> None:
        """The quantity of a unit is a content of the item above it; without one it has no meaning here."""
        for node in self.nodes:
            level = node.owner
            if isinstance(level, UnitLevel) and level.quantity is not None and not _is_below_item(node):
                self.owner = level
                self.keep_sent(level.quantity_segment, 2, 3)
                level.quantity = None
                self.problem(
                    "quantity_without_item", Severity.WARNING, level.quantity_segment, 2, value=node.code
                )

    def _settle_levels(self) -> None:
        """What order levels have no field for goes to the document; a level that holds nothing goes there whole."""
        for at, node in enumerate(self.nodes):
            level = node.owner
            if isinstance(level, OrderLevel):
                self._settle_order(at, node, level)
            elif isinstance(level, ComponentLevel) and not _is_below_item(node):
                self._keep_level(at)

    def _settle_order(self, at: int, node: Node, level: OrderLevel) -> None:
        if not level.has_lines:
            self._keep_level(at)
            return
        if level.order is not None and not level.is_used:
            self.owner = level
            self.keep_sent(level.order_segment, 1, 2, 3, 4, 5)
        if level.attached:
            self.document.extensions += [_owned(one, node.node_id) for one in level.extensions]

    def _keep_level(self, at: int) -> None:
        node = self.nodes[at]
        self.problem("level_without_items", Severity.WARNING, node.segment, 3, value=node.code)
        self.owner = keeper = OrderLevel()
        numbers = range(node.segment, self._end_of_level(at))
        for number in numbers:
            self.extend([element.rstrip(" ") for element in self.set.segments[number - 1]], number)
        self.document.extensions += [_owned(one, node.node_id) for one in keeper.extensions]

    def _end_of_level(self, at: int) -> int:
        """The number of the first segment behind a level: of the next HL, CTT or SE."""
        if at + 1 < len(self.nodes):
            return self.nodes[at + 1].segment
        end = len(self.set.segments) + 1
        if self.document.totals_segment is not None:
            return self.document.totals_segment
        return end - 1 if self.set.segments[-1][0] == "SE" else end


def _is_below_item(node: Node) -> bool:
    above = node.parent
    while above is not None and not isinstance(above.owner, ItemLevel):
        above = above.parent
    return above is not None


def _owned(extension: Extension, node_id: str) -> Extension:
    return msgspec.structs.replace(extension, owner_id=node_id)


# mapping functions


def _only(kinds: type[Any] | tuple[type[Any], ...], entry: Row) -> Row:
    """The row where it finds an owner of these kinds; elsewhere its elements are kept as they are."""
    positions = sorted(entry.consumes or ())

    def read_or_keep(r: NoticeReading, s: Segment, number: int) -> None:
        if isinstance(r.owner, kinds):
            entry.read(r, s, number)
        else:
            r.keep(s, number, *(positions or range(1, len(s))))

    return Row(read_or_keep, entry.consumes)


def _read_bsn(r: NoticeReading, s: Segment, number: int) -> None:
    document = r.document
    document.purpose = _PURPOSES.get(s[1])
    document.purpose_as_sent = r.sent("353", s[1])
    if document.purpose is None:
        document.purpose = Purpose.OTHER
        if s[1] in CODES["353"].split():  # one outside of the list has been told already
            r.problem("purpose_not_supported", Severity.FATAL, number, 1, value=s[1], reference_number="353")
    document.shipment_id = s[2]
    day = r.dates[s[3]] if s[3] else None
    if day is not None:
        document.notice_at = moment(r, day, s[4], "")
    if s[4] and (day is None or r.times[s[4]] is None):
        r.keep(s, number, 4)
    document.structure_as_sent = r.sent("1005", s[5]) if s[5] else None
    document.transaction_type = s[6] or None


def _read_hl(r: NoticeReading, number: int, node_id: str, parent_id: str, code: str) -> None:
    node = Node(number, node_id, parent_id, code)
    r.nodes.append(node)
    if code == "I":
        line = ItemLevel(len(r.lines) + 1, number)
        r.lines.append(line)
        r.owner = node.owner = line
    elif code == "O":
        r.owner = node.owner = OrderLevel()
    elif code == "S" and not r.has_shipment:
        r.has_shipment = True
        r.owner = node.owner = r.document
    elif code == "F":
        component = ComponentLevel(node_id, None, "I", number)
        component.relationship = ComponentRelationship.INCLUDED
        component.relationship_as_sent = r.sent("735", code)
        r.owner = node.owner = component
    else:
        if code not in UNIT_KINDS:
            r.untranslated("735", code, number, 3)
        r.owner = node.owner = UnitLevel(code, r.sent("735", code))


def _read_lin(r: NoticeReading, number: int, line_id: str, *ids: str) -> None:
    line = r.owner
    if isinstance(line, ItemLevel) and line.line_id is None:
        line.line_id = line_id or None
        line.ids = (*line.ids, *item_ids(r, number, 2, ids))
    elif isinstance(line, (ItemLevel, ComponentLevel)):
        line.ids = (*line.ids, *item_ids(r, number, 2, ids))
        r.keep_sent(number, 1)
    else:
        r.keep_sent(number, *range(1, len(ids) + 2))


def _read_sn1(  # noqa: PLR0917 - the elements in their order
    r: NoticeReading,
    number: int,
    line_id: str,
    shipped: Decimal | None,
    unit: str,
    cumulative: Decimal | None = None,
    ordered: Decimal | None = None,
    ordered_unit: str = "",
    status: str = "",
) -> None:
    level = r.owner
    if not isinstance(level, (ItemLevel, ComponentLevel, UnitLevel)) or level.quantity is not None:
        r.keep_sent(number, 1, 2, 3, 4, 5, 6, 8)
        return
    level.quantity = quantity(r, shipped, unit, number, 3)
    if level.quantity is None and unit:
        r.keep_sent(number, 3)
    if not isinstance(level, ItemLevel):
        r.keep_sent(number, 1, 4, 5, 6, 8)
        if isinstance(level, UnitLevel):
            level.quantity_segment = number
        return
    if level.line_id is None:
        level.line_id = line_id or None
    elif line_id and line_id != level.line_id:
        r.keep_sent(number, 1)
    level.cumulative = quantity(r, cumulative, unit, number, 3)
    level.ordered = quantity(r, ordered, ordered_unit, number, 6)
    if level.ordered is None and ordered_unit:
        r.keep_sent(number, 6)
    if status:
        level.status = LINE_STATUSES.get(status, LineStatus.OTHER)
        level.status_as_sent = r.sent("668", status)
        if level.status is LineStatus.OTHER:
            r.untranslated("668", status, number, 8)


def _read_prf(r: NoticeReading, s: Segment, number: int) -> None:
    """PRF: the order, at whatever level it stands."""
    level = r.owner
    if not isinstance(level, (OrderLevel, ItemLevel, UnitLevel)) or level.order is not None or not s[1]:
        r.keep(s, number, 1, 2, 3, 4, 5)
        return
    day = r.dates[s[4]] if s[4] else None
    level.order = OrderReference(s[1], s[2] or None, s[3] or None, day, s[5] or None)
    if isinstance(level, OrderLevel):
        level.order_segment = number


def _read_pid(  # noqa: PLR0917 - the elements in their order
    r: NoticeReading,
    number: int,
    kind: str,
    characteristic: str,
    code: str,
    text: str,
    language: str,
) -> None:
    level = r.owner
    if isinstance(level, ComponentLevel) and kind == "F":
        level.descriptions.append(Description(text or None, language or None, code or None))
        r.keep_sent(number, 2)
    elif isinstance(level, ItemLevel):
        PID.read(r, number, kind, characteristic, code, text, language)
    else:
        r.keep_sent(number, 1, 2, 4, 5, 9)


def _read_level_ref(r: NoticeReading, s: Segment, number: int) -> None:
    """REF of a level: lots and serial numbers of an item have fields of their own."""
    level = r.owner
    if isinstance(level, ItemLevel) and s[2] and not s[3] and s[1] in ("LT", "SE"):
        if s[1] == "LT":
            level.lots = [*(level.lots or ()), s[2]]
        else:
            level.serials = level.serials or []
            level.serials.append(s[2])
    else:
        read_ref(r, s, number)


def _read_cld(r: NoticeReading, s: Segment, _: int) -> None:
    """CLD: so many containers with so much in each."""
    level = r.owner
    each = r.numbers[s[2]] if s[2] else None
    load = Load(
        containers=r.numbers[s[1]] if s[1] else None,
        quantity_each=None if each is None else Quantity(each),
        package_type=PACKAGE_TYPES.get(s[3][:3]) if s[3] else None,
        package_type_as_sent=r.sent("103", s[3]) if s[3] else None,
    )
    level.loads = level.loads or []
    level.loads.append(LoadBuilder(load))


def _read_cld_ref(r: NoticeReading, s: Segment, number: int) -> None:
    """REF below CLD: LS is the number on a container's label."""
    load = r.owner.loads[-1]
    if s[1] == "LS" and s[2] and not s[3]:
        load.labels.append(s[2])
    else:
        load.references.append(reference_of(r, s, number))


def _read_man(r: NoticeReading, s: Segment, number: int) -> None:
    """MAN: marks on a unit. GM and AA are its SSCC, with or without the AI 00 before it."""
    for at in (1, 4):
        qualifier, first = s[at], s[at + 1]
        if not (qualifier and first):
            r.keep(s, number, at, at + 1, at + 2)
            continue
        kind = MARK_KINDS.get(qualifier)
        if kind is None:
            r.untranslated("88", qualifier, number, at)
            kind = MarkKind.OTHER
        r.owner.marks.append(Mark(kind, first, s[at + 2] or None, r.sent("88", qualifier)))
        if kind is MarkKind.SSCC and not s[at + 2]:
            _read_sscc(r, first, number, at + 1)


def _read_sscc(r: NoticeReading, written: str, number: int, at: int) -> None:
    sscc = written
    if len(written) == _SSCC_LENGTH + len(_SSCC_AI) and written.startswith(_SSCC_AI):
        sscc = written[len(_SSCC_AI) :]
    if len(sscc) != _SSCC_LENGTH or not (sscc.isascii() and sscc.isdigit()):
        r.problem("not_an_sscc", Severity.WARNING, number, at, value=written)
        return
    right = check_digit(sscc[:-1])
    if right != sscc[-1]:
        r.problem("check_digit", Severity.WARNING, number, at, value=written, expected=right)
    if r.owner.sscc is None:
        r.owner.sscc = sscc


def _read_td1(r: NoticeReading, s: Segment, number: int) -> None:
    """TD1: packages and weight of the shipment or of a unit."""
    owner = r.owner
    package_type = PACKAGE_TYPES.get(s[1][:3]) if s[1] else None
    as_sent = r.sent("103", s[1]) if s[1] else None
    if isinstance(owner, NoticeBuilder):
        if s[1] or s[2]:
            count = r.numbers[s[2]] if s[2] else None
            owner.package_counts.append(PackageCount(count, package_type, as_sent))
    else:
        _set_package(r, s, number, 1)
        r.keep(s, number, 2)
    if not _weigh(r, s, number, (6, 7, 8)):
        r.keep(s, number, 6, 7, 8)
    if owner.measured_volume is None and s[9]:
        owner.measured_volume = quantity(r, r.numbers[s[9]], s[10], number, 10)
    else:
        r.keep(s, number, 9, 10)


def _set_package(r: NoticeReading, s: Segment, number: int, at: int) -> None:
    """The kind of package that a unit is; a second word on it is kept."""
    unit = r.owner
    if s[at] and unit.package_type_as_sent is None:
        unit.package_type = PACKAGE_TYPES.get(s[at][:3])
        unit.package_type_as_sent = r.sent("103", s[at])
    else:
        r.keep(s, number, at)


def _weigh(r: NoticeReading, s: Segment, number: int, at: tuple[int, int, int]) -> bool:
    """Puts a weight or volume (qualifier, value and unit at these positions) into its field; False where it cannot."""
    qualifier_at, value_at, unit_at = at
    name = _WEIGHTS.get(s[qualifier_at])
    value = r.numbers[s[value_at]] if s[value_at] else None
    unit = r.split(s[unit_at])
    if name is None or value is None or not isinstance(unit, str) or getattr(r.owner, name) is not None:
        return False
    setattr(r.owner, name, quantity(r, value, unit, number, unit_at))
    return True


def _read_mea(r: NoticeReading, s: Segment, number: int) -> None:
    """MEA: weight and volume of the shipment or a unit, a property of an item."""
    if isinstance(r.owner, ItemLevel):
        read_measure(r, s, number)
    elif isinstance(r.owner, (NoticeBuilder, UnitLevel)) and _weigh(r, s, number, (2, 3, 4)):
        r.keep(s, number, 1)
    else:
        r.keep(s, number, 1, 2, 3, 4)


_SIDES = (10, 11, 12)
_SIDES_UNIT = 13


def _read_po4(r: NoticeReading, s: Segment, number: int) -> None:
    """PO4: how an item is packed; of a unit, what it weighs and measures."""
    unit = r.owner
    if isinstance(unit, ItemLevel):
        PACK.read(r, s, number)
        return
    if not isinstance(unit, UnitLevel):
        r.keep(s, number, *sorted(PACK.consumes or ()))
        return
    r.keep(s, number, 1, 2, 3, 14)
    _set_package(r, s, number, 4)
    for name, at in (("gross_weight", 6), ("measured_volume", 8)):
        if s[at] and getattr(unit, name) is None:
            setattr(unit, name, quantity(r, r.numbers[s[at]], s[at + 1], number, at + 1))
        else:
            r.keep(s, number, at, at + 1)
    if unit.sides is None and any(s[at] for at in _SIDES):
        sides = [
            quantity(r, r.numbers[s[at]], s[_SIDES_UNIT], number, _SIDES_UNIT) if s[at] else None
            for at in _SIDES
        ]
        unit.sides = Dimensions(*sides)
    else:
        r.keep(s, number, *_SIDES, _SIDES_UNIT)


def _read_td3(r: NoticeReading, s: Segment, _: int) -> None:
    """TD3: a trailer or container of the last stage of carriage; the initials of its owner are kept as they are."""
    equipment = Equipment(s[1] or None, s[3] or None, (s[9],) if s[9] else ())
    transport = r.document.transport
    if not transport:
        transport.append(Transport(equipment=(equipment,)))
        return
    last = transport[-1]
    transport[-1] = msgspec.structs.replace(last, equipment=(*last.equipment, equipment))


def _read_dtm(r: NoticeReading, s: Segment, number: int) -> None:
    """DTM: when the shipment left and is expected has fields; all else is another date."""
    document = r.document
    day = r.dates[s[2]] if s[2] and r.owner is document else None
    is_shipped = s[1] == "011" and document.shipped is None
    is_expected = s[1] == "017" and document.estimated_delivery is None
    if day is None or not (is_shipped or is_expected):
        read_other_date(r, s, number)
        return
    at = moment(r, day, s[3], s[4])
    if is_shipped:
        document.shipped = at
    else:
        document.estimated_delivery = Window(at, at)
    if s[3] and r.times[s[3]] is None:
        r.keep(s, number, 3)


_ALL_BUT_PARTS = (NoticeBuilder, OrderLevel, ItemLevel, UnitLevel)
MAPPING: dict[str, Row] = {
    **of_document(
        {
            "BSN": once(_read_bsn, range(1, 7)),
            "NTE": OWNER_ROWS["NTE"],
            "REF": OWNER_ROWS["REF"],
            "DTM": row(_read_dtm, (1, 2, 3, 4)),
            "MSG": OWNER_ROWS["MSG"],
            "CTT": CTT,
        }
    ),
    "HL/HL": typed(_read_hl, (1, 2, 3)),
    "HL/LIN": typed(_read_lin, range(1, 32)),
    "HL/SN1": typed(_read_sn1, (1, 2, 3, 4, 5, 6, 8)),
    "HL/SLN": _only(ItemLevel, COMPONENT_ROWS["SLN/SLN"]),
    "HL/PRF": row(_read_prf, (1, 2, 3, 4, 5)),
    "HL/PO4": row(_read_po4, PACK.consumes),
    "HL/PID": typed(_read_pid, PID.arguments),
    "HL/MEA": row(_read_mea, (1, 2, 3, 4)),
    "HL/PKG": _only(_ALL_BUT_PARTS, row(read_pkg, (2, 5))),
    "HL/TD1": _only((NoticeBuilder, UnitLevel), row(_read_td1, (1, 2, 6, 7, 8, 9, 10))),
    "HL/TD5": _only(NoticeBuilder, OWNER_ROWS["TD5"]),
    "HL/TD3": _only(NoticeBuilder, row(_read_td3, (1, 3, 9))),
    "HL/REF": _only(_ALL_BUT_PARTS, row(_read_level_ref, (1, 2, 3))),
    "HL/PER": row(read_document_contact, range(1, 9)),
    "HL/CLD/CLD": _only(ItemLevel, row(_read_cld, (1, 2, 3))),
    "HL/CLD/REF": _only(ItemLevel, row(_read_cld_ref, (1, 2, 3))),
    "HL/MAN": _only(UnitLevel, row(_read_man, range(1, 7))),
    "HL/DTM": _only(_ALL_BUT_PARTS, row(_read_dtm, (1, 2, 3, 4))),
    "HL/NTE": _only(_ALL_BUT_PARTS, OWNER_ROWS["NTE"]),
    "HL/MSG": _only(_ALL_BUT_PARTS, OWNER_ROWS["MSG"]),
    "HL/CUR": _only(NoticeBuilder, row(read_document_cur, (1, 2, 3))),
    **{f"HL/N1/{tag}": _only(_ALL_BUT_PARTS, entry) for tag, entry in PARTY_ROWS.items()},
}
