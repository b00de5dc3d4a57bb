"""Order, or OrderChange as a whole order says it (BEG01 01, 04, 05), to the segments of an 850."""

from collections.abc import Collection, Iterable
from itertools import groupby

from causeway.gateway.canonical.header import ControlTotals
from causeway.gateway.canonical.orders import (
    ChangeKind,
    Component,
    ComponentRelationship,
    Destination,
    Order,
    OrderChange,
    OrderLine,
)
from causeway.gateway.canonical.quantities import Price
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.formats.x12.meanings import ORDER_TYPE_CODES, PURPOSE_CODES
from causeway.gateway.formats.x12.writing.attachments import (
    REQUESTED,
    write_dates,
    write_dtm,
    write_msg,
    write_notes,
    write_nte,
    write_packing_notes,
    write_references,
    write_windows,
)
from causeway.gateway.formats.x12.writing.base import WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.lines import (
    amount,
    item_ids,
    price_and_basis,
    write_classes,
    write_descriptions,
    write_measures,
    write_more_prices,
    write_pack,
    write_schedule,
)
from causeway.gateway.formats.x12.writing.parties import party_id, write_document_contacts, write_parties
from causeway.gateway.formats.x12.writing.terms import (
    write_allowances,
    write_currency,
    write_delivery_terms,
    write_payment_terms,
    write_taxes,
    write_transport,
)
from causeway.gateway.formats.x12.writing.values import number, whole

_CHANGE_CODES = {ChangeKind.CANCEL: "01", ChangeKind.CHANGE: "04", ChangeKind.REPLACE: "05"}
_RELATIONSHIP_CODES = {
    ComponentRelationship.INCLUDED: "I",
    ComponentRelationship.ADDED: "A",
    ComponentRelationship.DELETED: "D",
    ComponentRelationship.SUBSTITUTED: "S",
    ComponentRelationship.INFORMATION: "O",
}
_STORES_IN_SDQ = 10


def write_order(message: Order | OrderChange, mapped: Collection[str], options: WriteOptions) -> WriteResult:
    """The segments between ST and SE. Raises NotWritableError where a code has no X12 form."""
    w = Writer("850", message, options, mapped)
    _write_beg(w, message)
    write_header(w, message)
    for line in message.lines:
        _write_line(w, line, message.currency)
    w.summary()
    write_totals(w, message.totals, len(message.lines))
    return w.result()


def _write_beg(w: Writer, message: Order | OrderChange) -> None:
    if isinstance(message, Order):
        order = OrderReference(message.order_number, message.release_number, None, message.order_date)
        purpose = w.code(message.purpose_as_sent, "353", PURPOSE_CODES, message.purpose, "BEG01")
    else:
        order = message.order
        purpose = w.code(message.purpose_as_sent, "353", _CHANGE_CODES, message.change_kind, "BEG01")
    w.add(
        "BEG",
        purpose,
        w.code(message.order_type_as_sent, "92", ORDER_TYPE_CODES, message.order_type or "", "BEG02"),
        order.order_number,
        order.release_number or "",
        w.day(order.order_date),
        message.contract_number or "",
        message.acknowledgment_wanted or "",
    )


def write_header(w: Writer, message: Order | OrderChange) -> None:
    """The segments of the header behind the first one, which orders and their changes share."""
    write_currency(w, message.currency, number(message.exchange_rate), "BY")
    write_references(w, message.references, message.notes)
    write_document_contacts(w, message.parties)
    write_delivery_terms(w, message.delivery_terms)
    write_allowances(w, message.allowances_charges)
    write_payment_terms(w, message.payment_terms)
    write_windows(w, message, REQUESTED)
    write_dtm(w, "001", message.cancel_after)
    write_dates(w, message.dates)
    write_packing_notes(w, message.notes)
    write_transport(w, message.transport)
    write_taxes(w, message.taxes)
    write_nte(w, message.notes)
    write_msg(w, message.notes)
    write_notes(w, message.notes, message.references)
    write_parties(w, message.parties, in_header=True)
    if message.price_includes_tax is not None:
        w.lose("PO1", "price_includes_tax")


