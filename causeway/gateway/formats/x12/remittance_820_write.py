"""RemittanceAdvice to the segments of an 820. A masked account number is never written: it names no account."""

from collections.abc import Collection
from itertools import chain

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.invoices import (
    Adjustment,
    PaymentAccount,
    RemittanceAdvice,
    RemittanceKind,
    RemittanceLine,
)
from causeway.gateway.canonical.parties import PartyRole
from causeway.gateway.formats.x12.invoice_meanings import HANDLING_CODES, METHOD_CODES, REMITTED_CODES
from causeway.gateway.formats.x12.writing.attachments import write_dates, write_references
from causeway.gateway.formats.x12.writing.base import WriteOptions, Writer, WriteResult
from causeway.gateway.formats.x12.writing.parties import write_parties
from causeway.gateway.formats.x12.writing.plain import lose_fields, reference_pair, write_plain_notes
from causeway.gateway.formats.x12.writing.terms import write_currency
from causeway.gateway.formats.x12.writing.values import Default, as_sent, number

_REASONS = "x12:426"
_NO_ACCOUNT = ("", "", "", "")


def write_remittance(
    message: RemittanceAdvice, mapped: Collection[str], options: WriteOptions
) -> WriteResult:
    """The segments between ST and SE. Raises NotWritableError where a code has no X12 form."""
    w = Writer("820", message, options, mapped)
    _write_bpr(w, message)
    write_plain_notes(w, message.notes)
    w.add("TRN", Default("1"), message.payment_number, message.trace_origin or "")
    write_currency(w, message.currency, number(message.exchange_rate), "PR")
    write_references(w, message.references, ())
    write_dates(w, message.dates)
    own = [party for party in (message.payer, message.payee) if party is not None]
    write_parties(w, chain(own, message.parties))
    if (message.lines or message.adjustments) and not w.is_homecoming:
        w.add("ENT", "1")
    for adjustment in message.adjustments:
        _write_adx(w, adjustment)
    for line in message.lines:
        _write_line(w, line)
    if message.purpose is not Purpose.ORIGINAL:
        w.lose("BPR", message.purpose)
    lose_fields(w, message, "BPR", "value_date")
    return w.result()


def _write_bpr(w: Writer, message: RemittanceAdvice) -> None:
    roles = (PartyRole.PAYEE, PartyRole.PAYER) if message.is_debit else (PartyRole.PAYER, PartyRole.PAYEE)
    first, second = ([one for one in message.accounts if one.role is role] for role in roles)
    third = [one for one in message.accounts if one.role not in roles]
    for spare in (*first[1:], *second[1:], *third[1:]):
        w.lose("BPR", spare.value or "")
    w.add(
        "BPR",
        w.code(message.handling_as_sent, "305", HANDLING_CODES, message.handling, "BPR01"),
        number(message.amount.amount),
        "D" if message.is_debit else "C",
        w.code(message.method_as_sent, "591", METHOD_CODES, message.method, "BPR04"),
        "",
        *_account(w, first, "BPR09"),
        "",
        "",
        *_account(w, second, "BPR15"),
        w.day(message.payment_date),
        "",
        *_account(w, third, "BPR21"),
    )


def _account(w: Writer, accounts: list[PaymentAccount], place: str) -> tuple[str, str, str, str]:
    """Bank and account, of a masked one the bank alone."""
    if not accounts:
        return _NO_ACCOUNT
    account = accounts[0]
    bank_list = bank = ""
    if account.bank is not None:
        bank_list, bank = as_sent(account.bank.scheme, "506"), account.bank.value
        if not bank_list:
            w.fail(f"BPR{int(place[-2:]) - 3:02d}", account.bank.scheme)
    if account.masked:
        if account.value:
            w.lose(place, account.value)
        return bank_list, bank, "", ""
    return bank_list, bank, as_sent(account.scheme, "569"), account.value or ""


def _write_line(w: Writer, line: RemittanceLine) -> None:
    w.begin(line.extensions)
    document = line.document
    sent = line.kind_as_sent or document.as_sent
    code = ""
    if sent or document.number or line.kind is not RemittanceKind.OTHER:
        code = w.code(sent, "128", REMITTED_CODES, line.kind, "RMR01")
    in_rmr = line.adjustments[0] if line.adjustments else None
    if in_rmr is not None and (in_rmr.document is not None or in_rmr.notes):
        in_rmr = None
    w.add(
        "RMR",
        code,
        document.number or "",
        line.action or "",
        *(number(money.amount) if money else "" for money in (line.paid, line.document_total, line.discount)),
        *((_reason(w, in_rmr, "RMR07"), number(in_rmr.amount.amount)) if in_rmr else ()),
    )
    write_plain_notes(w, line.notes)
    if line.order is not None:
        w.add("REF", "PO", line.order.order_number)
    write_references(w, line.references, ())
    write_dates(w, line.dates)
    for one in line.adjustments:
        if one is not in_rmr:
            _write_adx(w, one)
    lose_fields(w, document, "RMR", "description", "date")


def _write_adx(w: Writer, one: Adjustment) -> None:
    pair = reference_pair(w, one.document, "ADX03")
    w.add("ADX", number(one.amount.amount), _reason(w, one, "ADX02"), *pair)
    write_plain_notes(w, one.notes)


def _reason(w: Writer, one: Adjustment, place: str) -> str:
    if one.reason.list != _REASONS:
        w.fail(place, one.reason.value)
    return one.reason.value
