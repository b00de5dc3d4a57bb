"""What goes out: numbers without gap or clash, the seller's answer, and what the partner says of it."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from causeway.gateway import registry
from causeway.gateway.exchanges import mailbox, outbox, queries
from causeway.gateway.exchanges.control_numbers import LARGEST, take
from causeway.gateway.exchanges.models import ControlNumber, Message
from causeway.gateway.formats.x12 import read_envelope
from causeway.gateway.partners.service import Changes, switch_agreement, update_agreement
from causeway.gateway.pipeline.release import release
from causeway.tenants import clock, history
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.db import unit_of_work
from causeway.tenants.ids import new_id
from tests.gateway.pipeline import support
from tests.gateway.pipeline.support import Business, deliver, drain, interchange, po

_PLUS = {"element": "+", "component": ">", "repetition": "^", "terminator": "~"}


@pytest.fixture(autouse=True)
def business(database):
    yield Business().bind()
    registry.clear()
    clock.configure(0)


@pytest.fixture
def agreement_id(world):
    return support.agree(world, world.own_id)


def _answered(world, business, number="A-1", control=1):
    """An order that a supplier has answered; the 855's message."""
    business.partner_id, business.answer_to = world.supplier_id, world.own_id
    deliver(world, world.own_id, interchange(po(number), control=control))
    drain()
    return support.messages(world, document="855")[-1]


def _acknowledge(world, sent, *, status="A", control=900, group_status=None, set_status=None):
    with unit_of_work(world.staff) as session:
        group = queries.get_message(session, sent.id).envelope.group_control
    segments = ["ST*997*0001", f"AK1*PR*{group}"]
    if set_status:
        segments += [
            f"AK2*855*{sent.control_number}",
            f"AK5*{set_status}" + ("*5" if set_status == "R" else ""),
        ]
    segments += [f"AK9*{group_status or status}*1*1*{int(status == 'A')}"]
    segments += [f"SE*{len(segments) + 1}*0001"]
    deliver(world, world.own_id, interchange(segments, functional_id="FA", control=control))
    drain()
    return support.messages(world, document="997", direction="in")[-1]


def _get(world, message):
    return support.messages(world, id=message.id)[0]


def _timeline(world):
    return [(e.kind, e.data.get("document")) for e in support.events(world) if e.subject_kind == "order"]


def test_the_answer_is_written_under_the_names_and_marks_of_its_agreement(world, business):
    support.agree(
        world,
        world.own_id,
        delimiters={"element": "|", "component": ":", "repetition": "^", "terminator": "'"},
        line_end="\r\n",
        write_version="005010",
    )
    sent = _answered(world, business)
    with unit_of_work(world.staff) as session:
        data = mailbox.get_bytes(session, world.own_id, sent.id)
    assert data.startswith(b"ISA|00|")
    assert b"|ZZ|CAUSEWAY       |ZZ|EASTERP        |" in data
    assert b"'\r\nGS|PR|CAUSEWAY|EASTERP|" in data
    assert b"|X|005010'\r\n" in data
    [found] = read_envelope(data).interchanges
    assert found.groups[0].sets[0].set_id == "855"
    assert queries_bytes(world, sent) == data[data.index(b"ST|") : data.index(b"GE|")].rstrip(b"\r\n")


def queries_bytes(world, message):
    from causeway.tenants.context import scoped

    with scoped(world.staff):
        return queries.message_bytes(message)


def test_a_message_waits_for_its_time_and_can_be_taken_back_until_then(world, agreement_id):
    subject = history.Subject("order", new_id(), world.supplier_id)
    later = clock.now() + timedelta(seconds=10)
    with unit_of_work(support.partner_scope(world, world.supplier_id)) as session:
        ids = [
            support.answer(session, number, subject, world.own_id, agreement_id, not_before=later)
            for number in ("A-1", "A-2")
        ]
    drain()
    with unit_of_work(support.partner_scope(world, world.supplier_id)) as session:
        assert outbox.cancel_pending(session, ids[0]) is True
        assert outbox.cancel_pending(session, ids[0]) is False
    clock.configure(11)
    drain()
    assert [m.state for m in support.messages(world, document="855")] == ["cancelled", "sent"]
    with unit_of_work(world.staff) as session:
        assert outbox.cancel_pending(session, ids[1]) is False


