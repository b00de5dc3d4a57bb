"""What becomes of a transmission: orders, refusals, held things with a reason, and the acknowledgement owed."""

import pytest

from causeway.gateway import registry
from causeway.gateway.canonical.intake import Held
from causeway.gateway.exchanges import mailbox, queries
from causeway.gateway.partners.models import Usage
from causeway.gateway.partners.service import Changes, update_agreement
from causeway.gateway.pipeline.release import release
from causeway.tenants.db import unit_of_work
from tests.gateway.pipeline import support
from tests.gateway.pipeline.support import ERP, Business, deliver, drain, interchange, interchange_of, po


@pytest.fixture(autouse=True)
def business(database):
    yield Business().bind()
    registry.clear()


def _under_other_marks(number: str, line: str = "1") -> bytes:
    """An order from a sender who separates elements by | and components by : and may use ours in data."""
    data = interchange(po("NUMBER"), element="|").replace(b"|>~GS", b"|:~GS")
    return data.replace(b"PO1|1|", f"PO1|{line}|".encode()).replace(b"NUMBER", number.encode())


def _sent(world, organization_id):
    with unit_of_work(world.staff) as session:
        return [
            mailbox.get_bytes(session, organization_id, waiting.id).decode()
            for waiting in mailbox.list_waiting(session, organization_id, 50)
        ]


def test_three_sets_with_a_bad_one_are_two_orders_and_one_refusal(world, business):
    support.agree(world, world.own_id)
    receipt = deliver(
        world, world.own_id, interchange(po("A-1"), po("A-2", "0002", body="BEG"), po("A-3", "0003"))
    )
    assert (receipt.state, receipt.duplicate) == ("received", False)
    drain()
    assert business.applied == ["A-1", "A-3"]
    first, bad, third = support.messages(world, direction="in")
    assert [m.state for m in (first, bad, third)] == ["applied", "rejected", "applied"]
    assert bad.reason == "document_rejected"
    assert bad.problems
    [ack] = _sent(world, world.own_id)
    assert "AK1*PO*1~" in ack
    assert "AK5*R*" in ack
    assert "AK9*P*3*3*2~" in ack
    assert support.transmission(world, receipt.id).state == "applied"
    with unit_of_work(world.staff) as session:
        page = queries.get_delivery(session, receipt.id)
        assert queries.overall_state(page.transmission, page.messages) == "rejected"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"hello there", "unknown_format"),
        (b"UNB+UNOA:1+A+B+260101:1200+1'", "format_not_supported"),
        (
            interchange(po("A-1"), identities=support.Identities("ZZ", "NOBODY", "ZZ", "CAUSEWAY", "X", "Y")),
            "unknown_sender",
        ),
        (
            interchange(po("A-1"), identities=support.Identities("ZZ", "EASTERP", "ZZ", "OTHER", "X", "Y")),
            "unknown_receiver",
        ),
        (interchange(po("A-1"), usage="T"), "test_on_live"),
        (interchange(po("A-1"), usage="I"), "information_only"),
    ],
)
def test_what_fits_no_agreement_is_durable_and_waits_with_its_reason(world, business, data, reason):
    support.agree(world, world.own_id)
    receipt = deliver(world, world.own_id, data)
    drain()
    row = support.transmission(world, receipt.id)
    assert (row.state, row.reason) == ("held", reason)
    assert business.applied == []
    assert _sent(world, world.own_id) == []


def test_a_stock_report_is_acknowledged_and_waits_whole_until_somebody_takes_it(world, business):
    support.agree(world, world.own_id)
    report = [
        "ST*846*0001",
        "BIA*00*SI*STOCK-77*20261101",
        "LIN*1*BP*A-100",
        "QTY*33*120*EA",
        "LDT*AF*3*DA",
        "CTT*1",
        "SE*7*0001",
    ]
    deliver(world, world.own_id, interchange(report, functional_id="IB"))
    drain()
    [held] = support.messages(world, direction="in")
    assert (held.state, held.reason, held.reason_data) == ("held", "no_handler", {"document": "846"})
    assert held.business_number == "STOCK-77"
    [line] = held.canonical["lines"]
    assert line["balances"][0]["measure"] == "available_for_sale"
    assert line["extensions"][0]["elements"] == ["AF", "3", "DA"]
    [ack] = _sent(world, world.own_id)
    assert "AK1*IB*1~" in ack
    assert "AK5*A~" in ack


