"""The inspector: what a message is, what is wrong with it, what was answered; within what the reader may see."""

import re

import pytest

from causeway.gateway.exchanges.models import Message
from causeway.portal.web.messages import inspection
from causeway.tenants.db import unit_of_work
from tests.conftest import make_world
from tests.portal.web.conftest import words_of
from tests.portal.web.messages.exchanging import DISTRIBUTOR, order_set


def test_segments_stand_beside_the_canonical_message(exchange, integrator):
    exchange.send(order_set("4711"))
    page = integrator.page(f"/messages/{exchange.message('4711').id}")
    assert 'id="s2"' in page
    assert "order_number" in page
    # The order's number in the canonical message is tied to BEG03, its quantity to PO102.
    assert re.search(r'<li data-segment="2" data-element="3">.*?4711', page)
    assert re.search(r'<li data-segment="6" data-element="2">.*?&#34;5&#34;', page)


def test_parsed_names_are_in_the_readers_language(exchange, trade, sign_in):
    exchange.send(order_set("4711"))
    address = f"/messages/{exchange.message('4711').id}?view=parsed"
    assert "Quantity ordered" in sign_in(trade.world.own_id, "integrator").page(address)
    assert "订单行" in sign_in(trade.world.own_id, "integrator", locale="zh_CN").page(address)


def test_problems_come_first_and_point_to_segment_and_element(exchange, integrator):
    exchange.send(order_set("4711", quantity="FIVE"))
    rejected = exchange.messages(state="rejected")[0]
    page = integrator.page(f"/messages/{rejected.id}")
    assert "Element PO102 is not a number" in page
    assert "PO102 in segment 6" in page
    assert f'href="/messages/{rejected.id}?view=parsed#s6"' in page
    assert page.index("Element PO102 is not a number") < page.index('data-segment="1"')
    raw = integrator.page(f"/messages/{rejected.id}?view=raw")
    assert re.search(
        r'<li class="with-error" data-segment="6".*?<mark class="bad"[^>]*><bdi>FIVE</bdi></mark>', raw
    )
    # The number is known although nothing was taken over.
    assert "4711" in page


def test_what_was_answered_is_told_in_words(exchange, integrator):
    exchange.send(order_set("4711"), order_set("4712", "0002", quantity="FIVE"))
    rejected = exchange.messages(state="rejected")[0]
    told = integrator.page(f"/messages/{rejected.id}")
    assert "What our acknowledgement tells the sender" in told
    ack = exchange.messages(document="997")[0]
    page = integrator.page(f"/messages/{ack.id}")
    assert "Group PO 1: 1 of 2 documents accepted." in page
    assert "Partly accepted" in page
    assert "Line 10" in page
    assert "Quantity ordered" in page
    assert "such as a letter in a number" in page


def test_linked_messages_and_the_order_can_be_reached(exchange, integrator):
    exchange.send(order_set("4711"))
    order, ack = exchange.message("4711"), exchange.messages(document="997")[0]
    page = integrator.page(f"/messages/{order.id}")
    assert f'href="/messages/{ack.id}"' in page
    assert f"/orders/{order.subject_id}" in page
    assert f'href="/messages/{order.id}"' in integrator.page(f"/messages/{ack.id}")


def test_valid_delivered_and_acknowledged_are_three_facts(exchange, integrator):
    exchange.send(order_set("4711"))
    page = integrator.page(f"/messages/{exchange.message('4711').id}")
    facts = page.split('class="three-facts"')[1].split("</dl>")[0]
    assert [word in facts for word in ("Valid", "Delivered", "Acknowledged", "Received", "Accepted")] == [
        True
    ] * 5
    ack = integrator.page(f"/messages/{exchange.messages(document='997')[0].id}")
    assert "In the mailbox" in ack
    assert "An acknowledgement is not acknowledged." in ack


def test_a_supplier_sees_its_own_order_and_nothing_around_it(exchange, supplier, other_supplier):
    exchange.send(order_set("4711"), order_set("SECRET-4712", "0002", item="NOBODY-KNOWS"))
    own = exchange.message("4711")
    page = supplier.page(f"/messages/{own.id}?view=raw")
    assert "4711" in page
    assert "SECRET" not in page
    assert "ISA*" not in page
    assert b"SECRET" not in supplier.get(f"/messages/{own.id}/raw").data
    for path in ("", "/raw"):
        assert other_supplier.get(f"/messages/{own.id}{path}").status_code == 404
        held = exchange.message("SECRET-4712")
        assert supplier.get(f"/messages/{held.id}{path}").status_code == 404
    transmission = own.transmission_id
    for path in ("", "/raw"):
        assert supplier.get(f"/messages/files/{transmission}{path}").status_code == 404


