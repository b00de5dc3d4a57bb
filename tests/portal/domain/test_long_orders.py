"""Orders of thousands of lines: what a page of their lines and the answer to one of them read."""

import datetime as dt

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url

from causeway.portal.domain.orders import service
from causeway.portal.domain.orders.answers import ReasonCode
from causeway.portal.domain.orders.models import OrderLine, OrderSchedule
from causeway.portal.domain.orders.page import Part, get_order
from causeway.tenants import db
from tests.bench.plans import buffers, statements
from tests.builders.answers import ACCEPT_ALL, LATER, line, lines, part, sent
from tests.builders.orders import a_purchase_order
from tests.builders.trade import start_trading
from tests.conftest import make_world

DAY = dt.date(2026, 12, 10)
LENGTHS = (100, 1000, 2000)
SHOWN = 50
# A look at one line goes down an index of up to three levels, as deep as all tests' lines make it, and to its row.
PAGES_PER_LINE = 4


@pytest.fixture(scope="module")
def long_orders(servers, database):
    """A trade with orders of those lengths, analysed as in a running installation; their ids by length."""
    trade = start_trading(make_world("long"))
    ids = {length: place(trade, length) for length in LENGTHS}
    url = make_url(servers.admin_database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as owner:
        owner.execute("vacuum analyze order_line, order_schedule")
    return trade, ids


def place(trade, length):
    order = a_purchase_order(order_number=f"L-{length}")
    for key in range(1, length + 1):
        order.with_line(str(key), quantity=key)
    return trade.place(order.build())


def read_of_deliveries(scope, work):
    """Pages that the work's one statement on requested deliveries touches."""
    [asked] = [each for each in statements(scope, work) if "order_schedule" in each.statement]
    return buffers(scope, asked)


def test_a_page_of_lines_reads_the_same_of_a_long_order_as_of_a_short_one(long_orders):
    trade, ids = long_orders
    read = [
        read_of_deliveries(
            trade.supplier_person, lambda session, each=each: get_order(session, each, Part(0, SHOWN))
        )
        for each in ids.values()
    ]
    assert max(read) <= 1.2 * min(read), read
    assert max(read) <= SHOWN * PAGES_PER_LINE, read


def test_the_last_page_of_lines_reads_the_orders_own_rows_and_no_other_lists(long_orders):
    trade, ids = long_orders
    read = read_of_deliveries(
        trade.supplier_person, lambda session: get_order(session, ids[2000], Part(1950, 50))
    )
    assert read < 500, read


def test_an_answer_to_one_line_reads_the_same_of_a_long_order_as_of_a_short_one(long_orders):
    trade, ids = long_orders
    read = [
        read_of_deliveries(trade.supplier_person, lambda session, each=each: respond(session, each, "2"))
        for each in ids.values()
    ]
    assert max(read) <= 1.2 * min(read), read


def test_an_answer_to_one_line_loads_that_line(long_orders):
    trade, ids = long_orders
    loaded = []

    def note(row, _context):
        loaded.append(type(row))

    for model in (OrderLine, OrderSchedule):
        event.listen(model, "load", note)
    try:
        with db.unit_of_work(trade.supplier_person) as session:
            respond(session, ids[2000], "1500")
    finally:
        for model in (OrderLine, OrderSchedule):
            event.remove(model, "load", note)
    assert loaded == [OrderLine, OrderSchedule]


def test_the_lines_that_an_answer_does_not_name_count_for_the_order(trade):
    order_id = place(trade, 3)
    with db.unit_of_work(trade.supplier_person) as session:
        respond(session, order_id, "2", LATER, ReasonCode.NO_CAPACITY)
    with db.unit_of_work(trade.supplier_person) as session:
        assert get_order(session, order_id).order.state == "partly_confirmed"
        service.respond(session, order_id, ACCEPT_ALL, expected_version=1)
    with db.unit_of_work(trade.supplier_person) as session:
        order = get_order(session, order_id).order
    assert (order.state, order.confirmed_date) == ("confirmed", LATER)
    # Neither answer speaks of the whole order.
    assert [len(message.lines) for _, message in sent(trade, order_id)] == [1, 2]


def respond(session, order_id, key, day=DAY, reason=None):
    given = lines(line(key, part(key, day, reason=reason)))
    return service.respond(session, order_id, given, expected_version=1)
