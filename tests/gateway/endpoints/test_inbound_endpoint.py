"""What a partner's system is answered, and what was kept when it was."""

import threading
from collections import Counter
from uuid import UUID

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, select

from causeway.gateway import registry
from causeway.gateway.endpoints.blueprint import create_blueprint
from causeway.gateway.exchanges.models import Blob, DuplicateKey, Transmission
from causeway.tenants.auth import api_keys
from causeway.tenants.context import Channel
from causeway.tenants.db import database as configured
from causeway.tenants.db import unit_of_work
from causeway.tenants.settings import Settings
from tests.gateway.pipeline import support
from tests.gateway.pipeline.support import Business, drain, interchange, po

LIMIT = 4096


@pytest.fixture
def business(database):
    yield Business().bind()
    registry.clear()


@pytest.fixture
def app(database):
    application = Flask("gateway-test")
    application.register_blueprint(create_blueprint(Settings(max_inbound_bytes=LIMIT)))
    return application


@pytest.fixture
def client(app):
    return app.test_client()


def _key(world, organization_id, *, is_own=False, scopes=("messages:exchange",)):
    with unit_of_work(world.staff) as session:
        return api_keys.issue(session, organization_id, is_own=is_own, name="erp", scopes=scopes)[1]


@pytest.fixture
def own_key(world):
    return _key(world, world.own_id, is_own=True)


def _headers(key):
    return {"Authorization": f"Bearer {key}"}


def _post(client, key, data, **more):
    return client.post("/gateway/v1/inbound", data=data, headers=_headers(key), **more)


def _kept(world):
    with unit_of_work(world.staff) as session:
        return tuple(
            session.scalar(select(func.count()).select_from(model).where(model.tenant_id == world.tenant_id))
            for model in (Transmission, Blob, DuplicateKey)
        )


def test_durable_bytes_are_answered_202_with_an_id(client, world, own_key):
    answer = _post(client, own_key, interchange(po("A-1")))
    assert answer.status_code == 202
    assert answer.json == {"id": answer.json["id"], "state": "received", "duplicate": False}
    row = support.transmission(world, UUID(answer.json["id"]))
    assert (row.partner_id, row.channel, row.size) == (world.own_id, "http", len(interchange(po("A-1"))))
    assert [w.kind for w in support.work_rows(world)] == ["inbound.read"]


def test_a_copy_gets_the_first_id_and_where_it_stands(client, world, own_key, business):
    support.agree(world, world.own_id)
    first = _post(client, own_key, interchange(po("A-1"))).json
    drain()
    copy = _post(client, own_key, interchange(po("A-1")))
    assert copy.status_code == 202
    assert copy.json == {"id": first["id"], "state": "applied", "duplicate": True}
    assert _kept(world) == (1, 1, 1) or _kept(world)[0] == 2  # the 997 that went out is a transmission too
    assert business.applied == ["A-1"]


def test_padding_of_isa_makes_no_difference_to_the_key(client, world, own_key):
    padded = interchange(po("A-1"))
    unpadded = padded.replace(b"EASTERP        ", b"EASTERP").replace(b"CAUSEWAY       ", b"CAUSEWAY")
    first = _post(client, own_key, padded).json["id"]
    answer = _post(client, own_key, unpadded)
    assert answer.status_code == 409  # other bytes under the same key
    assert answer.json["id"] != first


def test_other_bytes_under_the_same_key_are_kept_once_and_answered_409(client, world, own_key, business):
    support.agree(world, world.own_id)
    first = _post(client, own_key, interchange(po("A-1"))).json["id"]
    answers = [_post(client, own_key, interchange(po("A-2"))) for _ in range(3)]
    assert [a.status_code for a in answers] == [409] * 3
    assert {a.content_type for a in answers} == {"application/problem+json"}
    assert {a.json["code"] for a in answers} == {"control_number_conflict"}
    [conflict_id] = {a.json["id"] for a in answers}
    row = support.transmission(world, UUID(conflict_id))
    assert (row.state, row.reason, str(row.conflict_with_id)) == ("held", "control_number_conflict", first)
    drain()
    assert business.applied == ["A-1"]