def test_accepted_answer_is_acknowledged_on_the_orders_timeline(world, business, agreement_id):
    sent = _answered(world, business)
    ack = _acknowledge(world, sent, set_status="A")
    sent = _get(world, sent)
    assert (sent.state, sent.ack_status, sent.ack_message_id) == ("acknowledged", "accepted", ack.id)
    assert sent.delivered_at is not None
    assert (ack.state, ack.partner_id, ack.subject_id) == ("applied", world.supplier_id, sent.subject_id)
    assert sorted(_timeline(world), key=str) == [
        ("message.acknowledged", "855"),
        ("message.delivered", "855"),
        ("message.sent", "855"),
        ("message.sent", "997"),
        ("order.received", None),
    ]


def test_whole_group_acknowledgement_without_sets_closes_the_answer(world, business, agreement_id):
    sent = _answered(world, business)
    _acknowledge(world, sent)
    assert _get(world, sent).state == "acknowledged"


def test_acceptance_with_errors_is_an_acceptance(world, business, agreement_id):
    sent = _answered(world, business)
    _acknowledge(world, sent, set_status="E", group_status="E")
    sent = _get(world, sent)
    assert (sent.state, sent.ack_status) == ("acknowledged", "accepted_with_errors")


def test_refusal_is_kept_with_its_codes(world, business, agreement_id):
    sent = _answered(world, business)
    _acknowledge(world, sent, set_status="R", status="R")
    sent = _get(world, sent)
    assert (sent.state, sent.reason, sent.reason_data) == ("refused", "refused_by_receiver", {"codes": "5"})
    assert ("message.refused", "855") in _timeline(world)


def test_the_same_acknowledgement_again_changes_nothing_and_another_verdict_waits(
    world, business, agreement_id
):
    sent = _answered(world, business)
    _acknowledge(world, sent, set_status="A", control=900)
    again = _acknowledge(world, sent, set_status="A", control=901)
    assert again.state == "applied"
    other = _acknowledge(world, sent, set_status="R", status="R", control=902)
    assert (other.state, other.reason) == ("held", "acknowledgement_contradicts")
    assert _get(world, sent).state == "acknowledged"


def test_an_answer_without_acknowledgement_becomes_overdue_and_a_late_one_closes_it(world, business):
    support.agree(world, world.own_id, ack_hours=2)
    sent = _answered(world, business)
    clock.configure(2 * 3600 - 60)
    drain()
    assert _get(world, sent).state == "sent"
    clock.configure(2 * 3600 + 60)
    drain()
    assert _get(world, sent).state == "overdue"
    assert ("message.overdue", "855") in _timeline(world)
    with unit_of_work(world.staff) as session:
        assert [w.document for w in mailbox.list_waiting(session, world.own_id, 9)] == ["997", "855"]
    _acknowledge(world, sent, set_status="A")
    assert _get(world, sent).state == "acknowledged"


def test_collecting_it_does_not_stop_the_clock_of_the_acknowledgement(world, business):
    support.agree(world, world.own_id, ack_hours=2)
    sent = _answered(world, business)
    with unit_of_work(world.staff) as session:
        assert mailbox.acknowledge(session, world.own_id, sent.id).state == "delivered"
    clock.configure(2 * 3600 + 60)
    drain()
    assert _get(world, sent).state == "overdue"


def test_no_acknowledgement_is_awaited_where_none_was_agreed(world, business):
    support.agree(world, world.own_id, ack_wanted=False)
    assert _answered(world, business).ack_due_at is None
    assert [w.kind for w in support.work_rows(world)] == []


def test_a_ta1_that_rejects_the_interchange_refuses_what_was_in_it(world, business, agreement_id):
    sent = _answered(world, business)
    with unit_of_work(world.staff) as session:
        control = queries.get_message(session, sent.id).envelope.interchange_control
    isa, iea = interchange(po("x"), control=77).split(b"GS*")[0], b"IEA*0*000000077~"
    deliver(world, world.own_id, isa + f"TA1*{control}*261101*1200*R*006~".encode() + iea)
    drain()
    [ta1] = support.messages(world, document="TA1")
    sent = _get(world, sent)
    assert (sent.state, sent.reason_data, sent.ack_message_id) == ("refused", {"codes": "006"}, ta1.id)


