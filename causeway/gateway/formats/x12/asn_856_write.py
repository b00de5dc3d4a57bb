"""ShipNotice to the segments of an 856: one HL for each level, in the order of the notice that was read or else S-O-P-I."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import msgspec

from causeway.gateway.canonical.items import Dimensions
from causeway.gateway.canonical.orders import Component
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import Extension, Note, OrderReference, Reference, ReferenceKind
from causeway.gateway.canonical.shipments import (
    Load,
    LogisticUnit,
    Mark,
    MarkKind,
    PackageCount,
    ShipNotice,
    ShipNoticeLine,
)
from causeway.gateway.canonical.terms import Transport
from causeway.gateway.canonical.times import DateKind, Moment, OtherDate
from causeway.gateway.formats.base import NotWritableError, Position, Problem, Severity
from causeway.gateway.formats.x12.meanings import LINE_STATUS_CODES
from causeway.gateway.formats.x12.po_850_write import write_component, write_totals
from causeway.gateway.formats.x12.shipment_levels import (
    PART,
    Arrangement,
    Contradiction,
    Level,
    OrderGroup,
    owners_of,
)
from causeway.gateway.formats.x12.shipment_meanings import LEVEL_CODES, MARK_CODES, PACKAGE_CODES
from causeway.gateway.formats.x12.writing.attachments import (
    WindowCodes,
    is_packing,
    write_dates,
    write_dtm,
    write_msg,
    write_nte,
    write_packing_notes,
    write_windows,
)
from causeway.gateway.formats.x12.writing.base import WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.lines import (
    amount,
    item_ids,
    unit_of,
    write_descriptions,
    write_measures,
    write_pack,
)
from causeway.gateway.formats.x12.writing.parties import write_document_contacts, write_parties
from causeway.gateway.formats.x12.writing.plain import lose_fields, purpose_code, write_only_references
from causeway.gateway.formats.x12.writing.terms import write_currency, write_transport
from causeway.gateway.formats.x12.writing.values import Default, as_sent, number, time

_EXPECTED: tuple[WindowCodes, ...] = (("estimated_delivery", "", "017", "017"),)
_SSCC_AI = "00"
_MOST_IDS = 15
_STRUCTURES = {"SOPI": "0001", "SOTPI": "0001", "SOIP": "0002", "SPOI": "0003", "SOI": "0004"}


def write_notice(message: ShipNotice, mapped: Collection[str], options: WriteOptions) -> WriteResult:
    """The segments between ST and SE. Raises NotWritableError where a code has no X12 form or contents contradict lines."""
    try:
        root = Arrangement(message).root()
    except Contradiction as contradiction:
        raise NotWritableError([_told(contradiction)]) from contradiction
    return _NoticeWriter(message, root, mapped, options).write()


def _told(contradiction: Contradiction) -> Problem:
    line = contradiction.line
    return Problem(
        contradiction.code,
        Severity.FATAL,
        Position(tag="SN1", element=2),
        number(contradiction.found),
        number(line.quantity.value),
        parameters={"line": line.line_id or str(line.key)},
    )


class _NoticeWriter:
    def __init__(
        self, message: ShipNotice, root: Level, mapped: Collection[str], options: WriteOptions
    ) -> None:
        self.message = message
        self.root = root
        self.bags = owners_of(message.extensions, root)
        kept = msgspec.structs.replace(message, extensions=self.bags.get("", ()))
        self.w = Writer("856", kept, options, mapped)
        self.levels = 0

    def write(self) -> WriteResult:
        w, message = self.w, self.message
        self._write_bsn()
        self._write_level(self.root, "", None)
        w.summary()
        totals = message.totals
        lines = len(message.lines)
        counts_lines = totals is not None and totals.line_count == lines
        write_totals(w, totals, lines if counts_lines else self.levels)
        return w.result()

    def _write_bsn(self) -> None:
        w, message = self.w, self.message
        structure = as_sent(message.structure_as_sent, "1005")
        if not structure and not w.is_homecoming:
            structure = _STRUCTURES.get(_shape(self.root), "")
        w.add(
            "BSN",
            purpose_code(w, message, "BSN01"),
            message.shipment_id,
            w.day(message.notice_at.date),
            time(message.notice_at) or Default("0000"),
            structure,
            message.transaction_type or "",
        )

    def _write_level(self, level: Level, above: str, group: OrderGroup | None) -> None:
        self.levels += 1
        of = level.of
        if isinstance(of, ShipNotice):
            self._write_shipment(level)
        elif isinstance(of, OrderGroup):
            self.w.begin(self.bags.get(level.node_id, ()))
            self._write_order(level, above, of)
            group = of
        elif isinstance(of, LogisticUnit):
            self.w.begin(of.extensions)
            self._write_unit(level, above, of, group)
        elif isinstance(of, ShipNoticeLine):
            self.w.begin(() if level.is_again else of.extensions)
            self._write_item(level, above, of, group)
        else:
            self._write_part(level, above, of)
        for child in level.children:
            self._write_level(child, level.node_id, group)

    # levels

    def _write_shipment(self, level: Level) -> None:
        w, message = self.w, self.message
        w.add("HL", level.node_id, "", "S")
        weights = _Weights(w, message, message.extensions)
        weights.write_measures()
        write_packing_notes(w, message.notes)
        _write_packages(w, message.package_counts, weights)
        stages = [msgspec.structs.replace(stage, equipment=()) for stage in message.transport]
        write_transport(w, stages)
        _write_equipment(w, message.transport)
        write_only_references(w, message.references)
        write_document_contacts(w, message.parties)
        write_dtm(w, "011", message.shipped)
        write_windows(w, message, _EXPECTED)
        write_dates(w, message.dates)
        _write_notes(w, message.notes)
        write_parties(w, message.parties, in_header=True)
        write_currency(w, message.currency, number(message.exchange_rate))

    def _write_order(self, level: Level, above: str, group: OrderGroup) -> None:
        w = self.w
        w.add("HL", level.node_id, above, "O")
        self._write_prf(group.order)
        if group.lines:
            first = group.lines[0]
            parties, references, notes, dates = (
                getattr(first, name)[: group.shared(name)] for name in _SHARED
            )
            write_packing_notes(w, notes)
            _write_attached(w, parties, references, notes, dates)

    def _write_prf(self, order: OrderReference | None) -> None:
        if order is not None:
            w = self.w
            w.add(
                "PRF",
                order.order_number,
                order.release_number or "",
                order.change_sequence or "",
                w.day(order.order_date),
                order.line_id or "",
            )
            if order.schedule_id:
                w.lose("PRF", order.schedule_id)

    def _write_unit(self, level: Level, above: str, unit: LogisticUnit, group: OrderGroup | None) -> None:
        w = self.w
        code = w.code(unit.kind_as_sent, "735", LEVEL_CODES, unit.kind, "HL03")
        w.add("HL", level.node_id, above, code)
        w.add("SN1", "", *amount(w, level.quantity, "SN103"))
        if unit.order is not None and (group is None or unit.order != group.order):
            self._write_prf(unit.order)
        weights = _Weights(w, unit, unit.extensions)
        weights.write_po4(unit)
        write_packing_notes(w, unit.notes)
        weights.write_td1(unit)
        _write_attached(w, unit.parties, unit.references, unit.notes, unit.dates, _marks(unit))

    def _write_item(self, level: Level, above: str, line: ShipNoticeLine, group: OrderGroup | None) -> None:
        w = self.w
        w.add("HL", level.node_id, above, "I")
        ids = item_ids(w, line.item, "LIN", _MOST_IDS)
        if ids:
            w.add("LIN", line.line_id or "", *ids)
        self._write_sn1(level, line)
        if not level.is_again:
            for component in line.components:
                if component.relationship_as_sent != PART:
                    self._write_component(component)
        if line.order is not None and (group is None or line.order != group.order):
            self._write_prf(line.order)
        write_pack(w, line.pack)
        write_descriptions(w, line.item)
        write_measures(w, line.item)
        for lost in line.item.classes:
            w.lose("LIN", lost.code)
        if level.is_again:
            return
        own = [getattr(line, name)[group.shared(name) if group else 0 :] for name in _SHARED]
        parties, references, notes, dates = own
        write_packing_notes(w, notes)
        lots = _lots_to_write(line)
        marks: Callable[[Writer], None] = lambda w: _write_loads(w, line.loads)  # noqa: E731
        _write_attached(w, parties, (*lots, *references), notes, (*_lot_dates(w, line), *dates), marks)

    def _write_component(self, component: Component) -> None:
        for text in component.item.descriptions:
            self.w.lose("SLN", text.text or text.code or "")
        bare = msgspec.structs.replace(component.item, descriptions=())
        write_component(self.w, msgspec.structs.replace(component, item=bare))

    def _write_sn1(self, level: Level, line: ShipNoticeLine) -> None:
        w = self.w
        is_first = not level.is_again
        cumulative = line.cumulative_shipped if is_first else None
        ordered = line.quantity_ordered if is_first else None
        w.add(
            "SN1",
            # Who sent it in LIN01 alone gets it back there alone.
            "" if w.is_homecoming and line.item.ids else Default(line.line_id or ""),
            *amount(w, level.quantity, "SN103"),
            number(cumulative.value) if cumulative else "",
            *amount(w, ordered, "SN106"),
            "",
            w.code(line.status_as_sent, "668", LINE_STATUS_CODES, line.status, "SN108")
            if line.status
            else "",
        )

    def _write_part(self, level: Level, above: str, component: Component) -> None:
        w = self.w
        w.add("HL", level.node_id, above, "F")
        ids = item_ids(w, component.item, "LIN", _MOST_IDS)
        if ids:
            w.add("LIN", "", *ids)
        w.add("SN1", "", *amount(w, component.quantity, "SN103"))
        write_descriptions(w, component.item)
        lose_fields(w, component, "LIN", "price", "allowances_charges", "notes")


_SHARED = ("parties", "references", "notes", "dates")


def _shape(root: Level) -> str:
    """The levels of the tree down its first branch: `SOPI`."""
    codes = {ShipNotice: "S", OrderGroup: "O", ShipNoticeLine: "I"}
    found, level = "", root
    while True:
        code = codes.get(type(level.of))
        if isinstance(level.of, LogisticUnit):
            code = LEVEL_CODES[level.of.kind]
        found += code or ""
        if not level.children:
            return found
        level = level.children[0]


def _write_attached(  # noqa: PLR0917 - the four lists, and what stands between references and dates
    w: Writer,
    parties: Sequence[Any],
    references: Sequence[Reference],
    notes: Sequence[Note],
    dates: Sequence[OtherDate],
    between: Callable[[Writer], None] | None = None,
) -> None:
    write_only_references(w, references)
    if between is not None:
        between(w)
    write_dates(w, dates)
    _write_notes(w, notes)
    write_parties(w, parties)


def _write_notes(w: Writer, notes: Sequence[Note]) -> None:
    """NTE and MSG as they were read; an 856 has no place for other texts."""
    write_nte(w, notes)
    write_msg(w, notes)
    for note in notes:
        came_so = w.is_homecoming and "\n" not in note.text
        if not (came_so or is_packing(w, note)):
            w.lose("MSG", note.text)


def _lots_to_write(line: ShipNoticeLine) -> list[Reference]:
    """REFs for the lots and serial numbers that do not stand among the item's ids."""
    ids = {(one.scheme, one.value) for one in line.item.ids}
    lots = [lot.lot for lot in line.lots if ("lot", lot.lot) not in ids]
    serials = [serial for serial in line.serials if ("serial", serial) not in ids]
    return [
        *(Reference(ReferenceKind.OTHER, lot, None, None, "x12:128:LT") for lot in lots),
        *(Reference(ReferenceKind.OTHER, serial, None, None, "x12:128:SE") for serial in serials),
    ]