def test_a_released_conflict_is_processed(client, world, own_key, business):
    from causeway.gateway.pipeline.release import release

    support.agree(world, world.own_id)
    _post(client, own_key, interchange(po("A-1")))
    conflict = _post(client, own_key, interchange(po("A-2"))).json["id"]
    drain()
    with unit_of_work(world.staff) as session:
        release(session, "transmission", UUID(conflict))
    drain()
    assert business.applied == ["A-1", "A-2"]


def test_bytes_of_no_known_format_are_known_by_their_hash(client, world, own_key):
    first = _post(client, own_key, b"abc").json
    assert _post(client, own_key, b"abc").json == {"id": first["id"], "state": "received", "duplicate": True}
    assert _post(client, own_key, b"abd").json["duplicate"] is False


def test_another_senders_numbers_are_its_own(client, world, own_key):
    other = _key(world, world.distributor_id)
    data = interchange(po("A-1"))
    assert _post(client, own_key, data).json["duplicate"] is False
    assert _post(client, other, data).json["duplicate"] is False


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Basic eDp5"},
        {"Authorization": "Bearer cw_live_nobody"},
        {"Authorization": "Bearer "},
    ],
)
def test_without_a_live_key_nothing_is_kept(client, world, headers):
    answer = client.post("/gateway/v1/inbound", data=b"abc", headers=headers)
    assert answer.status_code == 401
    assert answer.json["code"] == "key_not_valid"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert _kept(world) == (0, 0, 0)


def test_a_key_that_may_not_exchange_is_refused(client, world):
    key = _key(world, world.own_id, is_own=True, scopes=("orders:read",))
    for answer in (
        _post(client, key, b"abc"),
        client.get("/gateway/v1/outbound", headers=_headers(key)),
    ):
        assert answer.status_code == 403
        assert answer.json["code"] == "key_lacks_permission"
    assert _kept(world) == (0, 0, 0)


def test_an_empty_body_is_refused(client, world, own_key):
    answer = _post(client, own_key, b"")
    assert (answer.status_code, answer.json["code"]) == (400, "empty")
    assert _kept(world) == (0, 0, 0)


def test_what_is_too_large_is_refused_and_not_kept(client, world, own_key):
    answer = _post(client, own_key, b"x" * (LIMIT + 1))
    assert (answer.status_code, answer.json["code"], answer.json["limit"]) == (413, "too_large", LIMIT)
    assert _post(client, own_key, b"x" * LIMIT).status_code == 202
    assert _kept(world) == (1, 1, 1)


def test_a_body_without_a_length_is_measured_while_it_comes(client, world, own_key):
    from io import BytesIO

    for size, status in ((LIMIT + 1, 413), (LIMIT, 202)):
        answer = client.post(
            "/gateway/v1/inbound",
            input_stream=BytesIO(b"y" * size),
            headers={**_headers(own_key), "Transfer-Encoding": "chunked"},
            environ_overrides={"wsgi.input_terminated": True},
        )
        assert answer.status_code == status
        assert answer.content_type.startswith("application/")
    assert _kept(world) == (1, 1, 1)


def test_a_body_that_breaks_off_is_refused(client, world, own_key):
    from io import BytesIO

    answer = client.post(
        "/gateway/v1/inbound",
        input_stream=BytesIO(b"half"),
        headers=_headers(own_key),
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": "8"},
    )
    assert (answer.status_code, answer.json["code"]) == (400, "incomplete")
    assert _kept(world) == (0, 0, 0)


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/xml", "multipart/form-data; boundary=x"]
)
def test_the_content_type_decides_nothing(client, world, own_key, content_type):
    assert _post(client, own_key, interchange(po("A-1")), content_type=content_type).status_code == 202