def test_what_cannot_be_written_fails_at_once_with_its_reason_and_goes_out_once_mended(
    world, business, agreement_id
):
    with unit_of_work(world.staff) as session:
        terms = {"delimiters": {"element": "A", "component": ">", "repetition": "^", "terminator": "~"}}
        session.get_one(support.Agreement, (world.tenant_id, agreement_id)).terms = terms
    business.partner_id = world.supplier_id
    subject = history.Subject("order", new_id(), world.supplier_id)
    with unit_of_work(world.staff) as session:
        support.answer(session, "A-1", subject, world.own_id, agreement_id)
    drain()
    [message] = support.messages(world, document="855")
    assert (message.state, message.reason) == ("failed", "agreement_error")
    assert "letter" in message.reason_data["detail"]
    with unit_of_work(world.staff) as session:
        update_agreement(session, agreement_id, Changes(terms={}), expected_revision=1)
        release(session, "message", message.id)
    drain()
    assert _get(world, message).state == "sent"


def test_data_that_holds_a_delimiter_fails_with_the_place_and_gives_its_numbers_back(world, agreement_id):
    subject = history.Subject("order", new_id(), world.supplier_id)
    with unit_of_work(world.staff) as session:
        support.answer(session, "A*1", subject, world.own_id, agreement_id)
    drain()
    [message] = support.messages(world, document="855")
    assert (message.state, message.reason) == ("failed", "not_writable")
    assert message.problems[0]["code"] == "delimiter_in_data"
    with unit_of_work(world.staff) as session:
        assert session.scalars(support.select(ControlNumber)).all() == []