def _lot_dates(w: Writer, line: ShipNoticeLine) -> list[OtherDate]:
    """The dates of the only lot; of several nobody could tell whose they are."""
    found = []
    for lot in line.lots:
        for code, kind, day in (
            ("036", DateKind.EXPIRY, lot.expiry),
            ("094", DateKind.OTHER, lot.production_date),
        ):
            if day is not None and len(line.lots) == 1:
                found.append(OtherDate(kind, Moment(day), None, f"x12:374:{code}"))
            elif day is not None:
                w.lose("DTM", day.isoformat())
        if lot.best_before is not None:
            w.lose("DTM", lot.best_before.isoformat())
        if lot.quantity is not None:
            w.lose("REF", number(lot.quantity.value))
    return found


def _write_loads(w: Writer, loads: Iterable[Load]) -> None:
    """One CLD for each load, with its labels (REF LS) and references below it."""
    for load in loads:
        each = number(load.quantity_each.value) if load.quantity_each else ""
        w.add("CLD", number(load.containers), each, _package(w, load, "CLD03"))
        for label in load.label_ids:
            w.add("REF", "LS", label)
        write_only_references(w, load.references)


def _package(w: Writer, owner: Load | LogisticUnit | PackageCount, place: str) -> str:
    """The package code (103) as it was sent, else the one of its type."""
    sent = as_sent(owner.package_type_as_sent, "103")
    if sent or not owner.package_type:
        return sent
    code = PACKAGE_CODES.get(owner.package_type, "")
    if not code:
        w.fail(place, owner.package_type)
    return code


