"""Mapping rows for what may be attached to a document or to a line: parties, references, dates, notes, terms.

Functions take the reading, the segment padded to the guide's width, and its number in the set.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from causeway.gateway.canonical.parties import Contact, Identifier, PartyRole
from causeway.gateway.canonical.quantities import Money, Quantity
from causeway.gateway.canonical.references import NotePurpose, Reference, ReferenceKind
from causeway.gateway.canonical.terms import (
    AllowanceCharge,
    AllowanceMethod,
    DeliveryTerms,
    DeliveryTermsList,
    Discount,
    PaymentTerms,
    Tax,
    Transport,
)
from causeway.gateway.canonical.times import DateKind, Moment, OtherDate, Precision, Window
from causeway.gateway.formats.x12.builders import DocumentBuilder, NoteBuilder, PartyBuilder
from causeway.gateway.formats.x12.envelope import Segment
from causeway.gateway.formats.x12.meanings import (
    ALLOWANCE_METHODS,
    DATE_KINDS,
    PARTY_ROLES,
    REFERENCE_KINDS,
    WINDOWS,
)
from causeway.gateway.formats.x12.reading import Reading, Row, row

_NOTE_PURPOSES = {"DEL": NotePurpose.DELIVERY, "INV": NotePurpose.INVOICE, "PAC": NotePurpose.PACKING}
_DIRECTIONS = {"A": False, "C": True}
_ROLE_OF_CONTACT = {"BD": PartyRole.BUYER, "SU": PartyRole.SELLER}


def quantity(r: Reading, value: Decimal | None, unit: str, segment: int, element: int) -> Quantity | None:
    """The quantity, None without a value; an X12 unit without one meaning is noted and kept as sent."""
    if value is None:
        return None
    if not unit:
        return Quantity(value)
    known, sent = r.lists.units[unit]
    if known is None:
        r.untranslated("355", unit, segment, element)
    return Quantity(value, known, sent)


def party_id(r: Reading, qualifier: str, value: str) -> Identifier:
    """An identifier of element 67 under its qualifier of element 66."""
    found: Identifier = r.memos["PLACES"][qualifier][value]
    return found


# parties


def read_n1(r: Reading, s: Segment, number: int) -> None:
    """N1 begins a party of the present owner."""
    role = PARTY_ROLES.get(s[1])
    if role is None:
        r.untranslated("98", s[1], number, 1)
        role = PartyRole.OTHER
    party = PartyBuilder(role, r.sent("98", s[1]))
    party.name = s[2] or None
    if s[4]:
        party.ids.append(party_id(r, s[3], s[4]))
    r.owner.parties.append(party)


def read_n2(r: Reading, s: Segment, _: int) -> None:
    """N2: more of the name."""
    r.owner.parties[-1].more_names.extend(part for part in s[1:3] if part)


def read_n3(r: Reading, s: Segment, _: int) -> None:
    """N3: lines of the address."""
    r.owner.parties[-1].lines.extend(part for part in s[1:3] if part)


def read_n4(r: Reading, s: Segment, number: int) -> None:
    """N4: the place. A second one of the same party is kept as it is."""
    party = r.owner.parties[-1]
    if any(party.place):
        r.keep(s, number, *range(1, 7))
        return
    party.place = tuple(part or None for part in s[1:5])
    if s[6]:
        party.location = Identifier(r.sent("309", s[5]) if s[5] else "mutual", s[6])
    else:
        r.keep(s, number, 5)


def read_party_contact(r: Reading, s: Segment, _: int) -> None:
    """PER inside a party's loop."""
    r.owner.parties[-1].contacts.append(_contact(r, s))


def read_document_contact(r: Reading, s: Segment, number: int) -> None:
    """PER of the header; it joins the party of its function when the document is complete.

    In a set without order it may find a line as its owner, and is kept there as it is.
    """
    if isinstance(r.owner, DocumentBuilder):
        r.owner.contacts.append(_contact(r, s))
    else:
        r.keep(s, number, *range(1, len(s)))