def test_nobody_speaks_under_anothers_identity(world, business):
    support.agree(world, world.own_id)
    scope = support.partner_scope(world, world.distributor_id)
    receipt = deliver(world, world.distributor_id, interchange(po("A-1")), scope=scope)
    drain()
    assert support.transmission(world, receipt.id).reason == "identity_of_another"
    assert business.applied == []


def test_a_held_transmission_goes_on_once_its_agreement_exists(world, business):
    receipt = deliver(world, world.own_id, interchange(po("A-1")))
    drain()
    assert support.transmission(world, receipt.id).reason == "unknown_sender"
    support.agree(world, world.own_id)
    with unit_of_work(world.staff) as session:
        release(session, "transmission", receipt.id)
    drain()
    assert business.applied == ["A-1"]
    assert support.transmission(world, receipt.id).state == "applied"
    assert len(_sent(world, world.own_id)) == 1


def test_a_message_that_the_business_holds_goes_on_when_it_is_enqueued_again(world, business):
    support.agree(world, world.own_id)
    business.hold["A-1"] = Held("unknown_codes", {"codes": ["X"]})
    deliver(world, world.own_id, interchange(po("A-1")))
    drain()
    [message] = support.messages(world, direction="in")
    assert (message.state, message.reason, message.reason_data) == ("held", "unknown_codes", {"codes": ["X"]})
    business.hold.clear()
    with unit_of_work(world.staff) as session:
        release(session, "message", message.id)
    drain()
    [message] = support.messages(world, direction="in")
    assert (message.state, message.reason) == ("applied", None)


def test_a_test_order_is_acknowledged_and_never_applied_in_a_live_tenant(world, business):
    support.agree(world, world.own_id, usage=Usage.TEST)
    deliver(world, world.own_id, interchange(po("A-1"), usage="T"))
    drain()
    [message] = support.messages(world, direction="in")
    assert (message.state, message.reason) == ("held", "test_not_applied")
    assert business.applied == []
    assert len(_sent(world, world.own_id)) == 1


@pytest.mark.parametrize(
    ("policy", "state", "verdict"), [("held", "held", "AK5*E*1~"), ("rejected", "rejected", "AK5*R*1~")]
)
def test_a_document_without_a_guide_waits_or_is_refused_as_agreed(world, policy, state, verdict):
    support.agree(world, world.own_id, unknown_document=policy)
    odd = ["ST*864*0001", "BMG*00", "SE*3*0001"]
    deliver(world, world.own_id, interchange(odd, functional_id="TX"))
    drain()
    [message] = support.messages(world, direction="in")
    assert (message.state, message.reason) == (state, "no_guide")
    [ack] = _sent(world, world.own_id)
    assert verdict in ack


def test_an_unreadable_set_in_a_group_of_another_kind_is_refused_and_its_neighbour_applied(world, business):
    support.agree(world, world.own_id)
    odd = ["ST*875*0002", "BIG*20261101*1", "SE*3*0002"]
    deliver(world, world.own_id, interchange(po("A-1"), odd))
    drain()
    good, bad = support.messages(world, direction="in")
    assert (good.state, bad.state, bad.reason) == ("applied", "rejected", "wrong_group")
    [ack] = _sent(world, world.own_id)
    assert "AK2*850*0001~AK5*A~" in ack
    assert "AK2*875*0002~AK5*R*6~" in ack
    assert "AK9*P*2*2*1~" in ack


def test_a_readable_set_in_a_group_of_another_kind_is_told_so(world, business):
    support.agree(world, world.own_id)
    deliver(world, world.own_id, interchange(po("A-1"), functional_id="IN"))
    drain()
    assert business.applied == ["A-1"]
    [ack] = _sent(world, world.own_id)
    assert "AK1*IN*1~AK2*850*0001~AK5*E*6~AK9*E*1*1*1~" in ack