def _marks(unit: LogisticUnit) -> Callable[[Writer], None]:
    def write(w: Writer) -> None:
        if unit.sscc and not any(_is_sscc(mark, unit.sscc) for mark in unit.marks):
            w.add("MAN", "GM", _SSCC_AI + unit.sscc)
        for mark in unit.marks:
            w.add(
                "MAN", w.code(mark.as_sent, "88", MARK_CODES, mark.kind, "MAN01"), mark.first, mark.last or ""
            )

    return write


def _is_sscc(mark: Mark, sscc: str) -> bool:
    return mark.kind is MarkKind.SSCC and mark.last is None and mark.first in (sscc, _SSCC_AI + sscc)


def _write_packages(w: Writer, counts: Sequence[PackageCount], weights: "_Weights") -> None:
    """TD1: packages by type, the gross weight and the volume beside the first, the net weight beside the second."""
    rows = [(_package(w, count, "TD101"), number(count.count)) for count in counts]
    gross = (*weights.take("gross_weight", "G"), *weights.take_volume())
    net = (*weights.take("net_weight", "N"), "", "")
    extra = [one for one in (gross, net) if any(one)]
    for at in range(max(len(rows), len(extra))):
        package = rows[at] if at < len(rows) else ("", "")
        w.add("TD1", *package, "", "", "", *(extra[at] if at < len(extra) else ()))


