"""Terms of a document or a line: currency, payment, delivery, transport, allowances and charges, taxes."""

import re
from collections.abc import Iterable

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
from causeway.gateway.formats.x12.meanings import ALLOWANCE_METHODS
from causeway.gateway.formats.x12.writing.base import Writer
from causeway.gateway.formats.x12.writing.lines import unit_of
from causeway.gateway.formats.x12.writing.parties import party_id
from causeway.gateway.formats.x12.writing.values import Default, as_sent, implied, number, whole

_METHOD_CODES = {method: code for code, method in reversed(ALLOWANCE_METHODS.items())}
_DIRECTIONS = {"False": "A", "True": "C"}
_STANDARD_CHARGE = re.compile(r"[A-Z]\d{3}", re.ASCII)  # data element 1300


def write_currency(w: Writer, currency: str | None, rate: str = "", entity: str = "SE") -> None:
    """CUR; nothing without a currency. `entity` says whose it is where that was not sent."""
    if currency:
        w.add("CUR", Default(entity), currency, rate)


def write_payment_terms(w: Writer, terms: Iterable[PaymentTerms]) -> None:
    """One ITD for each set of terms; ITD has room for one discount."""
    for term in terms:
        discount = term.discounts[0] if term.discounts else Discount()
        for spare in term.discounts[1:]:
            w.lose("ITD", number(spare.percent) or whole(spare.days))
        w.add(
            "ITD",
            as_sent(term.as_sent, "336") or term.code or "",
            term.basis or "",
            number(discount.percent),
            w.day(discount.date),
            whole(discount.days),
            w.day(term.net_date),
            whole(term.net_days),
            implied(discount.amount.amount, 2) if discount.amount else "",
            *("", "", ""),
            term.text or "",
            whole(term.day_of_month),
        )


def write_delivery_terms(w: Writer, terms: DeliveryTerms | None) -> None:
    """FOB. A place without the qualifier that was sent is `ZZ`, mutually defined."""
    if terms is None:
        return
    incoterm = terms.code_list is DeliveryTermsList.INCOTERMS
    payer = as_sent(terms.as_sent, "146") or terms.payer or ""
    if not payer:
        w.fail("FOB01", terms.code or terms.place or "")
    code = terms.code or ""
    term_list = ("01" if incoterm else Default("ZZ")) if code else ""
    w.add("FOB", payer, Default("ZZ" if terms.place else ""), terms.place or "", term_list, code)


def write_transport(w: Writer, transport: Iterable[Transport]) -> None:
    """One TD5 for each stage; trailers and texts have no place in it."""
    for stage in transport:
        carrier = party_id(w, (stage.carrier,), "TD502") if stage.carrier else ("", "")
        place = (as_sent(stage.location.scheme, "309"), stage.location.value) if stage.location else ("", "")
        transit = stage.transit_time
        took = (as_sent(transit.unit_as_sent, "732"), number(transit.value)) if transit else ("", "")
        routing = stage.routing or ""
        if stage.carrier_name and not routing:
            routing = stage.carrier_name
        elif stage.carrier_name:
            w.lose("TD5", stage.carrier_name)
        rest = ("", *place, "", *took, stage.service_level or "")
        w.add("TD5", "", *carrier, stage.mode or "", routing, *rest)
        for lost in (stage.stage, stage.text, *(equipment.number for equipment in stage.equipment)):
            if lost:
                w.lose("TD5", lost)


def write_allowances(w: Writer, allowances: Iterable[AllowanceCharge]) -> None:
    """One SAC for each allowance or charge; its amount has two implied decimals."""
    for one in allowances:
        _write_sac(w, one)


def _write_sac(w: Writer, one: AllowanceCharge) -> None:
    code = one.code or ""
    agency = one.agency_code or ""
    # With an agency's code beside it the standard's own code stands in SAC02, without one SAC02 is all there is.
    in_second = not agency or (bool(_STANDARD_CHARGE.fullmatch(code)) and w.keeps("SAC.4"))
    unit_from = one.quantity or one.per
    method = _METHOD_CODES.get(one.method, "") if one.method else ""
    if one.method and not method and not (one.method is AllowanceMethod.OTHER and w.keeps("SAC.12")):
        w.fail("SAC12", one.method)
    w.add(
        "SAC",
        w.code(one.as_sent, "248", _DIRECTIONS, str(one.is_charge), "SAC01"),
        code if in_second else "",
        agency,
        "" if in_second else code,
        implied(one.amount.amount, 2) if one.amount else "",
        one.percent_of or "",
        number(one.percent),
        number(one.rate),
        unit_of(w, unit_from, "SAC09") if unit_from else "",
        number(one.quantity.value) if one.quantity else "",
        "",
        method,
        (one.references[0].number or "") if one.references else "",
        "",
        one.description or "",
    )
    for reference in one.references[1:]:
        w.lose("SAC13", reference.number or "")
    for tax in one.taxes:
        w.lose("SAC", tax.kind or tax.category or "")


def write_taxes(w: Writer, taxes: Iterable[Tax]) -> None:
    """One TXI for each tax."""
    for tax in taxes:
        amount = number(tax.amount.amount) if tax.amount else ""
        rest = ("", tax.jurisdiction or "", tax.exempt_reason or "")
        w.add("TXI", tax.kind or "", amount, number(tax.rate_percent), *rest)
        for lost in (tax.category, number(tax.taxable.amount) if tax.taxable else None):
            if lost:
                w.lose("TXI", lost)