def write_totals(w: Writer, totals: ControlTotals | None, lines: int) -> None:
    """CTT and AMT*TT: the number of lines, and the sender's totals as they are in the message."""
    if totals is None or (totals.line_count is None and w.is_homecoming):
        if w.options.totals and not w.is_homecoming:
            w.add("CTT", whole(lines))
        return
    weight = amount(w, totals.weight, "CTT04")
    w.add("CTT", whole(lines), number(totals.hash_total), *weight, *amount(w, totals.volume, "CTT06"))
    if totals.amount is not None:
        w.add("AMT", "TT", number(totals.amount.amount))
    if totals.quantity_total is not None:
        w.lose("CTT", number(totals.quantity_total))


def _write_line(w: Writer, line: OrderLine, currency: str | None) -> None:
    w.begin(line.extensions)
    quantity = amount(w, line.quantity, "PO103")
    price = price_and_basis(w, line.price, "PO105")
    w.add("PO1", line.line_id or "", *quantity, *price, *item_ids(w, line.item, "PO1"))
    write_currency_of_line(w, line.price, currency)
    write_prices_and_measures(w, line)
    write_descriptions(w, line.item)
    write_pack(w, line.pack)
    references, notes = line.references, line.notes
    if references:
        write_references(w, references, notes)
    if line.allowances_charges:
        write_allowances(w, line.allowances_charges)
    write_delivery_terms(w, line.delivery_terms)
    if line.destinations:
        write_destinations(w, line.destinations)
    write_windows(w, line, REQUESTED)
    write_dtm(w, "001", line.cancel_after)
    if line.dates:
        write_dates(w, line.dates)
    write_classes(w, line.item)
    if line.transport:
        write_transport(w, line.transport)
    if notes:
        write_msg(w, notes)
        write_nte(w, notes)
    if line.line_amount is not None:
        w.add("AMT", "1", number(line.line_amount.amount))
    if line.taxes:
        write_taxes(w, line.taxes)
    if notes:
        write_packing_notes(w, notes)
    write_attached(w, line)


def write_prices_and_measures(w: Writer, line: OrderLine) -> None:
    """CTP and MEA."""
    if line.more_prices:
        write_more_prices(w, line.more_prices)
    if line.item.attributes:
        write_measures(w, line.item)


def write_attached(w: Writer, line: OrderLine) -> None:
    """The loops at the end of a line: schedules, notes, parties and sub-lines."""
    for schedule in line.schedule_lines:
        write_schedule(w, schedule)
    if line.notes or line.references:
        write_notes(w, line.notes, line.references)
    write_parties(w, line.parties)
    for component in line.components:
        write_component(w, component)
    _lose_tolerances(w, line)


def write_currency_of_line(w: Writer, price: Price | None, currency: str | None) -> None:
    """CUR of a line, where its price has a currency of its own."""
    if price is not None and price.currency and (w.is_homecoming or price.currency != currency):
        write_currency(w, price.currency, entity="BY")


def write_destinations(w: Writer, destinations: Iterable[Destination]) -> None:
    """SDQ: up to ten stores that share unit, scheme and the place inside the store."""

    def shared(one: Destination) -> tuple[str, str, str]:
        unit = amount(w, one.quantity, "SDQ01")[1]
        return unit, party_id(w, (one.location,), "SDQ02")[0], one.sub_location or ""

    for (unit, qualifier, inside), group in groupby(destinations, shared):
        stores = list(group)
        for at in range(0, len(stores), _STORES_IN_SDQ):
            pairs = [
                part
                for store in stores[at : at + _STORES_IN_SDQ]
                for part in (store.location.value, number(store.quantity.value))
            ]
            unused = [""] * (2 * _STORES_IN_SDQ - len(pairs))
            w.add("SDQ", unit, qualifier, *pairs, *unused, inside)
        for store in stores:
            for date in store.dates:
                w.lose("SDQ", date.at.date.isoformat())


def write_component(w: Writer, component: Component) -> None:
    """SLN and what describes it."""
    relationship = w.code(
        component.relationship_as_sent, "662", _RELATIONSHIP_CODES, component.relationship, "SLN03"
    )
    quantity = amount(w, component.quantity, "SLN05")
    price = price_and_basis(w, component.price, "SLN07")
    ids = item_ids(w, component.item, "SLN")
    first = (component.component_id, component.parent_id or "", relationship)
    w.add("SLN", *first, *quantity, *price, "", *ids)
    write_descriptions(w, component.item)
    for note in component.notes:
        w.add("MSG", note.text)
    write_allowances(w, component.allowances_charges)


def _lose_tolerances(w: Writer, line: OrderLine) -> None:
    for percent in (line.tolerance_over_percent, line.tolerance_under_percent):
        if percent is not None:
            w.lose("PO1", number(percent))
