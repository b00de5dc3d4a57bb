"""Unknown codes: all of them collected, explained once, and the messages that waited go on by themselves."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from causeway.gateway.canonical.intake import Applied, Held
from causeway.gateway.canonical.parties import Identifier
from causeway.portal.domain.catalog.packing import Factor
from causeway.portal.domain.codes import queries, service
from causeway.portal.domain.codes.errors import CodeAlreadyResolvedError, CodeTakenError, InvalidTargetError
from causeway.portal.domain.codes.models import CodeKind
from causeway.portal.domain.codes.service import Code
from causeway.portal.domain.orders.queries import get_order
from causeway.tenants import db
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.errors import NotFoundError
from causeway.tenants.ids import new_id
from causeway.tenants.models import Organization
from tests.builders.answers import stored_lines
from tests.builders.orders import a_distributors_order, a_purchase_order
from tests.builders.trade import add_message, another_item, start_trading
from tests.conftest import make_world


def waiting_work(trade, kind="inbound.apply"):
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        rows = session.execute(
            text("select reference from work where tenant_id = :t and kind = :k order by id"),
            {"t": trade.world.tenant_id, "k": kind},
        )
        return [row.reference for row in rows]


def logged(trade, **options):
    message_id = new_id()
    with trade.staff() as session:
        add_message(session, trade.context(message_id, **options))
    return message_id


def open_codes(trade, **options):
    with trade.staff() as session:
        return queries.list_unknown(session, **options).rows


def test_all_unknown_codes_are_collected_at_once(trade):
    order = (
        a_purchase_order()
        .from_seller(Identifier("assigned_by_buyer", "V-9"), name="New Supplier")
        .to(Identifier("assigned_by_buyer", "P9"))
        .with_line(buyer="X-1", unit=None, unit_as_sent="x12:355:CS")
        .with_line(buyer="X-2")
        .with_line(buyer="X-2")
    )
    held = trade.hold(order.build())
    assert held.reason == "unmapped_codes"
    found = {(row.kind.value, row.scheme, row.code) for row in open_codes(trade)}
    assert found == {
        ("party", "assigned_by_buyer", "V-9"),
        ("site", "assigned_by_buyer", "P9"),
        ("item", "buyer", "X-1"),
        ("item", "buyer", "X-2"),
        ("unit", "x12:355", "CS"),
    }
    assert held.data["count"] == 5
    assert {(c["kind"], c["scheme"], c["code"]) for c in held.data["codes"]} == found


def test_message_goes_on_when_its_last_code_is_explained(trade):
    message_id = logged(trade)
    order = a_purchase_order().with_line(buyer="X-1").with_line(buyer="X-2").build()
    trade.hold(order, message_id=message_id)
    first, second = open_codes(trade)
    assert (first.waiting, second.waiting) == (1, 1)
    with trade.staff() as session:
        assert service.resolve(session, first.id, target_id=trade.item_id).released == 0
    assert waiting_work(trade) == []
    with trade.staff() as session:
        assert service.resolve(session, second.id, target_id=trade.item_id).released == 1
    assert waiting_work(trade) == [message_id]
    assert isinstance(trade.receive(order, message_id=message_id), Applied)
    assert open_codes(trade) == []


def test_two_messages_wait_for_one_code_and_both_go_on(trade):
    ids = [logged(trade), logged(trade)]
    for message_id in ids:
        trade.hold(a_purchase_order().with_line(buyer="X-1").build(), message_id=message_id)
    [unknown] = open_codes(trade)
    assert unknown.waiting == 2
    with trade.staff() as session:
        assert queries.list_waiting_messages(session, unknown.id) == ids
        assert service.resolve(session, unknown.id, target_id=trade.item_id).released == 2
    assert waiting_work(trade) == ids


def test_held_message_that_is_tried_again_waits_for_what_is_still_unknown(trade):
    message_id = logged(trade)
    order = a_purchase_order().with_line(buyer="X-1").with_line(buyer="X-2").build()
    trade.hold(order, message_id=message_id)
    with trade.staff() as session:
        another_item(session, "X-1")
    assert trade.hold(order, message_id=message_id).data["count"] == 1
    waiting = {row.code: row.waiting for row in open_codes(trade)}
    assert waiting == {"X-1": 0, "X-2": 1}


def test_recheck_lets_messages_try_again_after_an_item_was_added(trade):
    message_id = logged(trade)
    trade.hold(a_purchase_order().with_line(buyer="X-1").build(), message_id=message_id)
    [unknown] = open_codes(trade)
    with trade.staff() as session:
        another_item(session, "X-1")
        assert service.recheck(session, unknown.id) == 1
    assert waiting_work(trade) == [message_id]


def test_code_is_explained_once(trade):
    trade.hold(a_purchase_order().with_line(buyer="X-1").build())
    [unknown] = open_codes(trade)
    with trade.staff() as session:
        service.resolve(session, unknown.id, target_id=trade.item_id)
    with pytest.raises(CodeAlreadyResolvedError), trade.staff() as session:
        service.resolve(session, unknown.id, target_id=trade.item_id)


@pytest.mark.parametrize("target", [{}, {"target_code": "EA"}, {"target_id": "site"}])
def test_code_cannot_stand_for_another_kind_of_thing(trade, target):
    trade.hold(a_purchase_order().with_line(buyer="X-1").build())
    [unknown] = open_codes(trade)
    if "target_id" in target:
        target = {"target_id": trade.site_id}
    with pytest.raises((InvalidTargetError, NotFoundError)), trade.staff() as session:
        service.resolve(session, unknown.id, **target)
    assert len(open_codes(trade)) == 1


def test_unit_without_one_meaning_is_explained_by_the_partners_table(trade):
    order = a_purchase_order().with_line(unit=None, unit_as_sent="x12:355:UN").build()
    message_id = logged(trade)
    trade.hold(order, message_id=message_id)
    [unknown] = open_codes(trade)
    with trade.staff() as session:
        assert "EA" in {c.target_code for c in queries.suggest(session, unknown)}
        with pytest.raises(InvalidTargetError):
            service.resolve(session, unknown.id, target_code="PIECES")
        service.resolve(session, unknown.id, target_code="EA")
    order_id = trade.place(order, message_id=message_id)
    with trade.staff() as session:
        row = stored_lines(session, order_id)[0]
        assert (row.unit, row.unit_as_sent) == ("EA", "x12:355:UN")


def test_unknown_factor_waits_and_is_never_guessed(trade):
    order = a_purchase_order().with_line(quantity=10, unit="XCS").build()
    message_id = logged(trade)
    trade.hold(order, message_id=message_id)
    [unknown] = open_codes(trade)
    assert (unknown.kind, unknown.scheme, unknown.code) == (CodeKind.FACTOR, "M-100", "XCS")
    with trade.staff() as session:
        with pytest.raises(InvalidTargetError):
            service.resolve(session, unknown.id, target_code="0")
        assert service.resolve(session, unknown.id, target_code="12").released == 1
    order_id = trade.place(order, message_id=message_id)
    with trade.staff() as session:
        row = stored_lines(session, order_id)[0]
        assert (row.quantity, row.base_quantity, row.base_unit) == (10, 120, "EA")


def test_factor_that_is_set_in_the_catalogue_lets_messages_go(trade):
    trade.hold(a_purchase_order().with_line(unit="XBX").build())
    with trade.staff() as session:
        assert service.set_factor(session, trade.item_id, "XBX", Factor(1, 3)) == 1
    assert open_codes(trade) == []


def test_codes_that_contradict_each_other_are_held(trade):
    with trade.staff() as session:
        another_item(session, "M-200")
    ids = (Identifier("buyer", "M-200"), Identifier("gtin", "06901234567892"))
    held = trade.hold(a_purchase_order().with_line(ids=ids).build())
    assert held.reason == "codes_contradict"
    assert held.data["codes"] == ["buyer M-200", "gtin 06901234567892"]


@pytest.mark.parametrize(
    ("scheme", "value"), [("gln", "6901234000016"), ("duns", "123456789"), ("duns4", "1234567890002")]
)
def test_registered_number_of_an_organization_needs_no_code_table(trade, scheme, value):
    with trade.staff() as session:
        supplier = session.get_one(Organization, (trade.world.tenant_id, trade.world.other_supplier_id))
        supplier.gln, supplier.duns = "6901234000016", "123456789"
    order = a_purchase_order().from_seller(Identifier(scheme, value)).with_line().build()
    order_id = trade.place(order)
    with trade.staff() as session:
        assert get_order(session, order_id).order.partner_id == trade.world.other_supplier_id


def test_party_without_a_code_can_be_known_by_its_name(trade):
    order = a_purchase_order().from_seller(name="Haichuan Precision").with_line().build()
    trade.hold(order)
    [unknown] = open_codes(trade)
    assert (unknown.kind, unknown.scheme) == (CodeKind.PARTY, "name")
    with trade.staff() as session:
        service.resolve(session, unknown.id, target_id=trade.world.supplier_id)
    trade.place(order)


def test_code_of_one_sender_means_nothing_in_anothers_document(trade):
    with trade.staff() as session:
        code = Code(CodeKind.ITEM, trade.world.distributor_id, "buyer", "THEIRS-1")
        service.add_entry(session, code, target_id=trade.item_id)
    assert trade.hold(a_purchase_order().with_line(buyer="THEIRS-1").build()).reason == "unmapped_codes"
    line = a_distributors_order().with_line(buyer="THEIRS-1").build()
    assert isinstance(trade.receive(line, distributor=True), Applied)


def test_own_item_code_is_not_the_distributors_own(trade):
    held = trade.receive(a_distributors_order().with_line(buyer="M-100").build(), distributor=True)
    assert isinstance(held, Held)


def test_entry_added_by_hand_lets_messages_go_and_takes_no_other_meaning(trade):
    trade.hold(a_purchase_order().with_line(buyer="X-1").build())
    code = Code(CodeKind.ITEM, trade.world.own_id, "buyer", "X-1")
    with trade.staff() as session:
        other = another_item(session, "M-300").id
        assert service.add_entry(session, code, target_id=trade.item_id).released == 1
    with pytest.raises(CodeTakenError), trade.staff() as session:
        service.add_entry(session, code, target_id=other)
    with trade.staff() as session:
        [entry] = queries.list_entries(session, kind=CodeKind.ITEM).rows
        assert (entry.code, entry.target_name, entry.created_by) == ("X-1", "深沟球轴承 6204", "Zhao Min")
        service.remove_entry(session, entry.id)
    assert trade.hold(a_purchase_order().with_line(buyer="X-1").build()).reason == "unmapped_codes"


def test_candidates_are_offered_by_gtin_code_and_name(trade):
    with trade.staff() as session:
        for number in range(20):
            another_item(session, f"Z-{number:04}", name=f"unlike {number}")
        similar = another_item(session, "KX-77", name="Cable gland M20").id
    ids = (Identifier("buyer", "kx-77"), Identifier("gtin", "06901234567892"))
    with trade.staff() as session:
        from causeway.portal.domain.codes.queries import UnknownRow

        row = UnknownRow(
            new_id(), CodeKind.ITEM, trade.world.own_id, "", "buyer", "kx-77",
            {"ids": [[i.scheme, i.value] for i in ids], "name": "cable gland M 20"}, None, None, 0,
        )  # fmt: skip
        found = [(c.target_id, c.why) for c in queries.suggest(session, row)]
    assert found[:2] == [(trade.item_id, "same_gtin"), (similar, "similar_code")]


def test_changes_of_code_tables_are_audited(trade):
    trade.hold(a_purchase_order().with_line(buyer="X-1").build())
    [unknown] = open_codes(trade)
    with trade.staff() as session:
        service.resolve(session, unknown.id, target_id=trade.item_id)
        actions = set(
            session.scalars(
                text("select action from audit_entry where tenant_id = :t"), {"t": trade.world.tenant_id}
            )
        )
    assert {"code.added", "code.resolved"} <= actions


def test_another_tenants_code_is_not_found(trade):
    other = start_trading(make_world())
    other.hold(a_purchase_order().with_line(buyer="X-1").build())
    [foreign] = open_codes(other)
    with pytest.raises(NotFoundError), trade.staff() as session:
        service.resolve(session, foreign.id, target_id=trade.item_id)
    with pytest.raises(NotFoundError), other.staff() as session:
        service.resolve(session, foreign.id, target_id=trade.item_id)


def test_unknown_code_of_a_second_hold_is_the_same_row(trade):
    for _ in range(3):
        trade.hold(a_purchase_order().with_line(buyer="X-1").build())
    assert [row.waiting for row in open_codes(trade)] == [3]
    with trade.staff() as session:
        assert queries.count_unknown(session) == 1
        unknown = session.scalar(
            select(Organization.name).where(Organization.id == open_codes(trade)[0].owner_id)
        )
    assert unknown == open_codes(trade)[0].owner_name


def test_message_that_is_held_while_its_code_is_explained_is_not_forgotten(trade):
    def hold(pair):
        return trade.receive(pair[1], message_id=pair[0])

    def explain(unknown_id):
        with trade.staff() as session:
            return service.resolve(session, unknown_id, target_id=trade.item_id)

    for round_number in range(10):
        code = f"R-{round_number}"
        trade.hold(a_purchase_order().with_line(buyer=code).build())
        [unknown] = [row for row in open_codes(trade) if row.code == code]
        late = [(logged(trade), a_purchase_order().with_line(buyer=code).build()) for _ in range(3)]
        with ThreadPoolExecutor(4) as pool:
            held = [pool.submit(hold, pair) for pair in late]
            pool.submit(explain, unknown.id).result()
            outcomes = [one.result() for one in held]
        sent_on = set(waiting_work(trade))
        for (message_id, _), outcome in zip(late, outcomes, strict=True):
            assert isinstance(outcome, Applied) or message_id in sent_on
    assert open_codes(trade) == []
