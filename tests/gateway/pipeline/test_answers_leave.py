"""An answer leaves, whatever the order that it repeats had in its texts; what cannot be repeated is told."""

import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from causeway.gateway.canonical.items import Description, Item
from causeway.gateway.canonical.orders import OrderedEcho, OrderResponseLine
from causeway.gateway.canonical.parties import Identifier, Party, PartyRole
from causeway.gateway.canonical.quantities import Quantity
from causeway.gateway.canonical.references import Reference
from causeway.gateway.partners.models import Agreement, Usage
from causeway.gateway.partners.service import terms_of
from causeway.gateway.pipeline.x12_writing import Numbers, UnwritableError, write_message
from tests.gateway.pipeline import support

CODE = Identifier("assigned_by_buyer", "V1001")


def _agreement():
    return Agreement(
        name="ERP",
        standard="x12",
        usage=Usage.LIVE.value,
        their_qualifier="ZZ",
        their_id="ERP",
        our_qualifier="ZZ",
        our_id="CAUSEWAY",
        their_group_id="ERP",
        our_group_id="CAUSEWAY",
        terms={},
    )


def _written(**changes):
    agreement = _agreement()
    answer = msgspec.structs.replace(support.response("A-1"), **changes)
    at = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
    return write_message(answer, "855", agreement, terms_of(agreement), Numbers(1, 1), written_at=at)


def _line(*, text="", ids=(Identifier("buyer", "M-1"),)):
    item = Item(ids=ids, descriptions=(Description(text),) if text else ())
    return OrderResponseLine(1, OrderedEcho(item, Quantity(Decimal(5), "EA", "x12:355:EA")), "10")


def _seller(name):
    return Party(PartyRole.SELLER, ids=(CODE,), name=name)


@pytest.mark.parametrize("text", ["轴" * 90, "40*5*3 mm", "A~B", "M8>M6", "a\nb", "*" + "x" * 90])
def test_a_description_that_cannot_be_repeated_is_left_out_whole(text):
    written = _written(lines=(_line(text=text),))
    assert b"PID" not in written.data
    assert b"PO1*10*5*EA***BP*M-1~" in written.data
    [loss] = [loss for loss in written.losses if loss.position.tag == "PID"]
    assert (loss.code, loss.value) == ("not_carried", text)


def test_a_name_that_is_too_long_is_left_out_beside_its_code():
    written = _written(parties=(_seller("S" * 70),))
    assert b"N1*SE**92*V1001~" in written.data
    assert [str(loss.position) for loss in written.losses] == ["N102"]


def test_a_code_that_holds_a_delimiter_is_left_out_beside_its_name():
    party = Party(PartyRole.SELLER, ids=(Identifier("assigned_by_buyer", "V*1"),), name="Seller")
    written = _written(parties=(party,))
    assert b"N1*SE*Seller~" in written.data
    assert [(str(loss.position), loss.value) for loss in written.losses] == [("N104", "V*1")]


def test_a_contract_number_that_holds_a_delimiter_is_left_out():
    written = _written(contract_number="C~9")
    assert b"C~9" not in written.data
    assert [str(loss.position) for loss in written.losses] == ["BAK07"]


def test_a_reference_and_a_second_item_code_that_are_too_long_are_left_out():
    ids = (Identifier("buyer", "M-1"), Identifier("seller", "V" * 60))
    references = (Reference("department", "9" * 40),)
    written = _written(lines=(_line(ids=ids),), references=references)
    assert b"REF" not in written.data
    assert b"PO1*10*5*EA***BP*M-1~" in written.data
    assert len(written.losses) == 2


def test_several_things_at_once_are_all_left_out():
    written = _written(lines=(_line(text="5>3"), _line(text="x" * 81)), parties=(_seller("S*S"),))
    assert written.data.count(b"PO1*") == 2
    assert len(written.losses) == 3


def test_what_the_answer_is_about_is_never_left_out():
    line = msgspec.structs.replace(_line(text="5>3"), line_id="1" * 25)
    with pytest.raises(UnwritableError):
        _written(lines=(line,))
    with pytest.raises(UnwritableError):
        _written(order=msgspec.structs.replace(support.response("A").order, order_number="A*1"))
    with pytest.raises(UnwritableError):
        _written(parties=(msgspec.structs.replace(_seller("S*S"), ids=()),))


def test_an_order_of_the_first_century_is_answered():
    first = dt.date(1, 1, 1)
    written = _written(order=msgspec.structs.replace(support.response("A").order, order_date=first))
    assert b"*00010101*" in written.data