def test_another_tenant_sees_nothing(exchange, sign_in):
    exchange.send(order_set("4711"))
    other = make_world("other")
    admin = sign_in(other.own_id, "tenant_admin", at=other)
    own = exchange.message("4711")
    for path in (f"/messages/{own.id}", f"/messages/{own.id}/raw", f"/messages/files/{own.transmission_id}"):
        assert admin.get(path).status_code == 404, path
    assert admin.post(f"/messages/{own.id}/release", {"reason": "x"}).status_code == 404
    assert "4711" not in words_of(admin.page("/messages"))


def test_a_role_without_the_bytes_sees_the_canonical_message_only(exchange, buyer):
    exchange.send(order_set("4711"))
    own = exchange.message("4711")
    page = buyer.page(f"/messages/{own.id}?view=raw")
    assert "order_number" in page
    assert "PO1" not in words_of(page)
    assert "/raw" not in page
    assert buyer.get(f"/messages/{own.id}/raw").status_code == 403


def test_a_download_holds_the_message_alone_under_a_safe_name(exchange, integrator):
    exchange.send(order_set('订单/47"11'), order_set("4712", "0002"))
    own = exchange.message('订单/47"11')
    response = integrator.get(f"/messages/{own.id}/raw")
    assert response.data.startswith(b"ST*850*0001~")
    assert response.data.endswith(b"SE*9*0001~")
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="850-')
    assert disposition.count('"') == 2
    assert "filename*=UTF-8''850-%E8%AE%A2%E5%8D%95_47_11-0001.edi" in disposition
    assert response.headers["X-Content-Type-Options"] == "nosniff"


EVIL = "</code><script>alert(1)</script>\u202egnp\u200b{{ 7*7 }}"


@pytest.mark.parametrize("view", ["side", "raw", "parsed", "canonical"])
def test_a_payload_cannot_run_or_disguise_itself(exchange, integrator, view):
    exchange.send(order_set("47<b>11", extra=(f"REF*DP*{EVIL}", "N9*L1*X", f"MSG*{EVIL}\x07")))
    own = exchange.messages(document="850")[0]
    for page in (integrator.page(f"/messages/{own.id}?view={view}"), integrator.page("/messages")):
        assert "<script>alert" not in page
        assert "47<b>11" not in page
        assert "\u202e" not in page
        assert "\u200b" not in page
        assert "\x07" not in page
    page = integrator.page(f"/messages/{own.id}?view={view}")
    assert "U+202E" in page
    assert "49" not in page.split("data-inspector")[1].split("gnp")[1][:80]


def test_a_long_message_is_shown_a_page_of_segments_at_a_time(exchange, integrator, monkeypatch):
    monkeypatch.setattr(inspection, "SEGMENTS_PER_PAGE", 20)
    exchange.send(order_set("4711", lines=40))
    own = exchange.message("4711")
    first = integrator.page(f"/messages/{own.id}")
    assert 'id="s20"' in first
    assert 'id="s21"' not in first
    third = integrator.page(f"/messages/{own.id}?page=3")
    assert 'id="s41"' in third
    assert 'id="s40"' not in third
    shown = {int(n) for n in re.findall(r'<li data-segment="(\d+)"', third)}
    assert shown
    assert min(shown) >= 40
    assert max(shown) <= 61
    assert integrator.get(f"/messages/{own.id}?page=999").status_code == 200
    assert integrator.get(f"/messages/{own.id}?page=-4").status_code == 200


def test_a_page_of_two_thousand_lines_holds_a_part_of_them(exchange, integrator):
    exchange.send(order_set("4711", lines=2000))
    own = exchange.message("4711")
    page = integrator.page(f"/messages/{own.id}?page=5")
    assert len(page) < 1_000_000
    assert page.count("PO1*") < 2000


def test_an_unknown_id_is_not_found(exchange, integrator):
    assert integrator.get("/messages/01890000-0000-7000-8000-000000000000").status_code == 404
    assert integrator.get("/messages/files/01890000-0000-7000-8000-000000000000").status_code == 404
    assert integrator.get("/messages/not-an-id").status_code == 404


def test_a_message_that_is_not_written_yet_has_no_raw_side(exchange, trade, integrator):
    exchange.send(order_set("4711"))
    with unit_of_work(trade.world.staff) as session:
        row = session.get_one(Message, (trade.world.tenant_id, exchange.messages(document="997")[0].id))
        row.transmission_id = row.byte_start = row.byte_end = row.interchange_id = row.group_id = None
        row.sent_at, row.state = None, "pending"
    page = integrator.page(f"/messages/{row.id}")
    assert "functional_ack" in page
    assert "Not written yet" in page
    assert "Download" not in page


def test_a_distributor_sees_the_envelope_of_its_own_order(exchange, trade, distributor):
    exchange.send(
        order_set("GL-1", item="NOBODY-KNOWS"), identities=DISTRIBUTOR, sender_id=trade.world.distributor_id
    )
    page = distributor.page(f"/messages/{exchange.message('GL-1').id}")
    assert "ZZ:GLS" in page
    assert "Codes in it are not explained yet" in page
    # Who explains codes is the tenant's business: no way there, no button.
    assert "/codes/unknown" not in page
    assert 'action="/messages' not in page