def _contact(r: Reading, s: Segment) -> Contact:
    numbers: dict[str, list[str]] = {"TE": [], "EM": [], "FX": []}
    other = []
    for qualifier, value in ((s[3], s[4]), (s[5], s[6]), (s[7], s[8])):
        if value and qualifier in numbers:
            numbers[qualifier].append(value)
        elif value:
            other.append(Identifier(r.sent("365", qualifier), value))
    return Contact(
        s[1] or None,
        s[2] or None,
        tuple(numbers["TE"]),
        tuple(numbers["EM"]),
        tuple(numbers["FX"]),
        tuple(other),
    )


def settle_contacts(parties: list[PartyBuilder], contacts: list[Contact]) -> None:
    """Gives each contact of the header to the party of its function, else to a party without a role."""
    for contact in contacts:
        role = _ROLE_OF_CONTACT.get(contact.function or "")
        owner = next((party for party in parties if party.role is role), None)
        if owner is None:
            owner = PartyBuilder(PartyRole.OTHER, None)
            parties.append(owner)
        owner.contacts.append(contact)


def read_party_reference(r: Reading, s: Segment, number: int) -> None:
    """REF inside a party's loop."""
    r.owner.parties[-1].references.append(reference_of(r, s, number))


# references, dates, notes


def reference_of(
    r: Reading, s: Segment, number: int, kinds: Mapping[str, ReferenceKind] = REFERENCE_KINDS
) -> Reference:
    """The reference of a REF, or of the start of an N9; a qualifier without a meaning is noted."""
    kind = kinds.get(s[1])
    if kind is None:
        r.untranslated("128", s[1], number, 1)
        kind = ReferenceKind.OTHER
    return Reference(kind, s[2] or None, s[3] or None, None, r.sent("128", s[1]))


def read_ref(r: Reading, s: Segment, number: int) -> None:
    """REF of a document or line."""
    r.owner.references.append(reference_of(r, s, number))


def read_n9(r: Reading, s: Segment, number: int) -> None:
    """N9: a reference where it carries a number; texts in MSG below it become one note."""
    reference = reference_of(r, s, number)
    sent_on = r.dates[s[4]] if s[4] else None
    if reference.number or reference.description or sent_on:
        kept = Reference(reference.kind, reference.number, reference.description, sent_on, reference.as_sent)
        r.owner.references.append(kept)
    r.owner.open_note = NoteBuilder(NotePurpose.GENERAL, r.sent("128", s[1]))
    r.owner.notes.append(r.owner.open_note)


def read_n9_text(r: Reading, s: Segment, _: int) -> None:
    """MSG under N9."""
    r.owner.open_note.lines.append(s[1])


def read_text(r: Reading, s: Segment, _: int) -> None:
    """MSG that stands alone: one note of its own."""
    note = NoteBuilder(NotePurpose.GENERAL, None)
    note.lines.append(s[1])
    r.owner.notes.append(note)


def read_nte(r: Reading, s: Segment, _: int) -> None:
    """NTE, as older versions write notes."""
    note = NoteBuilder(_NOTE_PURPOSES.get(s[1], NotePurpose.GENERAL), r.sent("363", s[1]) if s[1] else None)
    note.lines.append(s[2])
    r.owner.notes.append(note)


def read_pkg(r: Reading, s: Segment, number: int) -> None:
    """PKG with a text is a packing note; codes without one are kept as they are."""
    if s[5]:
        note = NoteBuilder(NotePurpose.PACKING, r.sent("753", s[2]) if s[2] else None)
        note.lines.append(s[5])
        r.owner.notes.append(note)
    else:
        r.keep(s, number, 2)


def moment(r: Reading, day: dt.date, time_text: str, zone: str) -> Moment:
    """A date with its time and zone where they were sent."""
    time = r.times[time_text] if time_text else None
    if time is None:
        return Moment(day, None, zone or None)
    precision = Precision.MINUTE if len(time_text) == 4 else Precision.SECOND
    return Moment(day, time, zone or None, precision)


