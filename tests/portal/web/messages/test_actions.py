"""What a person does to something that waits: with a reason, once, audited, and only where the role allows it."""

import json

import pytest
from sqlalchemy import select, text

from causeway.gateway.exchanges import reasons as gateway_reasons
from causeway.gateway.exchanges.models import Message
from causeway.portal.domain.codes.models import CodeKind
from causeway.portal.domain.codes.service import Code, add_entry
from causeway.portal.web.messages.reasons import REASONS
from causeway.tenants.db import unit_of_work
from causeway.tenants.models import Organization
from tests.builders.trade import another_item
from tests.gateway.pipeline.support import drain, interchange
from tests.portal.web.messages.exchanging import ERP, order_set


def audited(exchange, action: str) -> list[dict]:
    with unit_of_work(exchange.trade.world.staff) as session:
        rows = session.execute(
            text(
                "select d.body from audit_entry e join audit_detail d on d.tenant_id = e.tenant_id and d.id = e.id"
                " where e.tenant_id = :tenant and e.action = :action"
            ),
            {"tenant": exchange.trade.world.tenant_id, "action": action},
        )
        return [json.loads(row.body) for row in rows]


@pytest.fixture
def held(exchange):
    """An order that waits because its partner is switched off."""
    with unit_of_work(exchange.trade.world.staff) as session:
        from causeway.tenants import clock

        partner = session.get_one(
            Organization, (exchange.trade.world.tenant_id, exchange.trade.world.supplier_id)
        )
        partner.disabled_at = clock.now()
    exchange.send(order_set("4711"))
    message = exchange.message("4711")
    assert (message.state, message.reason) == ("held", "partner_disabled")
    with unit_of_work(exchange.trade.world.staff) as session:
        session.get_one(
            Organization, (message.tenant_id, exchange.trade.world.supplier_id)
        ).disabled_at = None
    return message


def test_a_released_message_goes_on_and_the_ledger_knows_why(exchange, held, integrator):
    response = integrator.post(f"/messages/{held.id}/release", {"reason": " the partner is  back "})
    assert response.status_code == 303
    drain()
    assert exchange.message("4711").state == "applied"
    (entry,) = audited(exchange, "message.released")
    assert entry["note"] == "the partner is back"
    assert entry["actor"] == "Wei Chen"
    assert "The message goes on." in integrator.page(f"/messages/{held.id}")


def test_a_release_without_a_reason_is_refused(exchange, held, integrator):
    response = integrator.post(f"/messages/{held.id}/release", {"reason": "  "})
    assert response.status_code == 422
    assert "Say in a few words why you do this." in response.text
    drain()
    assert exchange.message("4711").state == "held"


def test_the_second_of_two_people_is_told(exchange, held, integrator):
    integrator.post(f"/messages/{held.id}/release", {"reason": "first"})
    drain()
    response = integrator.post(f"/messages/{held.id}/release", {"reason": "second"}, follow_redirects=True)
    assert "somebody was faster" in response.text
    assert len(audited(exchange, "message.released")) == 1


def test_only_who_may_release_is_offered_it_and_can_do_it(exchange, held, integrator, buyer, supplier):
    assert f'action="/messages/{held.id}/release"' in integrator.page(f"/messages/{held.id}")
    assert f'action="/messages/{held.id}/release"' not in buyer.page(f"/messages/{held.id}")
    assert buyer.post(f"/messages/{held.id}/release", {"reason": "x"}).status_code == 403
    assert supplier.post(f"/messages/{held.id}/release", {"reason": "x"}).status_code == 403
    assert exchange.message("4711").state == "held"


def test_a_forged_request_is_refused(exchange, held, integrator):
    assert integrator.client.post(f"/messages/{held.id}/release", data={"reason": "x"}).status_code == 400
    assert integrator.client.get(f"/messages/{held.id}/release").status_code == 405


def test_a_failed_message_is_replayed(exchange, held, integrator):
    with unit_of_work(exchange.trade.world.staff) as session:
        row = session.get_one(Message, (held.tenant_id, held.id))
        row.state, row.reason = "failed", "internal_error"
    assert "not through the sender" in integrator.page(f"/messages/{held.id}")
    integrator.post(f"/messages/{held.id}/replay", {"reason": "cause is gone"})
    drain()
    assert exchange.message("4711").state == "applied"


