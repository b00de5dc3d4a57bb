"""The order list: what it shows, how it pages, and that no filter makes it read or sort everything."""

import datetime as dt
import json

import pytest
from sqlalchemy import text

from causeway.portal.domain.orders import queries
from causeway.portal.domain.orders.models import OrderDirection, OrderState
from causeway.portal.domain.orders.queries import OrderFilter, Sort, Tab, count_tabs, list_orders
from causeway.portal.domain.orders.states import OPEN_ORDERS
from causeway.portal.web import waiting
from causeway.tenants import db
from causeway.tenants.context import Role, Scope
from tests.bench.plans import Asked, explained
from tests.builders.statements import heard
from tests.conftest import make_world

ROWS = 24_000
PURCHASE = OrderDirection.PURCHASE

# Twelve in thirteen are long confirmed, as in an installation that has run for years; one order in ten is the
# partner's, the others' are somebody else's.
_FILL = """
insert into trade_order (tenant_id, id, partner_id, direction, state, buyer_id, seller_id, number, number_folded,
  release_number, order_type, line_count, requested_date, sort_date, version, response_version, revision, channel,
  header, created_at, updated_at)
select :tenant, cast('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid), partner, 'purchase',
  case when n % 13 = 0 then (array['to_confirm','changed','partly_confirmed','rejected','cancelled'])[1 + (n / 130) % 5]
    else 'confirmed' end,
  :own, partner, 'PO-' || n, 'po-' || n, '', 'standalone', 3,
  case when (n / 7) % 47 > 0 then date '2026-01-01' + n % 400 end,
  case when (n / 7) % 47 > 0 then date '2026-01-01' + n % 400 else date '9999-12-31' end,
  1, 0, 1, 'edi', '{}', now(), now()
from (select n, case when n % 10 = 0 then cast(:supplier as uuid) else cast(:other as uuid) end as partner
      from generate_series(1, :rows) n) numbered
"""