def read_dtm(r: Reading, s: Segment, number: int) -> None:
    """DTM: a window of its owner where the qualifier has one, else another date."""
    day = r.dates[s[2]] if s[2] else None
    if day is None:
        r.keep(s, number, 1, 2, 3, 4)
        return
    add_date(r, s[1], moment(r, day, s[3], s[4]), number, 1)
    if s[3] and r.times[s[3]] is None:
        r.keep(s, number, 3)


def add_date(r: Reading, qualifier: str, at: Moment, segment: int, element: int) -> None:
    """Puts a date where its qualifier says; a second one for the same place is kept as another date."""
    owner = r.owner
    if qualifier == "001" and "cancel_after" in r.windows and owner.cancel_after is None:
        owner.cancel_after = at
        return
    window = WINDOWS.get(qualifier)
    placed = window is not None and window[0] in r.windows and place_in_window(owner.windows, *window, at)
    if placed and qualifier != "106":  # 106 keeps its own word beside the window that it closes
        return
    kind = DATE_KINDS.get(qualifier)
    if kind is None:
        r.untranslated("374", qualifier, segment, element)
        kind = DateKind.OTHER
    owner.dates.append(OtherDate(kind, at, None, r.sent("374", qualifier)))


def place_in_window(windows: dict[str, Window], name: str, end: str, at: Moment) -> bool:
    """Puts a moment into a window unless that end is taken; says whether it could."""
    window = windows.get(name)
    if window is None:
        window = Window()
    taken = (window.earliest and end != "latest") or (window.latest and end != "earliest")
    if taken:
        return False
    earliest = window.earliest if end == "latest" else at
    latest = window.latest if end == "earliest" else at
    windows[name] = Window(earliest, latest)
    return True


# terms


def read_cur(r: Reading, s: Segment, number: int) -> None:
    """CUR: the owner's currency; a second one is kept as it is."""
    if r.owner.currency is None:
        r.owner.currency = s[2]
        r.keep(s, number, 1)
    else:
        r.keep(s, number, 1, 2)


def read_document_cur(r: Reading, s: Segment, number: int) -> None:
    """CUR of the header, with its exchange rate. In a set without order it may find a line as its owner."""
    read_cur(r, s, number)
    if s[3] and isinstance(r.owner, DocumentBuilder) and r.owner.exchange_rate is None:
        r.owner.exchange_rate = r.numbers[s[3]]
    else:
        r.keep(s, number, 3)


def read_itd(r: Reading, s: Segment, _: int) -> None:
    """ITD: one set of payment terms."""
    days = r.integers[s[5]] if s[5] else None
    amount = r.implied(s[8], 2)
    percent = r.numbers[s[3]] if s[3] else None
    due = r.dates[s[4]] if s[4] else None
    discount = Discount(percent, days, due, Money(amount) if amount is not None else None)
    has_discount = percent is not None or days is not None or due is not None or amount is not None
    r.owner.payment_terms.append(
        PaymentTerms(
            code=s[1] or None,
            basis=s[2] or None,
            net_days=r.integers[s[7]] if s[7] else None,
            net_date=r.dates[s[6]] if s[6] else None,
            discounts=(discount,) if has_discount else (),
            day_of_month=r.integers[s[13]] if s[13] else None,
            text=s[12] or None,
            as_sent=r.sent("336", s[1]) if s[1] else None,
        )
    )


def read_fob(r: Reading, s: Segment, number: int) -> None:
    """FOB: delivery terms; FOB04 01 says that FOB05 is an Incoterm."""
    if r.owner.delivery_terms is not None:
        r.keep(s, number, 1, 3, 4, 5)
        return
    incoterm = s[4] == "01"
    r.owner.delivery_terms = DeliveryTerms(
        code=s[5] or None,
        code_list=DeliveryTermsList.INCOTERMS if incoterm else DeliveryTermsList.FOB,
        place=s[3] or None,
        payer=s[1] or None,
        as_sent=r.sent("146", s[1]) if s[1] else None,
    )
    if not incoterm:
        r.keep(s, number, 4)


