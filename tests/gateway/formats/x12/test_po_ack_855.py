import datetime as dt
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.gateway.canonical.header import MessageHeader, Purpose, Standard
from causeway.gateway.canonical.items import Item
from causeway.gateway.canonical.orders import (
    LineConfirmation,
    LineStatus,
    OrderedEcho,
    OrderResponse,
    OrderResponseLine,
    Response,
    ResponseDetail,
    UnlistedLines,
)
from causeway.gateway.canonical.parties import Identifier, Party, PartyRole
from causeway.gateway.canonical.quantities import Price, Quantity
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.canonical.times import Moment, Window
from causeway.gateway.formats.base import NotWritableError
from causeway.gateway.formats.x12 import (
    GroupContent,
    SetContent,
    WriteOptions,
    po_ack_855,
    read_envelope,
    write_interchange,
)
from causeway.gateway.formats.x12.meanings import LINE_STATUS_CODES

from .support import MESSAGE_ID, interchange, read_one, spec_for

EACH = "x12:355:EA"
HEADER = MessageHeader("order_response/1", MESSAGE_ID, Standard.WEB, "1", "order_response")
SPEC = spec_for(read_envelope(interchange("BEG*00*SA*1**20260105")).interchanges[0])


def window(day: dt.date) -> Window:
    return Window(Moment(day), Moment(day))


def a_response(*lines: OrderResponseLine, **changes: object) -> OrderResponse:
    values = {
        "header": HEADER,
        "order": OrderReference("4500001001", "7", None, dt.date(2026, 1, 5)),
        "response": Response.ACCEPTED_WITH_CHANGES,
        "detail": ResponseDetail.FULL,
        "unlisted_lines": UnlistedLines.UNANSWERED,
        "purpose": Purpose.ORIGINAL,
        "lines": lines,
    }
    return OrderResponse(**(values | changes))  # type: ignore[arg-type]


def sent(response: OrderResponse, version: str = "004010") -> bytes:
    segments = po_ack_855.write(response).segments
    return write_interchange([GroupContent("PR", "1", version, [SetContent("855", "0001", segments)])], SPEC)


def body_of(response: OrderResponse) -> list[str]:
    return [line.rstrip("~") for line in sent(response).decode().splitlines()][3:-3]


def test_a_split_line_is_written_as_ordered_with_one_ack_for_each_part() -> None:
    item = Item((Identifier("buyer", "HS-100"), Identifier("gtin", "00036000291452", "036000291452")))
    line = OrderResponseLine(
        1,
        OrderedEcho(
            item, Quantity(Decimal(120), "EA", EACH), Price(Decimal("9.25"), None, Quantity(Decimal(1), "EA"))
        ),
        "10",
        confirmations=(
            LineConfirmation(
                LineStatus.ACCEPTED, None, Quantity(Decimal(100), "EA", EACH), window(dt.date(2026, 2, 1))
            ),
            LineConfirmation(
                LineStatus.BACKORDERED, None, Quantity(Decimal(15), "EA"), window(dt.date(2026, 2, 9))
            ),
            LineConfirmation(LineStatus.REJECTED, None, Quantity(Decimal(5), "EA")),
        ),
    )
    party = Party(PartyRole.SHIP_TO, None, (Identifier("gln", "0614141000012"),), "DC")
    response = a_response(line, parties=(party,), sales_order_number="SO9", response_date=dt.date(2026, 1, 6))
    assert body_of(response) == [
        "BAK*00*AC*4500001001*20260105*7***SO9*20260106",
        "N1*ST*DC*UL*0614141000012",
        "PO1*10*120*EA*9.25*PE*BP*HS-100*UP*036000291452",
        "ACK*IA*100*EA*067*20260201",
        "ACK*IB*15*EA*067*20260209",
        "ACK*IR*5*EA",
        "CTT*1",
    ]
    assert po_ack_855.write(response).losses == ()


identifiers = st.builds(
    Identifier,
    st.sampled_from(["buyer", "seller", "sku", "manufacturer", "x12:235:ZZ"]),
    st.text("ABC0123-", min_size=1, max_size=12),
)
quantities = st.builds(
    lambda value: Quantity(value, "EA", EACH), st.decimals("0.001", "99999", allow_nan=False, places=3)
)
windows = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2039, 12, 31)).map(window)
confirmations = st.builds(
    lambda status, quantity, delivery, ship: LineConfirmation(
        status, f"x12:668:{LINE_STATUS_CODES[status]}", quantity, delivery, ship
    ),
    st.sampled_from([status for status in LineStatus if status in LINE_STATUS_CODES]),
    quantities,
    windows,
    windows,
)
lines = st.builds(
    lambda ids, quantity, parts: (ids, quantity, parts),
    st.lists(identifiers, max_size=4),
    quantities,
    st.lists(confirmations, max_size=4),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(lines, max_size=4), st.sampled_from(["004010", "005010"]))