@pytest.fixture(scope="module")
def filled(servers, database):
    """A tenant with many orders, analysed as the autovacuum of a running installation would have it."""
    import psycopg
    from sqlalchemy.engine import make_url

    world = make_world("lists")
    with db.unit_of_work(world.staff) as session:
        session.execute(
            text(_FILL),
            {
                "tenant": world.tenant_id,
                "own": world.own_id,
                "supplier": world.supplier_id,
                "other": world.other_supplier_id,
                "rows": ROWS,
            },
        )
    url = make_url(servers.admin_database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as owner:
        owner.execute("vacuum analyze trade_order")
        owner.execute("analyze organization")
    return world


@pytest.fixture(params=["staff", "partner"])
def scope(filled, request):
    if request.param == "staff":
        return filled.staff
    return Scope(filled.tenant_id, Role.PARTNER, filled.supplier_id)


def listed(scope, wanted, **options):
    with db.unit_of_work(scope) as session:
        return list_orders(session, wanted, **options)


FILTERS = {
    "newest": OrderFilter(),
    "newest of one state": OrderFilter(tab=Tab.CHANGED),
    "open by date": OrderFilter(tab=Tab.OPEN, sort=Sort.REQUESTED),
    "all by date": OrderFilter(sort=Sort.REQUESTED),
    "due": OrderFilter(tab=Tab.OPEN, requested_before=dt.date(2026, 3, 1)),
    "number": OrderFilter(number_prefix="PO-2"),
    "number that nobody has": OrderFilter(number_prefix="zzz"),
    "open number": OrderFilter(tab=Tab.OPEN, number_prefix="po-"),
}


def plan_of(scope, call):
    """The plans of the statements that the call sends, read behind the same wall with the same values."""
    with heard() as asked, db.unit_of_work(scope) as session:
        call(session)
    [(statement, parameters)] = [each for each in asked if "trade_order" in each.statement]
    with db.unit_of_work(scope) as session:
        explained = session.connection().exec_driver_sql(
            f"explain (analyze, buffers, format json) {statement}", parameters
        )
        plan = explained.scalar_one()
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def nodes(plan):
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def assert_bounded(plan, *, read):
    for node in nodes(plan):
        if node.get("Relation Name") == "trade_order":
            assert node["Node Type"] in {"Index Scan", "Index Only Scan"}, node["Node Type"]
            assert node.get("Rows Removed by Filter", 0) == 0, node
        if node["Node Type"] in {"Sort", "Incremental Sort"}:
            # Only the heads of the states are merged.
            assert node["Actual Rows"] <= read
    buffers = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    assert buffers < 3000, buffers


@pytest.mark.parametrize("name", FILTERS)
def test_list_reads_an_index_and_sorts_no_more_than_it_merges(scope, name):
    plan = plan_of(scope, lambda session: list_orders(session, FILTERS[name]))
    assert_bounded(plan, read=6 * 51)


@pytest.mark.parametrize("name", ["newest", "open by date", "number"])
def test_later_pages_read_no_more_than_the_first(scope, name):
    first = listed(scope, FILTERS[name])
    plan = plan_of(scope, lambda session: list_orders(session, FILTERS[name], cursor=first.next_cursor))
    assert_bounded(plan, read=6 * 51)


@pytest.mark.parametrize("name", ["newest", "open by date", "number", "open number"])
def test_the_way_back_shows_the_rows_that_were_there_and_reads_no_more(scope, name):
    wanted, pages, cursor = FILTERS[name], [], None
    for _ in range(3):
        pages.append(listed(scope, wanted, cursor=cursor, limit=40))
        cursor = pages[-1].next_cursor
    second = listed(scope, wanted, cursor=pages[2].previous_cursor, limit=40)
    first = listed(scope, wanted, cursor=second.previous_cursor, limit=40)
    assert second.rows == pages[1].rows
    assert second.next_cursor == pages[1].next_cursor
    assert first.rows == pages[0].rows
    assert first.previous_cursor is None
    plan = plan_of(scope, lambda session: list_orders(session, wanted, cursor=pages[2].previous_cursor))
    assert_bounded(plan, read=6 * 51)


def test_the_way_back_to_less_than_a_page_begins_at_the_beginning(filled):
    first = listed(filled.staff, FILTERS["newest"], limit=40)
    third_row = listed(filled.staff, FILTERS["newest"], limit=3)
    before = listed(filled.staff, FILTERS["newest"], cursor=third_row.next_cursor, limit=40)
    again = listed(filled.staff, FILTERS["newest"], cursor=before.previous_cursor, limit=40)
    assert again.rows == first.rows
    assert again.previous_cursor is None


def test_staff_list_one_partners_orders_through_its_index(filled):
    wanted = OrderFilter(partner_id=filled.supplier_id, tab=Tab.OPEN)
    plan = plan_of(filled.staff, lambda session: list_orders(session, wanted))
    assert_bounded(plan, read=6 * 51)


def test_counts_stop_at_their_cap_and_read_an_index(scope):
    assert_bounded(plan_of(scope, lambda session: count_tabs(session, PURCHASE)), read=6)


def test_what_waits_is_counted_by_reading_little(scope):
    is_staff = scope.role is Role.STAFF
    # Explaining codes is for staff: behind the partner's wall there is no such table.
    names = ["orders", "codes", "messages"] if is_staff else ["orders", "messages"]
    statement = waiting.question(names, is_staff=is_staff)
    values = {
        "tenant_id": scope.tenant_id,
        "partner_id": scope.partner_id,
        "direction": "purchase",
        "cap": 100,
    }
    values |= {"open": [state.value for state in OPEN_ORDERS], "held": "held"}
    for plan in ("force_custom_plan", "force_generic_plan"):
        assert_bounded(explained(scope, Asked(statement, values), plan), read=6)
    with db.unit_of_work(scope) as session:
        counted = db.run(session, statement, values).fetchone()
        assert counted[0] == count_tabs(session, PURCHASE)[Tab.OPEN]


def test_counts_are_capped_and_summed(filled):
    with db.unit_of_work(Scope(filled.tenant_id, Role.PARTNER, filled.supplier_id)) as session:
        counts = count_tabs(session, PURCHASE, cap=100)
        real = dict(
            tuple(row)
            for row in session.execute(
                text("select state, count(*) from trade_order where tenant_id = :t group by state"),
                {"t": filled.tenant_id},
            )
        )
    assert counts[Tab.CONFIRMED] == counts[Tab.ALL] == 100
    assert counts[Tab.CHANGED] == real["changed"] < 100
    assert counts[Tab.OPEN] == min(100, real["to_confirm"] + real["changed"] + real["partly_confirmed"])


@pytest.mark.parametrize("name", ["open by date", "newest of one state", "open number"])
def test_pages_together_are_the_whole_list_in_order(scope, name):
    wanted, cursor, rows = FILTERS[name], None, []
    while True:
        page = listed(scope, wanted, cursor=cursor, limit=97)
        rows += page.rows
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    keys = {
        Sort.REQUESTED: [(row.sort_date, row.id) for row in rows],
        Sort.NEWEST: [(-row.id.int,) for row in rows],
        Sort.NUMBER: [(row.number_folded, row.id) for row in rows],
    }[page.sort]
    assert keys == sorted(keys)
    assert len({row.id for row in rows}) == len(rows)
    with db.unit_of_work(scope) as session:
        total = session.execute(
            text("select count(*) from trade_order where tenant_id = :t and state = any(:s)"),
            {"t": scope.tenant_id, "s": list(wanted.tab.states)},
        ).scalar_one()
    assert len(rows) == total
    assert {row.state for row in rows} <= set(wanted.tab.states)


def test_orders_without_a_date_come_last(filled):
    wanted = OrderFilter(tab=Tab.REJECTED, sort=Sort.REQUESTED)
    rows = listed(filled.staff, wanted, limit=1000).rows
    dated = [row.requested_date is not None for row in rows]
    assert dated == sorted(dated, reverse=True)
    assert not all(dated)


def test_number_is_found_by_its_beginning_in_any_case_and_width(filled):
    rows = listed(filled.staff, OrderFilter(number_prefix="ｐｏ-2399")).rows
    assert sorted(row.number for row in rows) == sorted(["PO-2399", *(f"PO-2399{n}" for n in range(10))])


def test_due_before_is_a_bound(filled):
    bound = dt.date(2026, 2, 1)
    rows = listed(filled.staff, OrderFilter(tab=Tab.OPEN, requested_before=bound), limit=500).rows
    assert rows
    assert all(row.requested_date < bound for row in rows)


def test_partner_lists_its_own_orders_and_cannot_ask_for_anothers(filled):
    scope = Scope(filled.tenant_id, Role.PARTNER, filled.supplier_id)
    assert {row.partner_id for row in listed(scope, OrderFilter()).rows} == {filled.supplier_id}
    assert listed(scope, OrderFilter(partner_id=filled.other_supplier_id)).rows == ()


def test_another_tenant_sees_none_of_it(filled):
    other = make_world()
    assert listed(other.staff, OrderFilter()).rows == ()
    with db.unit_of_work(other.staff) as session:
        assert set(count_tabs(session, PURCHASE).values()) == {0}


@pytest.mark.parametrize("cursor", ["x", "AAAA", "bnVsbA", "eyJhIjoxfQ"])
def test_cursor_that_is_not_ours_is_refused(filled, cursor):
    with pytest.raises(queries.InvalidCursorError):
        listed(filled.staff, OrderFilter(), cursor=cursor)


def test_cursor_of_another_order_is_refused(filled):
    cursor = listed(filled.staff, OrderFilter(sort=Sort.REQUESTED)).next_cursor
    with pytest.raises(queries.InvalidCursorError):
        listed(filled.staff, OrderFilter(), cursor=cursor)


def test_every_state_is_on_a_tab():
    assert {state for tab in Tab for state in tab.states} == {state.value for state in OrderState}