def test_no_acceptance_is_told_of_a_group_with_a_set_that_nobody_checked(world, business):
    support.agree(world, world.own_id, versions=("005010",))
    deliver(world, world.own_id, interchange(po("A-1")))
    drain()
    [message] = support.messages(world, direction="in")
    assert (message.state, message.reason, message.ack_status) == (
        "held",
        "version_not_agreed",
        "accepted_with_errors",
    )
    [ack] = _sent(world, world.own_id)
    assert "AK5*E*1~AK9*E*1*1*1~" in ack


@pytest.mark.parametrize(
    ("number", "line", "reason"),
    [
        ("A-1", "1" * 21, "answer_too_long"),
        ("A*1", "1", "answer_unwritable"),
        ("A-1", "1>1", "answer_unwritable"),
    ],
)
def test_an_order_whose_answer_could_never_be_written_waits(world, business, number, line, reason):
    support.agree(world, world.own_id)
    data = _under_other_marks(number, line)
    deliver(world, world.own_id, data)
    drain()
    [message] = support.messages(world, direction="in")
    assert (message.state, message.reason) == ("held", reason)
    assert business.applied == []


def test_such_an_order_goes_on_once_the_agreement_can_carry_its_number(world, business):
    agreement_id = support.agree(world, world.own_id)
    deliver(world, world.own_id, _under_other_marks("A*1"))
    drain()
    [message] = support.messages(world, direction="in")
    with unit_of_work(world.staff) as session:
        marks = {"element": "|", "component": ">", "repetition": "^", "terminator": "~"}
        update_agreement(session, agreement_id, Changes(terms={"delimiters": marks}), expected_revision=1)
        release(session, "message", message.id)
    drain()
    assert business.applied == ["A*1"]


def test_an_order_that_wants_no_answer_may_have_any_number(world, business):
    support.agree(world, world.own_id, answer_wanted=False)
    deliver(world, world.own_id, _under_other_marks("A*1"))
    drain()
    assert business.applied == ["A*1"]


def test_history_names_the_side_of_the_system_that_sent_it(world, business):
    support.agree(world, world.distributor_id)
    deliver(world, world.distributor_id, interchange(po("A-1")))
    drain()
    assert [e.actor_side for e in support.events(world, "order.received")] == ["partner"]


def test_history_names_our_own_system_as_staff(world, business):
    support.agree(world, world.own_id)
    deliver(world, world.own_id, interchange(po("A-1")))
    drain()
    assert [e.actor_side for e in support.events(world, "order.received")] == ["staff"]


def test_each_interchange_of_a_file_has_its_own_duplicate_key(world, business):
    support.agree(world, world.own_id)
    one, two, three = (interchange(po(f"A-{n}"), control=n) for n in (1, 2, 3))
    deliver(world, world.own_id, one + two)
    drain()
    again = deliver(world, world.own_id, three + two)
    assert not again.duplicate
    drain()
    assert business.applied == ["A-1", "A-2", "A-3"]
    changed = deliver(
        world, world.own_id, interchange(po("A-4"), control=4) + interchange(po("A-9"), control=2)
    )
    drain()
    assert business.applied == ["A-1", "A-2", "A-3", "A-4"]
    row = support.transmission(world, changed.id)
    assert (row.state, row.reason) == ("held", "control_number_conflict")


def test_a_control_number_may_come_again_after_its_window(world, business, monkeypatch):
    from causeway.tenants import clock

    support.agree(world, world.own_id, duplicate_window_days=1)
    data = interchange(po("A-1"))
    first = deliver(world, world.own_id, data)
    drain()
    assert deliver(world, world.own_id, data).duplicate
    clock.configure(2 * 24 * 3600)
    try:
        later = deliver(world, world.own_id, data)
        assert not later.duplicate
        assert later.id != first.id
    finally:
        clock.configure(0)


def test_a_functional_group_of_acknowledgements_is_never_acknowledged(world):
    support.agree(world, world.own_id)
    ack = ["ST*997*0001", "AK1*PR*77", "AK9*A*1*1*1", "SE*4*0001"]
    deliver(world, world.own_id, interchange(ack, functional_id="FA"))
    drain()
    [message] = support.messages(world)
    assert (message.document, message.state, message.reason) == ("997", "held", "acknowledgement_unmatched")