def test_a_response_reads_back_as_it_was_written(generated: list[tuple], version: str) -> None:
    built = tuple(
        OrderResponseLine(
            position,
            OrderedEcho(Item(tuple(ids)), quantity),
            str(position),
            confirmations=tuple(parts),
        )
        for position, (ids, quantity, parts) in enumerate(generated, 1)
    )
    response = a_response(*built)
    read = read_one(sent(response, version)).result.message
    assert read.order == response.order
    assert read.response is response.response
    assert msgspec.json.encode(read.lines) == msgspec.json.encode(_without_spare_zeros(response.lines))


def _without_spare_zeros(lines: tuple[OrderResponseLine, ...]) -> object:
    """The lines with quantities as X12 writes them: no zeros at the end that say nothing."""

    def shorter(quantity: Quantity) -> Quantity:
        text = format(quantity.value, "f").rstrip("0").rstrip(".")
        return Quantity(Decimal(text or "0"), quantity.unit, quantity.unit_as_sent)

    change = msgspec.structs.replace
    return tuple(
        change(
            line,
            ordered=OrderedEcho(line.ordered.item, shorter(line.ordered.quantity)),
            confirmations=tuple(change(part, quantity=shorter(part.quantity)) for part in line.confirmations),
        )
        for line in lines
    )


def test_an_ack_without_quantity_speaks_of_all_that_is_left() -> None:
    body = "BAK*00*AC*1*20260105\nPO1*1*10*EA\nACK*DR***067*20260201\nACK*IS******VN*OTHER"
    line = read_one(interchange(body, set_id="855", functional_id="PR")).result.message.lines[0]
    assert [part.quantity for part in line.confirmations] == [None, None]
    assert line.confirmations[0].substitute is None
    assert line.confirmations[1].substitute == Item((Identifier("seller", "OTHER"),))


def test_ids_that_repeat_the_lines_are_no_substitute() -> None:
    body = "BAK*00*AD*1*20260105\nPO1*1*10*EA***BP*A1\nACK*IA*10*EA****BP*A1"
    line = read_one(interchange(body, set_id="855", functional_id="PR")).result.message.lines[0]
    assert line.confirmations[0].substitute is None


@pytest.mark.parametrize(
    ("code", "unlisted"),
    [
        ("AD", "unanswered"),
        ("AC", "unanswered"),
        ("AE", "as_ordered"),
        ("AK", "as_ordered"),
        ("RJ", "rejected"),
    ],
)
def test_the_header_says_what_holds_for_lines_that_are_not_listed(code: str, unlisted: str) -> None:
    body = f"BAK*00*{code}*1*20260105"
    message = read_one(interchange(body, set_id="855", functional_id="PR")).result.message
    assert message.unlisted_lines == unlisted


def test_nothing_is_cut_when_it_is_too_long() -> None:
    with pytest.raises(NotWritableError) as refused:
        sent(a_response(order=OrderReference("9" * 23, None, None, dt.date(2026, 1, 5))))
    assert [(p.code, str(p.position)) for p in refused.value.problems] == [("element_too_long", "BAK03")]


def test_an_order_date_that_the_guide_demands_is_not_made_up() -> None:
    with pytest.raises(NotWritableError) as refused:
        sent(a_response(order=OrderReference("1")))
    assert [(p.code, str(p.position)) for p in refused.value.problems] == [("element_missing", "BAK04")]


def test_a_delimiter_in_data_is_refused_or_replaced_as_agreed() -> None:
    response = a_response(parties=(Party(PartyRole.SELLER, None, (), "A*B~C"),))
    with pytest.raises(NotWritableError) as refused:
        sent(response)
    assert {p.code for p in refused.value.problems} == {"delimiter_in_data"}
    import dataclasses

    spec = dataclasses.replace(SPEC, replacement=" ")
    content = [
        GroupContent("PR", "1", "004010", [SetContent("855", "0001", po_ack_855.write(response).segments)])
    ]
    assert b"N1*SE*A B C~" in write_interchange(content, spec)


def test_characters_outside_of_the_charset_are_refused() -> None:
    import dataclasses

    response = a_response(parties=(Party(PartyRole.SELLER, None, (), "东方"),))
    content = [
        GroupContent("PR", "1", "004010", [SetContent("855", "0001", po_ack_855.write(response).segments)])
    ]
    with pytest.raises(NotWritableError) as refused:
        write_interchange(content, dataclasses.replace(SPEC, charset="ascii"))
    assert [p.code for p in refused.value.problems] == ["not_in_charset"]


def test_a_unit_without_an_x12_code_is_refused() -> None:
    line = OrderResponseLine(1, OrderedEcho(Item(), Quantity(Decimal(1), "XSK")), "1")
    with pytest.raises(NotWritableError):
        po_ack_855.write(a_response(line))
    options = WriteOptions(units=(("XSK", "SK"),))
    assert ["PO1", "1", "1", "SK"] in po_ack_855.write(a_response(line), options).segments