def test_eight_senders_leave_no_gap_and_no_clash(world, agreement_id):
    with unit_of_work(world.staff) as session:
        for number in range(40):
            subject = history.Subject("order", new_id(), world.supplier_id)
            support.answer(session, f"A-{number}", subject, world.own_id, agreement_id)
    threads = [threading.Thread(target=drain) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drain()
    sent = support.messages(world, document="855")
    assert {m.state for m in sent} == {"sent"}
    with unit_of_work(world.staff) as session:
        texts = [mailbox.get_bytes(session, world.own_id, m.id).decode() for m in sent]
    interchanges = sorted(int(re.search(r"\*(\d{9})\*0\*P\*", text)[1]) for text in texts)
    groups = sorted(int(re.search(r"GS\*PR(?:\*[^*]+){4}\*(\d+)\*X", text)[1]) for text in texts)
    assert interchanges == groups == list(range(1, 41))


def test_numbers_start_again_after_nine_nines(world, agreement_id):
    with unit_of_work(world.staff) as session:
        assert take(session, agreement_id, "interchange") == [1]
        session.scalars(support.select(ControlNumber)).one().last_value = LARGEST - 1
    with unit_of_work(world.staff) as session:
        assert [take(session, agreement_id, "interchange")[0] for _ in range(3)] == [LARGEST, 1, 2]


def test_two_agreements_of_one_interchange_identity_share_their_numbers(world, agreement_id):
    other = support.Identities("ZZ", "EASTERP", "ZZ", "CAUSEWAY", "PLANT2", "CAUSEWAY")
    second = support.agree(world, world.own_id, other)
    for agreement in (agreement_id, second):
        subject = history.Subject("order", new_id(), world.supplier_id)
        with unit_of_work(world.staff) as session:
            support.answer(session, "A-1", subject, world.own_id, agreement)
    drain()
    with unit_of_work(world.staff) as session:
        numbers = [w.control_number for w in mailbox.list_waiting(session, world.own_id, 9)]
    assert sorted(numbers) == ["000000001", "000000002"]


def test_a_supplier_opens_the_bytes_of_its_messages_and_no_more(world, business, agreement_id):
    from causeway.tenants.context import scoped
    from causeway.tenants.errors import NotFoundError

    business.partner_id = world.supplier_id
    deliver(world, world.own_id, interchange(po("A-1")))
    business.partner_id = None
    drain()
    business.partner_id = world.supplier_id
    deliver(world, world.own_id, interchange(po("A-2"), control=2))
    drain()
    scope = support.partner_scope(world, world.supplier_id)
    with unit_of_work(scope) as session:
        [mine] = session.scalars(select(Message).where(Message.direction == "in"))
        shown = queries.get_message(session, mine.id)
        assert shown.envelope.interchange_control == "000000002"
        assert [m.document for m in shown.linked] == ["997"]
        data = queries.message_bytes(mine)
        assert data.startswith(b"ST*850*0001~")
        assert data.endswith(b"SE*7*0001~")
        with pytest.raises(NotFoundError):
            queries.transmission_bytes(session, mine.transmission_id)
    with scoped(world.staff), unit_of_work() as session:
        other = session.scalars(select(Message).where(Message.direction == "in", Message.id != mine.id)).one()
    with unit_of_work(support.partner_scope(world, world.other_supplier_id)) as session:
        for message in (mine, other):
            with pytest.raises(NotFoundError):
                queries.get_message(session, message.id)


def test_the_story_of_an_order_is_linked_from_each_of_its_messages(world, business, agreement_id):
    sent = _answered(world, business)
    _acknowledge(world, sent, set_status="A")
    with unit_of_work(world.staff) as session:
        everything = set(session.scalars(select(Message.id)))
        assert len(everything) == 4
        for message_id in everything:
            linked = {m.id for m in queries.get_message(session, message_id).linked}
            assert linked == everything - {message_id}


def _failed_answer(world, agreement_id, subject):
    """An answer that failed and whose work row is gone."""
    switch_agreement_in(world, agreement_id, on=False)
    with unit_of_work(world.staff) as session:
        identifier = support.answer(session, "A-1", subject, world.own_id, agreement_id)
    drain()
    with unit_of_work(IDENTITY_SCOPE) as session:
        session.execute(support.text("delete from work where tenant_id = :t"), {"t": world.tenant_id})
    switch_agreement_in(world, agreement_id, on=True)
    return identifier


def switch_agreement_in(world, agreement_id, *, on):
    with unit_of_work(world.staff) as session:
        switch_agreement(session, agreement_id, on=on)


def test_a_failed_answer_that_is_released_does_not_follow_a_newer_one(world, agreement_id):
    subject = history.Subject("order", new_id(), world.supplier_id)
    older = _failed_answer(world, agreement_id, subject)
    with unit_of_work(world.staff) as session:
        support.answer(session, "A-1", subject, world.own_id, agreement_id)
    drain()
    with unit_of_work(world.staff) as session:
        release(session, "message", older)
    drain()
    first, second = support.messages(world, document="855")
    assert (first.state, first.reason, second.state) == ("cancelled", "superseded", "sent")
    assert first.sent_at is None
    assert ("message.superseded", "855") in _timeline(world)


def test_a_failed_answer_that_is_released_keeps_its_place_in_the_lane(world, agreement_id):
    subject = history.Subject("order", new_id(), world.supplier_id)
    older = _failed_answer(world, agreement_id, subject)
    with unit_of_work(world.staff) as session:
        release(session, "message", older)
        support.answer(session, "A-1", subject, world.own_id, agreement_id)
    first, second = support.work_rows(world)
    assert first.lane == second.lane is not None
    drain()
    assert [m.state for m in support.messages(world, document="855")] == ["sent", "sent"]


def test_an_acknowledgement_that_cannot_be_written_takes_no_number_and_stops_nothing(world, business):
    """Its group's control number holds a character that separates elements in what we write."""
    support.agree(world, world.own_id, delimiters=_PLUS)
    broken = (
        interchange(po("A-1"), control=1)
        .replace(b"*20261101*1200*1*X", b"*20261101*1200*1+1*X")
        .replace(b"GE*1*1~", b"GE*1*1+1~")
    )
    deliver(world, world.own_id, broken)
    drain()
    [ack] = support.messages(world, document="997")
    assert (ack.state, ack.reason) == ("failed", "not_writable")
    assert business.applied == ["A-1"]
    deliver(world, world.own_id, interchange(po("A-2"), control=2))
    drain()
    good = support.messages(world, document="997")[-1]
    with unit_of_work(world.staff) as session:
        assert queries.get_message(session, good.id).envelope.group_control == "1"
