"""The mailbox: the same again until it is acknowledged, and nobody else's."""

import pytest
from flask import Flask

from causeway.gateway import registry
from causeway.gateway.endpoints.blueprint import create_blueprint
from causeway.tenants.auth import api_keys
from causeway.tenants.db import unit_of_work
from causeway.tenants.settings import Settings
from tests.gateway.pipeline import support
from tests.gateway.pipeline.support import Business, drain, interchange, po

MAILBOX = "/gateway/v1/outbound"


@pytest.fixture
def business(database):
    yield Business().bind()
    registry.clear()


@pytest.fixture
def client(database):
    application = Flask("gateway-test")
    application.register_blueprint(create_blueprint(Settings()))
    return application.test_client()


def _headers(world, organization_id, *, is_own):
    with unit_of_work(world.staff) as session:
        key = api_keys.issue(session, organization_id, is_own=is_own, name="erp")[1]
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def own(world):
    return _headers(world, world.own_id, is_own=True)


@pytest.fixture
def answered(world, business, database):
    """An order of the core enterprise that a supplier has answered: a 997 and an 855 wait."""
    support.agree(world, world.own_id)
    business.partner_id, business.answer_to = world.supplier_id, world.own_id
    support.deliver(world, world.own_id, interchange(po("A-1")))
    drain()
    return business


def test_what_waits_is_listed_with_where_its_bytes_are(client, world, own, answered):
    items = client.get(MAILBOX, headers=own).json["items"]
    assert sorted(item["document"] for item in items) == ["855", "997"]
    assert sorted(item["control_number"] for item in items) == ["000000001", "000000002"]
    for item in items:
        data = client.get(item["bytes_url"], headers=own)
        assert data.content_type == "application/edi-x12"
        assert data.data.startswith(b"ISA*00*")
        assert item["control_number"].encode() in data.data


def test_everything_is_offered_again_until_it_is_acknowledged(client, world, own, answered):
    first = client.get(MAILBOX, headers=own).json
    assert client.get(MAILBOX, headers=own).json == first
    for item in first["items"]:
        for _ in range(2):
            answer = client.post(f"{MAILBOX}/{item['id']}/ack", headers=own)
            assert answer.status_code == 200
            assert answer.json == {"id": item["id"], "state": "delivered"}
    assert client.get(MAILBOX, headers=own).json == {"items": []}
    delivered = [e for e in support.events(world, "message.delivered") if e.data["document"] == "855"]
    assert len(delivered) == 1


def test_limit_cuts_the_list_at_its_oldest_end(client, world, own, answered):
    everything = client.get(MAILBOX, headers=own).json["items"]
    assert client.get(f"{MAILBOX}?limit=1", headers=own).json["items"] == everything[:1]
    for wrong in ("0", "-1", "x", "501", "1.5", "²", "9" * 30, f"000000001{9:030}"):
        assert client.get(f"{MAILBOX}?limit={wrong}", headers=own).status_code == 400


def test_a_stranger_sees_and_acknowledges_nothing(client, world, own, answered):
    [first, *_] = client.get(MAILBOX, headers=own).json["items"]
    for headers in (
        _headers(world, world.distributor_id, is_own=False),
        _headers(world, world.supplier_id, is_own=False),
    ):
        assert client.get(MAILBOX, headers=headers).json == {"items": []}
        assert client.get(f"{MAILBOX}/{first['id']}/bytes", headers=headers).status_code == 404
        assert client.post(f"{MAILBOX}/{first['id']}/ack", headers=headers).status_code == 404
    assert client.get(MAILBOX).status_code == 401
    assert client.get(f"{MAILBOX}/{first['id']}/bytes").status_code == 401
    assert client.post(f"{MAILBOX}/{first['id']}/ack").status_code == 401


def test_a_distributor_collects_its_own_answers_behind_its_wall(client, world, business):
    identities = support.Identities("01", "123456789", "ZZ", "CAUSEWAY", "GLAKES", "CAUSEWAY")
    support.agree(world, world.distributor_id, identities)
    business.answer_to = world.distributor_id
    headers = _headers(world, world.distributor_id, is_own=False)
    posted = client.post(
        "/gateway/v1/inbound", data=interchange(po("D-1"), identities=identities), headers=headers
    )
    assert posted.status_code == 202
    drain()
    items = client.get(MAILBOX, headers=headers).json["items"]
    assert sorted(item["document"] for item in items) == ["855", "997"]
    assert all(client.get(item["bytes_url"], headers=headers).status_code == 200 for item in items)
    assert all(
        client.post(f"{MAILBOX}/{item['id']}/ack", headers=headers).status_code == 200 for item in items
    )
    assert client.get(MAILBOX, headers=headers).json == {"items": []}
    shown = client.get(f"/gateway/v1/inbound/{posted.json['id']}", headers=headers).json
    assert (shown["state"], shown["messages"][0]["state"]) == ("applied", "applied")
