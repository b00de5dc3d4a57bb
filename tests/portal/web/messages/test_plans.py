"""The lists of messages read indexes behind both walls, however many messages a tenant has."""

import json
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import make_url

from causeway.gateway.exchanges.models import Direction
from causeway.portal.web.messages import listing
from causeway.portal.web.messages.listing import Filters, Tab
from causeway.tenants import db
from causeway.tenants.context import Role, Scope
from tests.conftest import make_world

ROWS = 24_000
UTC = ZoneInfo("UTC")
_FILL_MESSAGES = """
insert into message (tenant_id, id, partner_id, direction, state, reason_data, document, exchanged_with_id,
                     business_number, problems, at, correlation_id)
select :tenant, uuidv7(), case when n % 10 = 0 then cast(:supplier as uuid) else cast(:other as uuid) end,
       case when n % 3 = 0 then 'out' else 'in' end,
       case when n % 400 = 0 then 'held' when n % 3 = 0 then 'acknowledged' else 'applied' end,
       '{}', case when n % 3 = 0 then '855' else '850' end, :own, 'PO-' || n, '[]', now(), uuidv7()
from generate_series(1, :rows) n
"""
_FILL_FILES = """
insert into transmission (tenant_id, id, partner_id, direction, state, blob_id, sha256, size, channel, at)
select :tenant, uuidv7(), case when n % 10 = 0 then cast(:supplier as uuid) else cast(:own as uuid) end, 'in',
       case when n % 500 = 0 then 'held' else 'applied' end, uuidv7(), '\\x00', 1, 'edi', now()
from generate_series(1, :rows) n
"""


@pytest.fixture(scope="module")
def filled(servers, database):
    world = make_world("messages")
    values = {
        "tenant": world.tenant_id,
        "own": world.own_id,
        "supplier": world.supplier_id,
        "other": world.other_supplier_id,
        "rows": ROWS,
    }
    with db.unit_of_work(world.staff) as session:
        session.execute(text(_FILL_MESSAGES), values)
        session.execute(text(_FILL_FILES), {name: value for name, value in values.items() if name != "other"})
    url = make_url(servers.admin_database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as owner:
        owner.execute("vacuum analyze message, transmission")
    return world


def _plans(scope, call):
    """The plans of the statements that the call sends, read behind the same wall."""
    statements = []

    def remember(_connection, _cursor, statement, parameters, *_):
        if statement.lstrip().lower().startswith("select"):
            statements.append((statement, parameters))

    engine = db.database().engine
    event.listen(engine, "before_cursor_execute", remember)
    try:
        with db.unit_of_work(scope) as session:
            call(session)
    finally:
        event.remove(engine, "before_cursor_execute", remember)
    assert statements
    for statement, parameters in statements:
        with db.unit_of_work(scope) as session:
            explained = session.connection().exec_driver_sql(
                f"explain (analyze, buffers, format json) {statement}", parameters
            )
            plan = explained.scalar_one()
        yield (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def _nodes(plan):
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


CALLS = {
    "all": lambda session: listing.list_page(session, Tab.ALL, Filters(), zone=UTC),
    "held": lambda session: listing.list_page(session, Tab.HELD, Filters(), zone=UTC),
    "rejected, which there are none of": lambda session: listing.list_page(
        session, Tab.REJECTED, Filters(), zone=UTC
    ),
    "one document": lambda session: listing.list_page(session, Tab.ALL, Filters(document="855"), zone=UTC),
    "one direction": lambda session: listing.list_page(
        session, Tab.ALL, Filters(direction=Direction.OUT), zone=UTC
    ),
    "one order": lambda session: listing.list_page(session, Tab.ALL, Filters(order_number="PO-20"), zone=UTC),
    "counts": listing.count_tabs,
    "files": listing.list_files,
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("side", ["staff", "partner"])
def test_a_list_of_messages_reads_an_index_and_little_of_it(filled, side, name):
    scope = filled.staff if side == "staff" else Scope(filled.tenant_id, Role.PARTNER, filled.supplier_id)
    for plan in _plans(scope, CALLS[name]):
        for node in _nodes(plan):
            if str(node.get("Relation Name", "")).startswith(("message", "transmission")):
                # A partition that holds nothing may be read whole.
                assert node["Node Type"] != "Seq Scan" or node["Actual Rows"] == 0, node
        assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 1500, plan