def _write_equipment(w: Writer, transport: Iterable[Transport]) -> None:
    """TD3: one for each trailer or container; what is beyond one seal is told."""
    for stage in transport:
        for one in stage.equipment:
            seals = one.seals or ("",)
            w.add("TD3", one.kind or "", "", one.number or "", *("",) * 5, seals[0])
            for seal in seals[1:]:
                w.lose("TD309", seal)


class _Weights:
    """Weights and volume of the shipment or a unit, each written once: where its like was read, else in TD1 or PO4."""

    def __init__(self, w: Writer, owner: ShipNotice | LogisticUnit, extensions: Iterable[Extension]) -> None:
        self.w = w
        fields = ("volume", "gross_weight", "net_weight")
        self.left: dict[str, Quantity] = {
            name: value for name in fields if (value := getattr(owner, name)) is not None
        }
        kept = list(extensions) if w.is_homecoming else []
        unknown = {one.at for one in kept if one.tag == "MEA.2"}
        # Each MEA that found a field left its first element behind.
        self.measured = sum(
            1 for one in kept if one.tag == "MEA.1" and one.at not in unknown and not one.owner_id
        )
        self.in_td1 = any(one.tag.startswith("TD1.") for one in kept)
        self.in_po4 = any(one.tag.startswith("PO4.") for one in kept)

    def write_measures(self) -> None:
        """MEA, for as many as were read from one."""
        codes = {"volume": "VOL", "gross_weight": "G", "net_weight": "N"}
        for name in list(self.left)[: self.measured]:
            value = self.left.pop(name)
            self.w.add("MEA", Default("PD"), codes[name], *amount(self.w, value, "MEA04"))

    def take(self, name: str, qualifier: str) -> tuple[str, str, str]:
        """Qualifier, value and unit of a weight that is still to be written."""
        value = self.left.pop(name, None)
        return (qualifier, *amount(self.w, value, "TD108")) if value else ("", "", "")

    def take_volume(self) -> tuple[str, str]:
        """Value and unit of the volume that is still to be written."""
        return amount(self.w, self.left.pop("volume", None), "TD110")

    def write_po4(self, unit: LogisticUnit) -> None:
        """What a unit is, weighs and measures, in PO4 and MEA, but for what was read from TD1."""
        w = self.w
        measured = list(self.left)[: self.measured]
        late = {name: self.left.pop(name) for name in measured}
        if not self._is_in_td1(unit):
            package = _package(w, unit, "PO404")
            gross = self.take("gross_weight", "G")[1:]
            w.add("PO4", "", "", "", package, "", *gross, *self.take_volume(), *_sides(w, unit.dimensions))
        self.left = late | self.left
        self.write_measures()

    def write_td1(self, unit: LogisticUnit) -> None:
        """TD1 with what is still to be written."""
        package = PackageCount(None, unit.package_type, unit.package_type_as_sent)
        _write_packages(self.w, (package,) if self._is_in_td1(unit) else (), self)

    def _is_in_td1(self, unit: LogisticUnit) -> bool:
        return self.in_td1 and not self.in_po4 and unit.dimensions is None


def _sides(w: Writer, dimensions: Dimensions | None) -> tuple[str, ...]:
    if dimensions is None:
        return ()
    sides = (dimensions.length, dimensions.width, dimensions.height)
    known = [side for side in sides if side is not None]
    unit = unit_of(w, known[0], "PO413") if known else ""
    return (*(number(side.value) if side else "" for side in sides), unit)
