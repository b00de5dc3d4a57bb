"""Invoices, receipts, advices and remittances that were decided here, without a set that was read before."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from causeway.gateway.canonical.acknowledgements import (
    APPLICATION_ADVICE_SCHEMA,
    AdviceError,
    AdviceLevel,
    AdviceStatus,
    AdviceSubject,
    ApplicationAdvice,
)
from causeway.gateway.canonical.header import Purpose, Standard
from causeway.gateway.canonical.invoices import (
    INVOICE_SCHEMA,
    REMITTANCE_ADVICE_SCHEMA,
    Adjustment,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    InvoiceTotals,
    PaymentAccount,
    PaymentMethod,
    RemittanceAdvice,
    RemittanceHandling,
    RemittanceKind,
    RemittanceLine,
)
from causeway.gateway.canonical.items import Item
from causeway.gateway.canonical.parties import Identifier, PartyRole
from causeway.gateway.canonical.quantities import Money, Price, Quantity
from causeway.gateway.canonical.receipts import (
    RECEIPT_ADVICE_SCHEMA,
    Discrepancy,
    DiscrepancyKind,
    ReceiptAdvice,
    ReceiptKind,
    ReceiptLine,
)
from causeway.gateway.canonical.references import (
    Coded,
    Note,
    NotePurpose,
    OrderReference,
    Reference,
    ReferenceKind,
)
from causeway.gateway.canonical.terms import AllowanceCharge, Tax
from causeway.gateway.canonical.times import Moment
from causeway.gateway.formats.base import NotWritableError
from causeway.gateway.formats.x12 import GroupContent, SetContent, WriteOptions, write_interchange
from causeway.gateway.formats.x12.documents import WRITERS
from tests.builders.orders import a_header

from .support import interchange, read_envelope, read_one, spec_for

DAY = dt.date(2026, 3, 18)
BUYER_ITEM = Item((Identifier("buyer", "M-100"),))


def eaches(count: int) -> Quantity:
    return Quantity(Decimal(count), "EA")


def money(amount: str) -> Money:
    return Money(Decimal(amount))


def lines_of(set_id: str, message: Any, version: str = "004010") -> tuple[list[str], list[str]]:
    """The segments as text, and what is not carried."""
    result = WRITERS[set_id](message, WriteOptions(version=version))
    lines = [
        "*".join(part if isinstance(part, str) else ">".join(part) for part in segment)
        for segment in result.segments
    ]
    return lines, [f"{loss.position.tag} {loss.value}" for loss in result.losses]


def an_invoice(**changes: Any) -> Invoice:
    given: dict[str, Any] = {
        "header": a_header(INVOICE_SCHEMA, code="810", standard=Standard.WEB),
        "purpose": Purpose.ORIGINAL,
        "invoice_number": "INV-1",
        "kind": InvoiceKind.INVOICE,
        "invoice_date": DAY,
        "order": OrderReference("PO-1", order_date=dt.date(2026, 3, 1)),
        "lines": (InvoiceLine(1, BUYER_ITEM, eaches(4), "10", price=Price(Decimal("2.5"))),),
        "totals": InvoiceTotals(money("10")),
    }
    return Invoice(**given | changes)


def test_an_invoice_is_written_in_cents() -> None:
    charge = AllowanceCharge(
        is_charge=True, code="D240", amount=money("1.5"), taxes=(Tax(kind="VA", amount=money("0.3")),)
    )
    lines, losses = lines_of(
        "810",
        an_invoice(allowances_charges=(charge,), totals=InvoiceTotals(money("11.8"), discount=money("0.25"))),
    )
    assert lines == [
        "BIG*20260318*INV-1*20260301*PO-1***DI",
        "IT1*10*4*EA*2.5**BP*M-100",
        "TDS*1180***25",
        "SAC*C*D240***150",
        "TXI*VA*0.3",
        "CTT*1",
    ]
    assert losses == []


def test_a_credit_note_is_one_by_its_kind_and_not_by_a_minus() -> None:
    lines, _ = lines_of("810", an_invoice(kind=InvoiceKind.CREDIT_NOTE))
    assert lines[0].split("*")[7] == "CR"
    assert "TDS*1000" in lines


def test_what_an_810_has_no_place_for_is_told() -> None:
    note = Note(NotePurpose.GENERAL, "Checked")
    line = InvoiceLine(1, BUYER_ITEM, eaches(4), "10", order=OrderReference("PO-2"), notes=(note,))
    _, losses = lines_of(
        "810", an_invoice(lines=(line,), tax_point=DAY, totals=InvoiceTotals(money("10"), prepaid=money("1")))
    )
    assert losses == ["DTM tax_point", "IT1 order", "NTE Checked", "TDS prepaid"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"kind": InvoiceKind.SELF_BILLED}, "BIG07"),
        ({"lines": (InvoiceLine(1, Item()),)}, "IT101"),
        ({"lines": (InvoiceLine(1, Item(), Quantity(Decimal(1), "QQQ")),)}, "IT103"),
    ],
)
def test_what_has_no_x12_form_is_refused_before_sending(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(NotWritableError) as refused:
        lines_of("810", an_invoice(**changes))
    assert [str(problem.position) for problem in refused.value.problems] == [place]


@pytest.mark.parametrize(
    ("number", "place", "code"),
    [
        ("A" * 23, "BIG02", "element_too_long"),
        ("INV*1", "BIG02", "delimiter_in_data"),
        ("INV~1", "BIG02", "delimiter_in_data"),
    ],
)
def test_nothing_is_cut_and_no_delimiter_is_written(number: str, place: str, code: str) -> None:
    result = WRITERS["810"](an_invoice(invoice_number=number), WriteOptions())
    group = GroupContent("IN", "1", "004010", [SetContent("810", "0001", result.segments)])
    received = next(iter(read_envelope(interchange("BEG*00*SA*1**20260105")).interchanges))
    with pytest.raises(NotWritableError) as refused:
        write_interchange([group], spec_for(received))
    assert (code, place) in {(problem.code, str(problem.position)) for problem in refused.value.problems}


def test_a_receipt_says_what_was_accepted_and_what_was_wrong() -> None:
    line = ReceiptLine(
        1,
        BUYER_ITEM,
        "1",
        "10",
        OrderReference("PO-1"),
        sscc=("106141411234567897",),
        received=eaches(38),
        accepted=eaches(36),
        discrepancies=(Discrepancy(DiscrepancyKind.DAMAGED, eaches(2)),),
        cumulative_received=eaches(90),
    )
    receipt = ReceiptAdvice(
        header=a_header(RECEIPT_ADVICE_SCHEMA, code="861", standard=Standard.WEB),
        purpose=Purpose.ORIGINAL,
        receipt_number="R-1",
        kind=ReceiptKind.RECEIPT,
        entered_at=Moment(DAY),
        received_at=Moment(DAY),
        shipment_id="SHIP-1",
        lines=(line,),
    )
    lines, losses = lines_of("861", receipt)
    assert lines[:4] == [
        "BRA*R-1*20260318*00*2",
        "REF*SI*SHIP-1",
        "DTM*050*20260318",
        "RCD*1*38*EA***36*EA*07*2*EA*01",
    ]
    assert lines[4].startswith("LIN*10*")
    assert lines[5:] == ["PRF*PO-1", "MAN*GM*00106141411234567897", "CTT*1"]
    assert losses == ["RCD cumulative_received"]


def test_an_advice_names_the_document_and_the_error() -> None:
    error = AdviceError(
        Coded("848", "x12:647"), "Price differs", "IT1", 4, 4, value_sent="2.5", value_expected="2.4"
    )
    subject = AdviceSubject(
        AdviceLevel.DOCUMENT,
        AdviceStatus.REJECTED,
        Reference(ReferenceKind.INVOICE, "INV-1"),
        order=OrderReference("PO-1"),
        group_control="71",
        set_control="0001",
        set_id="810",
        errors=(error,),
    )
    advice = ApplicationAdvice(
        header=a_header(APPLICATION_ADVICE_SCHEMA, code="824", standard=Standard.WEB),
        purpose=Purpose.ORIGINAL,
        advice_number="A-1",
        at=Moment(DAY, dt.time(9, 15)),
        subjects=(subject,),
    )
    assert lines_of("824", advice) == (
        [
            "BGN*00*A-1*20260318*0915",
            "OTI*TR*IV*INV-1*****71*0001*810",
            "REF*PO*PO-1",
            "TED*848*Price differs*IT1*4*4**2.5*2.4",
        ],
        [],
    )


def a_payment(account: PaymentAccount) -> RemittanceAdvice:
    paid = RemittanceLine(
        Reference(ReferenceKind.INVOICE, "INV-1"),
        RemittanceKind.INVOICE,
        paid=money("9"),
        document_total=money("10"),
        adjustments=(
            Adjustment(Coded("01", "x12:426"), money("-1")),
            Adjustment(
                Coded("04", "x12:426"),
                money("-2"),
                Reference(ReferenceKind.OTHER, "C-1", as_sent="x12:128:CM"),
            ),
        ),
    )
    return RemittanceAdvice(
        header=a_header(REMITTANCE_ADVICE_SCHEMA, code="820", standard=Standard.WEB),
        purpose=Purpose.ORIGINAL,
        payment_number="PAY-1",
        handling=RemittanceHandling.REMITTANCE_ONLY,
        amount=money("9"),
        is_debit=False,
        method=PaymentMethod.CLEARING_HOUSE,
        payment_date=DAY,
        accounts=(account,),
        lines=(paid,),
    )


def test_a_remittance_is_written_with_the_account_that_it_names() -> None:
    bank = Identifier("x12:506:01", "123456789")
    lines, losses = lines_of(
        "820", a_payment(PaymentAccount(PartyRole.PAYEE, "x12:569:DA", "99887766", masked=False, bank=bank))
    )
    assert lines == [
        "BPR*I*9*C*ACH********01*123456789*DA*99887766*20260318",
        "TRN*1*PAY-1",
        "ENT*1",
        "RMR*IV*INV-1**9*10**01*-1",
        "ADX*-2*04*CM*C-1",
    ]
    assert losses == []


def test_a_masked_account_is_told_and_not_written() -> None:
    lines, losses = lines_of("820", a_payment(PaymentAccount(PartyRole.PAYEE, "x12:569:DA", "xxxx7766")))
    assert "7766" not in "".join(lines)
    assert losses == ["BPR15 xxxx7766"]


def test_an_account_number_is_masked_when_it_is_read() -> None:
    body = "BPR*I*1*C*ACH*CTX*01*123456789*DA*44556677\nTRN*1*P-1"
    message = read_one(interchange(body, functional_id="RA", set_id="820")).result.message
    assert [account.value for account in message.accounts] == ["xxxx6677"]
    assert "44556677" not in repr(message)