def test_an_interchange_that_asks_for_it_gets_a_ta1(world):
    support.agree(world, world.own_id)
    deliver(world, world.own_id, interchange(po("A-1"), control=7, ack_requested=True))
    drain()
    ta1, functional = sorted(_sent(world, world.own_id), key=lambda text: "~GS*" in text)
    assert "~TA1*000000007*261101*1200*A*000~IEA*0*" in ta1
    assert "AK9*A*1*1*1~" in functional


def test_two_groups_get_two_acknowledgements(world, business):
    support.agree(world, world.own_id)
    groups = [support.group_of(po("A-1"), control=1), support.group_of(po("A-2"), control=2)]
    deliver(world, world.own_id, interchange_of(groups))
    drain()
    assert business.applied == ["A-1", "A-2"]
    assert sorted(text.split("AK1*")[1][:4] for text in _sent(world, world.own_id)) == ["PO*1", "PO*2"]


def test_identities_of_another_group_hold_the_interchange(world, business):
    support.agree(world, world.own_id)
    other = support.Identities(**{**{n: getattr(ERP, n) for n in ERP.__slots__}, "their_group_id": "PLANT9"})
    receipt = deliver(world, world.own_id, interchange(po("A-1"), identities=other))
    drain()
    assert support.transmission(world, receipt.id).reason == "unknown_group_parties"
    assert business.applied == []


def test_a_rule_of_the_business_holds_the_message_and_undoes_what_was_done(world, business):
    from causeway.tenants.errors import DomainError

    support.agree(world, world.own_id)
    business.raises = DomainError("the period is closed", code="period_closed")
    deliver(world, world.own_id, interchange(po("A-1")))
    drain()
    [message] = support.messages(world, direction="in")
    assert (message.state, message.reason) == ("held", "refused_by_business")
    assert message.reason_data["code"] == "period_closed"


def test_a_failure_of_ours_parks_the_message_and_its_neighbours_flow(world, business):
    support.agree(world, world.own_id)

    def receive(session, order, context):
        if order.order_number == "BAD":
            raise RuntimeError("a bug")
        return business.receive(session, order, context)

    registry.clear()
    registry.register_handler(support.Order, receive)
    deliver(world, world.own_id, interchange(po("BAD"), po("GOOD", "0002")))
    from causeway.tenants import clock

    try:
        for seconds in (0, 60, 120, 180):
            clock.configure(seconds)
            drain()
    finally:
        clock.configure(0)
    bad, good = support.messages(world, direction="in")
    assert (bad.state, bad.reason, good.state) == ("failed", "internal_error", "applied")
    registry.clear()
    registry.register_handler(support.Order, business.receive)
    with unit_of_work(world.staff) as session:
        release(session, "message", bad.id)
    drain()
    assert business.applied == ["GOOD", "BAD"]
    assert {m.state for m in support.messages(world, direction="in")} == {"applied"}


def _cut(data, before):
    return data[: data.index(before)]


def test_a_file_whose_end_is_missing_says_so(world, business):
    support.agree(world, world.own_id)
    receipt = deliver(world, world.own_id, _cut(interchange(po("A-1"), po("A-2", "0002")), b"ST*850*0002"))
    drain()
    assert business.applied == ["A-1"]
    transmission = support.transmission(world, receipt.id)
    assert transmission.state == "applied"
    assert {problem["code"] for problem in transmission.problems} == {"ge_missing", "iea_missing"}


@pytest.mark.parametrize("end", [b"GS*", b"ST*"])
def test_a_file_that_was_cut_before_its_first_document_is_held_and_not_called_applied(world, business, end):
    support.agree(world, world.own_id)
    receipt = deliver(world, world.own_id, _cut(interchange(po("A-1")), end))
    drain()
    transmission = support.transmission(world, receipt.id)
    assert (transmission.state, transmission.reason) == ("held", "unreadable")
    assert "iea_missing" in {problem["code"] for problem in transmission.problems}
