"""OrderResponse to the segments of an 855: PO1 repeats each line as ordered, one ACK per confirmation."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.items import Item
from causeway.gateway.canonical.orders import (
    LineConfirmation,
    OrderResponse,
    OrderResponseLine,
    Response,
    ResponseDetail,
    ScheduleLine,
)
from causeway.gateway.canonical.parties import Contact, Identifier, Party
from causeway.gateway.canonical.quantities import Price, Quantity
from causeway.gateway.canonical.references import Note, Reference
from causeway.gateway.canonical.times import Moment, OtherDate, Window
from causeway.gateway.canonical.units import X12_UNITS
from causeway.gateway.formats.base import NotWritableError, Position, Problem, Severity
from causeway.gateway.formats.x12.meanings import (
    DATE_CODES,
    GTIN_CODES,
    ITEM_CODES,
    LINE_STATUS_CODES,
    PARTY_CODES,
    PURPOSES,
    REFERENCE_CODES,
    RESPONSES,
    ROLE_CODES,
)
from causeway.gateway.formats.x12.write_envelope import OutSegment, lines_of

_X12_OF_UNIT = {rec20: code for code, rec20 in reversed(X12_UNITS.items())}
_X12_OF_PURPOSE = {purpose: code for code, purpose in reversed(PURPOSES.items())}
_RESPONSE_CODES = {
    (Response.ACCEPTED, ResponseDetail.FULL): "AD",
    (Response.ACCEPTED, ResponseDetail.EXCEPTIONS_ONLY): "AE",
    (Response.ACCEPTED, ResponseDetail.NONE): "AT",
    (Response.ACCEPTED_WITH_CHANGES, ResponseDetail.EXCEPTIONS_ONLY): "AE",
    (Response.REJECTED, ResponseDetail.FULL): "RD",
}
_RESPONSE_CODES_ANY_DETAIL = {
    Response.ACCEPTED_WITH_CHANGES: "AC",
    Response.RECEIVED_ONLY: "AK",
    Response.ON_HOLD: "AH",
    Response.REJECTED: "RJ",
    Response.COUNTER_OFFER: "RO",
    Response.NO_RESPONSE_NEEDED: "NA",
    Response.SELLER_CREATED_ORDER: "AP",
}
_BASIS_OF_PER = {(Decimal(1), "EA"): "PE", (Decimal(100), None): "HP", (Decimal(1000), None): "TP"}
_WINDOW_CODES = (
    ("requested_delivery", "064", "063", "002"),
    ("requested_ship", "037", "038", "010"),
    ("promised_delivery", "", "067", "067"),
    ("promised_ship", "", "068", "068"),
)
_LONGEST_TEXT = 264
_MOST_PAIRS = 10


@dataclass(frozen=True, slots=True)
class AckWriteOptions:
    """What an agreement says of its 855: unit codes of its own (Rec 20 -> X12), and the date qualifiers of ACK04."""

    units: tuple[tuple[str, str], ...] = ()
    delivery_qualifier: str = "067"
    ship_qualifier: str = "068"
    write_totals: bool = True


DEFAULT_ACK_OPTIONS = AckWriteOptions()


def write(response: OrderResponse, options: AckWriteOptions = DEFAULT_ACK_OPTIONS) -> list[OutSegment]:
    """The segments between ST and SE.

    Raises NotWritableError where a code has no X12 form. What an 855 cannot carry is told by `not_carried`.
    """
    writer = _Writer(options)
    segments = writer.write(response)
    if writer.errors:
        raise NotWritableError(writer.errors)
    return segments


def not_carried(
    response: OrderResponse, options: AckWriteOptions = DEFAULT_ACK_OPTIONS
) -> tuple[Problem, ...]:
    """What the message says and the 855 written from it does not, to be kept with the delivery."""
    writer = _Writer(options)
    writer.write(response)
    return tuple(writer.losses)


class _Writer:
    def __init__(self, options: AckWriteOptions) -> None:
        self._options = options
        self._units = _X12_OF_UNIT | dict(options.units)
        self._segments: list[OutSegment] = []
        self.errors: list[Problem] = []
        self.losses: list[Problem] = []

    def write(self, response: OrderResponse) -> list[OutSegment]:
        self._bak(response)
        if response.currency:
            rate = "" if response.exchange_rate is None else _number(response.exchange_rate)
            self._add("CUR", self._kept(response, "CUR.1") or "SE", response.currency, rate)
        self._references(response.references)
        for party in response.parties:
            if party.role_as_sent is None and not party.ids and not party.name:
                self._contacts(party.contacts)
        self._dates(response)
        self._notes(response.notes)
        for party in response.parties:
            if party.role_as_sent is not None or party.ids or party.name:
                self._party(party)
        for line in response.lines:
            self._line(line)
        if self._options.write_totals:
            self._add("CTT", str(len(response.lines)))
        for extension in response.extensions:
            if extension.tag != "CUR.1":
                self._lose(extension.tag, extension.tag)
        if response.transport:
            self._lose("TD5", "transport")
        return self._segments

    # header

    def _bak(self, response: OrderResponse) -> None:
        order = response.order
        purpose = _as_sent(response.purpose_as_sent, "353") or _X12_OF_PURPOSE.get(response.purpose, "")
        if not purpose or (response.purpose is Purpose.OTHER and not response.purpose_as_sent):
            self._fail("BAK", 1, response.purpose)
        self._add(
            "BAK",
            purpose,
            self._response_code(response),
            order.order_number,
            _day(order.order_date),
            order.release_number or "",
            "",
            response.contract_number or "",
            response.sales_order_number or "",
            _day(response.response_date),
        )

    def _response_code(self, response: OrderResponse) -> str:
        sent = _as_sent(response.response_as_sent, "587")
        if sent in RESPONSES:
            return sent
        code = _RESPONSE_CODES.get((response.response, response.detail))
        code = code or _RESPONSE_CODES_ANY_DETAIL.get(response.response)
        if code is None:
            self._fail("BAK", 2, response.response)
        return code or ""

    def _references(self, references: Iterable[Reference]) -> None:
        for reference in references:
            code = _as_sent(reference.as_sent, "128") or REFERENCE_CODES.get(reference.kind)
            if code is None:
                self._fail("REF", 1, reference.kind)
            self._add("REF", code or "", reference.number or "", reference.description or "")

    def _dates(self, response: OrderResponse) -> None:
        for name, earliest_code, latest_code, both_code in _WINDOW_CODES:
            window: Window | None = getattr(response, name)
            if window is not None:
                self._window(window, (earliest_code, latest_code, both_code))
        for date in response.dates:
            self._date(date)

    def _window(self, window: Window, codes: tuple[str, str, str]) -> None:
        earliest_code, latest_code, both_code = codes
        if window.earliest == window.latest and window.latest is not None:
            self._dtm(both_code, window.latest)
            return
        for code, at in ((earliest_code, window.earliest), (latest_code, window.latest)):
            if at is not None and code:
                self._dtm(code, at)
            elif at is not None:
                self._lose("DTM", at.date.isoformat())

    def _date(self, date: OtherDate) -> None:
        code = _as_sent(date.as_sent, "374") or DATE_CODES.get(date.kind)
        if code is None:
            self._fail("DTM", 1, date.kind)
        self._dtm(code or "", date.at)

    def _dtm(self, code: str, at: Moment) -> None:
        self._add("DTM", code, _day(at.date), _time(at), at.offset or "")

    def _notes(self, notes: Iterable[Note]) -> None:
        for note in notes:
            qualifier = _as_sent(note.as_sent, "128") or "ZZ"
            self._add("N9", qualifier, "", note.purpose.value)
            for text in lines_of(note.text, _LONGEST_TEXT):
                self._add("MSG", text)

    # parties

    def _party(self, party: Party) -> None:
        code = _as_sent(party.role_as_sent, "98") or ROLE_CODES.get(party.role)
        if code is None:
            self._fail("N1", 1, party.role)
        qualifier, value = self._party_id(party.ids)
        self._add("N1", code or "", party.name or "", qualifier, value)
        for at in range(0, len(party.more_names), 2):
            self._add("N2", *party.more_names[at : at + 2])
        self._address(party)
        for reference in party.references:
            self._references([reference])
        self._contacts(party.contacts)

    def _party_id(self, ids: Sequence[Identifier]) -> tuple[str, str]:
        for spare in ids[1:]:
            self._lose("N104", spare.value)
        if not ids:
            return "", ""
        qualifier = _as_sent(ids[0].scheme, "66") or PARTY_CODES.get(ids[0].scheme)
        if qualifier is None:
            self._fail("N1", 3, ids[0].scheme)
        return qualifier or "", ids[0].value

    def _address(self, party: Party) -> None:
        address = party.address
        if address is None:
            return
        for at in range(0, len(address.lines), 2):
            self._add("N3", *address.lines[at : at + 2])
        location = address.location
        qualifier = _as_sent(location.scheme, "309") if location else ""
        place = [address.city or "", address.region or "", address.postal_code or "", address.country or ""]
        value = location.value if location else ""
        if any(place) or value:
            self._add("N4", *place, qualifier or "", value)

    def _contacts(self, contacts: Iterable[Contact]) -> None:
        for contact in contacts:
            numbers = [("TE", phone) for phone in contact.phones]
            numbers += [("FX", fax) for fax in contact.faxes] + [("EM", mail) for mail in contact.emails]
            numbers += [(_as_sent(other.scheme, "365") or "", other.value) for other in contact.other]
            for at in range(0, max(len(numbers), 1), 3):
                pairs = [part for pair in numbers[at : at + 3] for part in pair]
                self._add("PER", contact.function or "IC", contact.name or "", *pairs)

    # lines

    def _line(self, line: OrderResponseLine) -> None:
        ordered = line.ordered
        amount, unit = self._quantity(ordered.quantity, "PO1", 3)
        price, basis = self._price(ordered.price)
        self._add("PO1", line.line_id or "", amount, unit, price, basis, *self._ids(ordered.item, "PO1"))
        self._confirmed_prices(line)
        for description in ordered.item.descriptions:
            if description.text:
                self._add("PID", "F", "", "", "", description.text)
        self._references(line.references)
        for date in line.dates:
            self._date(date)
        for confirmation in line.confirmations:
            self._confirmation(confirmation)
        for schedule in line.schedule_lines:
            self._schedule(schedule)
        self._notes(line.notes)
        for extension in line.extensions:
            self._lose(extension.tag, extension.tag)

    def _confirmed_prices(self, line: OrderResponseLine) -> None:
        for confirmation in line.confirmations:
            if confirmation.price is not None:
                code = _as_sent(confirmation.price.basis_as_sent, "236") or "CON"
                self._add("CTP", "", code, _number(confirmation.price.amount))

    def _confirmation(self, confirmation: LineConfirmation) -> None:
        status = _as_sent(confirmation.status_as_sent, "668") or LINE_STATUS_CODES.get(confirmation.status)
        if status is None:
            self._fail("ACK", 1, confirmation.status)
        amount, unit = self._quantity(confirmation.quantity, "ACK", 3)
        dates = self._promises(confirmation)
        qualifier, at = dates[0] if dates else ("", None)
        pairs = self._ids(confirmation.substitute, "ACK") if confirmation.substitute else []
        trailer: list[str] = []
        if confirmation.industry_code is not None:
            lists = confirmation.industry_code.list.removeprefix("x12:559").strip(":").split(":")
            agency, source = (*lists, "", "")[:2]
            trailer = [
                *[""] * (2 * _MOST_PAIRS - len(pairs)),
                agency,
                source,
                confirmation.industry_code.value,
            ]
        day = _day(at.date) if at else ""
        self._add("ACK", status or "", amount, unit, qualifier, day, "", *pairs, *trailer)
        if at is not None and at.time is not None:
            self._lose("ACK05", at.time.isoformat())
        for more, (code, moment) in enumerate(dates[1:]):
            if more == 0:
                self._dtm(code, moment)
            else:
                self._lose("DTM", moment.date.isoformat())
        if confirmation.reason is not None:
            self._lose("ACK", confirmation.reason.value)

    def _promises(self, confirmation: LineConfirmation) -> list[tuple[str, Moment]]:
        """The dates of a confirmation, the promised delivery first; of a window its latest end."""
        found: list[tuple[str, Moment]] = []
        windows = (
            (self._options.delivery_qualifier, confirmation.promised_delivery),
            (self._options.ship_qualifier, confirmation.promised_ship),
            ("017", confirmation.estimated_delivery),
            ("", confirmation.estimated_ship),
        )
        for qualifier, window in windows:
            if window is None:
                continue
            at = window.latest or window.earliest
            if at is not None and qualifier:
                found.append((qualifier, at))
            if at is not None and (not qualifier or window.earliest != window.latest):
                self._lose("ACK05", (window.earliest or at).date.isoformat())
        for date in confirmation.dates:
            code = _as_sent(date.as_sent, "374") or DATE_CODES.get(date.kind)
            found.append((code or "", date.at))
        return found

    def _schedule(self, schedule: ScheduleLine) -> None:
        amount, unit = self._quantity(schedule.quantity, "SCH", 2)
        dates: list[str] = []
        windows = (
            ("067", schedule.promised_delivery),
            ("068", schedule.promised_ship),
            ("002", schedule.requested_delivery),
            ("010", schedule.requested_ship),
        )
        for qualifier, window in windows:
            at = (window.latest or window.earliest) if window else None
            if at is not None:
                dates += [qualifier, _day(at.date), _time(at)]
        for date in schedule.dates:
            dates += [_as_sent(date.as_sent, "374") or "", _day(date.at.date), _time(date.at)]
        for lost in dates[7::3]:
            self._lose("SCH", lost)
        role = name = ""
        if schedule.ship_to is not None:
            role = _as_sent(schedule.ship_to.role_as_sent, "98") or ROLE_CODES.get(schedule.ship_to.role, "")
            name = schedule.ship_to.name or ""
        padded = (dates + [""] * 6)[:6]
        self._add("SCH", amount, unit, role, name, *padded, "", schedule.schedule_id or "")

    # values

    def _quantity(self, quantity: Quantity | None, tag: str, element: int) -> tuple[str, str]:
        if quantity is None:
            return "", ""
        unit = _as_sent(quantity.unit_as_sent, "355") or self._units.get(quantity.unit or "", "")
        if not unit and (quantity.unit or quantity.unit_as_sent):
            self._fail(tag, element, quantity.unit or quantity.unit_as_sent or "")
        return _number(quantity.value), unit

    def _price(self, price: Price | None) -> tuple[str, str]:
        if price is None:
            return "", ""
        basis = _as_sent(price.basis_as_sent, "639") or ""
        if not basis and price.per is not None:
            basis = _BASIS_OF_PER.get((price.per.value, price.per.unit), "")
            if not basis:
                self._fail("PO1", 5, f"{price.per.value} {price.per.unit or ''}".strip())
        return _number(price.amount), basis

    def _ids(self, item: Item, tag: str) -> list[str]:
        pairs: list[str] = []
        for identifier in item.ids:
            code = _item_code(identifier)
            if code is None:
                self._lose(tag, f"{identifier.scheme} {identifier.value}")
            elif len(pairs) >= 2 * _MOST_PAIRS:
                self._lose(tag, identifier.value)
            else:
                pairs += [code, identifier.written or identifier.value]
        return pairs

    @staticmethod
    def _kept(response: OrderResponse, tag: str) -> str:
        found = (part.elements[0] for part in response.extensions if part.tag == tag and part.elements)
        value = next(found, "")
        return value if isinstance(value, str) else ""

    def _add(self, tag: str, *elements: str) -> None:
        segment: OutSegment = [tag, *elements]
        while len(segment) > 1 and not segment[-1]:
            segment.pop()
        self._segments.append(segment)

    def _fail(self, tag: str, element: int, value: str) -> None:
        position = Position(tag=tag, element=element, segment=len(self._segments) + 2)
        self.errors.append(Problem("no_code_for_value", Severity.FATAL, position, str(value)))

    def _lose(self, place: str, value: str) -> None:
        self.losses.append(Problem("not_carried", Severity.WARNING, Position(tag=place), value))


def _as_sent(text: str | None, list_number: str) -> str | None:
    """The code in `x12:<list>:<code>` where it is of that list."""
    prefix = f"x12:{list_number}:"
    return text.removeprefix(prefix) or None if text and text.startswith(prefix) else None


def _item_code(identifier: Identifier) -> str | None:
    sent = _as_sent(identifier.as_sent, "235") or _as_sent(identifier.scheme, "235")
    if sent:
        return sent
    if identifier.scheme == "gtin":
        return GTIN_CODES.get(len(identifier.written or identifier.value), "UK")
    return ITEM_CODES.get(identifier.scheme)


def _number(value: Decimal) -> str:
    """The number without exponent and without zeros at the end that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(date: dt.date | None) -> str:
    # Not strftime: it writes the year 1 with one digit.
    return "" if date is None else date.isoformat().replace("-", "")


def _time(at: Moment) -> str:
    if at.time is None:
        return ""
    return at.time.strftime("%H%M%S" if at.time.second else "%H%M")