def test_a_file_of_an_unknown_sender_is_read_once_there_is_an_agreement(exchange, integrator):
    from causeway.gateway.partners.service import Identities
    from tests.gateway.pipeline.support import agree

    stranger = Identities("ZZ", "STRANGER", "ZZ", "CAUSEWAY", "STRANGER", "CAUSEWAY")
    identifier = exchange.send(order_set("4711"), identities=stranger)
    listed = integrator.page("/messages?tab=files")
    assert "There is no agreement with the sender ZZ:STRANGER" in listed
    assert exchange.messages() == []
    agree(exchange.trade.world, exchange.trade.world.own_id, stranger)
    integrator.post(f"/messages/files/{identifier}/release", {"reason": "agreement made"})
    drain()
    assert exchange.message("4711").state == "applied"
    assert exchange.transmission(identifier).state == "applied"
    assert "No file waits" in integrator.page("/messages?tab=files")


def test_a_conflict_is_shown_beside_the_file_it_contradicts(exchange, integrator):
    exchange.send(order_set("4711"))
    other = interchange(order_set("4711", quantity="500"), control=exchange.control, identities=ERP)
    identifier = exchange.send_bytes(other)
    page = integrator.page(f"/messages/files/{identifier}")
    assert "came before with other content" in page
    assert page.count('class="with-warning"') == 2
    assert "*500*" in page
    assert "The earlier file" in page


def test_a_dismissed_file_never_takes_effect_and_keeps_its_bytes(exchange, integrator):
    identifier = exchange.send_bytes(b"%PDF-1.7 <script>alert(1)</script>\x00")
    page = integrator.page(f"/messages/files/{identifier}")
    assert "in no format that can be recognised" in page
    assert "<script>alert" not in page
    assert integrator.post(f"/messages/files/{identifier}/dismiss", {"reason": ""}).status_code == 422
    integrator.post(f"/messages/files/{identifier}/dismiss", {"reason": "sent by mistake"})
    drain()
    assert exchange.transmission(identifier).state == "rejected"
    assert "sent by mistake" in integrator.page(f"/messages/files/{identifier}")
    assert integrator.get(f"/messages/files/{identifier}/raw").data.startswith(b"%PDF")
    (entry,) = audited(exchange, "transmission.dismissed")
    assert entry["note"] == "sent by mistake"
    again = integrator.post(
        f"/messages/files/{identifier}/dismiss", {"reason": "again"}, follow_redirects=True
    )
    assert "somebody was faster" in again.text
    assert len(audited(exchange, "transmission.dismissed")) == 1


def test_a_buyer_sees_why_a_file_waits_and_cannot_act(exchange, buyer):
    identifier = exchange.send_bytes(b"no format at all")
    page = buyer.page(f"/messages/files/{identifier}")
    assert "in no format that can be recognised" in page
    assert "no format at all" not in page
    assert '<form action="/messages' not in page
    for action in ("release", "dismiss"):
        assert buyer.post(f"/messages/files/{identifier}/{action}", {"reason": "x"}).status_code == 403
    assert buyer.get(f"/messages/files/{identifier}/raw").status_code == 403


def test_a_download_is_in_the_ledger(exchange, integrator):
    exchange.send(order_set("4711"))
    integrator.get(f"/messages/{exchange.message('4711').id}/raw")
    assert len(audited(exchange, "message.downloaded")) == 1


def test_explaining_a_code_lets_the_message_go_on_by_itself(exchange, trade, integrator):
    exchange.send(order_set("4711", item="THEIRS-9"))
    assert "/codes/unknown/" in integrator.page(f"/messages/{exchange.message('4711').id}")
    with unit_of_work(trade.world.staff) as session:
        item = another_item(session, "M-200")
        add_entry(session, Code(CodeKind.ITEM, trade.world.own_id, "buyer", "THEIRS-9"), target_id=item.id)
    drain()
    assert exchange.message("4711").state == "applied"


def test_every_reason_has_a_sentence_with_the_values_it_is_kept_with(portal):
    import re

    known = gateway_reasons.known_reasons()
    assert known.keys() <= REASONS.keys(), known.keys() - REASONS.keys()
    for code, english in known.items():
        values = set(re.findall(r"%\((\w+)\)", english))
        assert set(re.findall(r"%\((\w+)\)", REASONS[code])) <= values, code


def test_no_action_forgets_the_transaction(exchange, held, integrator):
    """An action that was refused leaves nothing behind, not even in the ledger."""
    integrator.post(f"/messages/{held.id}/release", {"reason": ""})
    with unit_of_work(exchange.trade.world.staff) as session:
        assert session.scalars(select(Message).where(Message.id == held.id)).one().state == "held"
    assert audited(exchange, "message.released") == []