def read_td5(r: Reading, s: Segment, _: int) -> None:
    """TD5: carrier, mode, routing, transit time and service level."""
    transit = r.numbers[s[11]] if s[11] else None
    r.owner.transport.append(
        Transport(
            mode=s[4] or None,
            carrier=party_id(r, s[2], s[3]) if s[3] else None,
            routing=s[5] or None,
            service_level=s[12] or None,
            transit_time=None if transit is None else Quantity(transit, None, r.sent("732", s[10])),
            location=Identifier(r.sent("309", s[7]), s[8]) if s[8] else None,
        )
    )


def read_sac(r: Reading, s: Segment, number: int) -> None:
    """SAC: an allowance (A) or a charge (C); N, P, Q, R and S say nothing about a direction. SAC05 has two decimals."""
    amount = r.implied(s[5], 2)
    rate = r.numbers[s[8]] if s[8] else None
    method = ALLOWANCE_METHODS.get(s[12])
    if s[12] and method is None:
        method = AllowanceMethod.OTHER
        r.keep(s, number, 12)
    r.owner.allowances.append(
        AllowanceCharge(
            _DIRECTIONS.get(s[1]),
            s[2] or s[4] or None,
            s[3] or None,
            method,
            None if amount is None else Money(amount),
            r.numbers[s[7]] if s[7] else None,
            s[6] or None,
            rate,
            quantity(r, Decimal(1), s[9], number, 9) if rate is not None and s[9] else None,
            r.quantity(s[10], s[9], number, 9),
            None,
            s[15] or None,
            (Reference(ReferenceKind.OTHER, s[13], None, None, "x12:127:"),) if s[13] else (),
            (),
            r.sent("248", s[1]),
        )
    )
    if s[2]:
        r.keep(s, number, 4)
    if s[9] and rate is None and not s[10]:
        r.keep(s, number, 9)


def read_txi(r: Reading, s: Segment, _: int) -> None:
    """TXI: one tax."""
    r.owner.taxes.append(tax_of(r, s))


def tax_of(r: Reading, s: Segment) -> Tax:
    """The tax of a TXI."""
    amount = r.numbers[s[2]] if s[2] else None
    return Tax(
        kind=s[1],
        amount=Money(amount) if amount is not None else None,
        rate_percent=r.numbers[s[3]] if s[3] else None,
        jurisdiction=s[5] or None,
        exempt_reason=s[6] or None,
    )


PARTY_ROWS: dict[str, Row] = {
    "N1": row(read_n1, (1, 2, 3, 4)),
    "N2": row(read_n2),
    "N3": row(read_n3),
    "N4": row(read_n4, (1, 2, 3, 4, 5, 6)),
    "PER": row(read_party_contact, range(1, 9)),
    "REF": row(read_party_reference, (1, 2, 3)),
}
NOTE_ROWS: dict[str, Row] = {"N9": row(read_n9, (1, 2, 3, 4)), "MSG": row(read_n9_text, (1,))}
OWNER_ROWS: dict[str, Row] = {
    "REF": row(read_ref, (1, 2, 3)),
    "DTM": row(read_dtm, (1, 2, 3, 4)),
    "MSG": row(read_text, (1,)),
    "NTE": row(read_nte),
    "TD5": row(read_td5, (2, 3, 4, 5, 7, 8, 10, 11, 12)),
    "FOB": row(read_fob, (1, 3, 4, 5)),
    "ITD": row(read_itd, (1, 2, 3, 4, 5, 6, 7, 8, 12, 13)),
    "TXI": row(read_txi, (1, 2, 3, 5, 6)),
    **{f"N1/{tag}": entry for tag, entry in PARTY_ROWS.items()},
    **{f"N9/{tag}": entry for tag, entry in NOTE_ROWS.items()},
    "SAC/SAC": row(read_sac, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15)),
}