def test_fifty_threads_posting_one_interchange_make_one_transmission(app, world, own_key):
    data = interchange(po("A-1"))
    answers = []
    barrier = threading.Barrier(50)

    def post():
        barrier.wait()
        answers.append(_post(app.test_client(), own_key, data))

    threads = [threading.Thread(target=post) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {a.status_code for a in answers} == {202}
    assert Counter(a.json["duplicate"] for a in answers) == {False: 1, True: 49}
    assert len({a.json["id"] for a in answers}) == 1
    assert _kept(world) == (1, 1, 1)
    assert len(support.work_rows(world)) == 1


def test_threads_with_different_bytes_under_one_key_agree_on_a_first(app, world, own_key):
    bodies = [interchange(po(f"A-{n % 3}")) for n in range(24)]
    answers = []
    barrier = threading.Barrier(len(bodies))

    def post(body):
        barrier.wait()
        answers.append((body, _post(app.test_client(), own_key, body)))

    threads = [threading.Thread(target=post, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    accepted = {body for body, a in answers if a.status_code == 202}
    assert len(accepted) == 1
    assert {a.status_code for _, a in answers} == {202, 409}
    assert _kept(world) == (3, 3, 3)


def test_a_sender_sees_what_became_of_its_transmission(client, world, own_key, business):
    support.agree(world, world.own_id)
    posted = _post(client, own_key, interchange(po("A-1"), po("A-2", "0002", body="BEG"))).json["id"]
    drain()
    shown = client.get(f"/gateway/v1/inbound/{posted}", headers=_headers(own_key)).json
    assert shown["state"] == "rejected"
    good, bad = shown["messages"]
    assert (good["state"], good["reason"], good["business_number"]) == ("applied", None, "A-1")
    assert bad["reason"]["code"] == "document_rejected"
    assert any("BEG" in problem["text"] for problem in bad["problems"])


def test_reasons_are_told_in_words(client, world, own_key):
    posted = _post(client, own_key, interchange(po("A-1"))).json["id"]
    drain()
    shown = client.get(f"/gateway/v1/inbound/{posted}", headers=_headers(own_key)).json
    assert shown["reason"] == {
        "code": "unknown_sender",
        "text": "There is no agreement with the sender ZZ:EASTERP.",
    }


@pytest.mark.parametrize("identifier", ["00000000-0000-7000-8000-000000000000", "nonsense"])
def test_an_id_that_is_not_there_is_404(client, world, own_key, identifier):
    answer = client.get(f"/gateway/v1/inbound/{identifier}", headers=_headers(own_key))
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_anothers_transmission_is_404_for_partners_and_for_our_own_systems(client, world, own_key):
    other_key = _key(world, world.distributor_id)
    own = _post(client, own_key, b"mine").json["id"]
    theirs = _post(client, other_key, b"theirs").json["id"]
    assert client.get(f"/gateway/v1/inbound/{own}", headers=_headers(other_key)).status_code == 404
    assert client.get(f"/gateway/v1/inbound/{theirs}", headers=_headers(own_key)).status_code == 404
    assert client.get(f"/gateway/v1/inbound/{theirs}", headers=_headers(other_key)).status_code == 200


def test_accepting_survives_that_the_pool_holds_dead_connections(client, world, own_key, servers):
    """What a restart of Postgres leaves behind: the first use of a pooled connection fails."""
    assert _post(client, own_key, b"before").status_code == 202
    url = str(configured().url.set(drivername="postgresql").render_as_string(hide_password=False))
    admin = servers.admin_database_url.replace("postgresql+psycopg", "postgresql")
    del url
    with psycopg.connect(admin, autocommit=True) as owner:
        owner.execute("select 1")
        killed = _terminate_application(servers)
    assert killed
    assert _post(client, own_key, b"after").status_code == 202


def _terminate_application(servers):
    """The application may end its own backends."""
    url = configured().url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where usename = current_user and pid <> pg_backend_pid()"
        ).fetchone()[0]


def test_the_scope_of_a_partners_key_stays_behind_its_wall(world):
    key = _key(world, world.distributor_id)
    identity = api_keys.find_identity(key)
    assert identity.scope(Channel.EDI).partner_id == world.distributor_id
