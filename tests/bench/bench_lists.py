"""Lists: the order list of 50 rows with the counts on its tabs must cost the same over 10,000 and 1,000,000 orders.

The first tenant is measured while its orders are the only ones in the table, the second one after that; everything
but the orders is there from the beginning, some other tenants with their partners too. The times are those of a list
with the counts on its tabs, as its page asks for both; the buffers are given for each. What is
measured is the pages' own query functions, in their scopes, under the database roles they run under.
"""

import datetime as dt
import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from causeway.portal.domain.orders import queries
from causeway.portal.domain.orders.models import OrderDirection
from causeway.portal.domain.orders.queries import OrderFilter, Sort, Tab
from causeway.tenants import clock, db
from causeway.tenants.context import Scope
from tests.bench import plans
from tests.bench.figures import Figure
from tests.bench.order_history import Trade, fill, make_trade
from tests.bench.stack import running_stack

SMALL, LARGE = 10_000, int(os.environ.get("CAUSEWAY_BENCH_ORDERS", "1000000"))
NEIGHBOURS = 10
GROWTH = 1.2
COUNTS = "tab counts alone"
CALLS = 200

Work = Callable[[Session], object]


def measure(console: Console) -> Iterator[Figure]:
    """Pages touched and the time taken for each list, over few orders alone in the table, then over many."""
    with running_stack() as stack:
        small, large, *_ = [make_trade(f"bench-{number}") for number in range(2 + NEIGHBOURS)]
        fill(stack, small, SMALL)
        before = {side: _cost(scope) for side, scope in _scopes(small).items()}
        started = time.perf_counter()
        fill(stack, large, LARGE)
        console.print(f"  {LARGE:,} orders written in {time.perf_counter() - started:.0f} s")
        for side, scope in _scopes(large).items():
            yield from _compare(console, side, before[side], _cost(scope))
            p50, p95 = _percentiles(scope, _page)
            yield Figure(
                f"list of 50 with tab counts, {side}, {LARGE:,}: p50, p95", f"{p50:.1f}, {p95:.1f} ms"
            )
        yield _few(large)


@dataclass(frozen=True)
class _Cost:
    buffers: int
    p50: float
    p95: float


def _scopes(trade: Trade) -> Mapping[str, Scope]:
    return {"staff": trade.staff, "partner": trade.largest}


def _cost(scope: Scope) -> Mapping[str, _Cost]:
    costs = {
        name: _Cost(_touched(scope, work), *_percentiles(scope, _with_counts(work)))
        for name, work in _lists().items()
    }
    return {**costs, COUNTS: _Cost(_touched(scope, _counts), *_percentiles(scope, _counts))}


def _compare(
    console: Console, side: str, small: Mapping[str, _Cost], large: Mapping[str, _Cost]
) -> Iterator[Figure]:
    table = Table(f"lists for {side}", "buffers", "growth", "p50 ms", "p95 ms")
    growth = {name: large[name].buffers / small[name].buffers for name in small}
    for name, before in small.items():
        after = large[name]
        table.add_row(
            name,
            f"{before.buffers} -> {after.buffers}",
            f"{growth[name]:.2f}x",
            f"{before.p50:.1f} -> {after.p50:.1f}",
            f"{before.p95:.1f} -> {after.p95:.1f}",
        )
    console.print(table)
    del growth[COUNTS]
    worst = max(growth, key=lambda name: growth[name])
    yield Figure(
        f"lists for {side}, {LARGE:,} against {SMALL:,} orders: buffers, worst of {len(growth)}",
        f"{growth[worst]:.2f}x ({worst}: {small[worst].buffers} -> {large[worst].buffers})",
        f"<= {GROWTH}x",
        growth[worst] <= GROWTH,
    )
    yield Figure(f"tab counts for {side}: buffers", f"{small[COUNTS].buffers} -> {large[COUNTS].buffers}")


def _few(large: Trade) -> Figure:
    """Whoever has few orders in a large tenant must not pay for the others'."""
    scope = large.smallest
    taken = _percentiles(scope, _page)
    return Figure(
        f"the same, a partner with few orders among {LARGE:,}: buffers, p95",
        f"{_touched(scope, _page)}, {taken[1]:.1f} ms",
    )


def _lists() -> Mapping[str, Work]:
    middle = clock.now().date() - dt.timedelta(days=540)
    wanted = {
        "newest": OrderFilter(),
        "open": OrderFilter(tab=Tab.OPEN),
        "to confirm": OrderFilter(tab=Tab.TO_CONFIRM),
        "confirmed": OrderFilter(tab=Tab.CONFIRMED),
        "by requested date": OrderFilter(sort=Sort.REQUESTED),
        "open, due before a day": OrderFilter(tab=Tab.OPEN, requested_before=middle),
        "by number": OrderFilter(sort=Sort.NUMBER),
        "number begins with": OrderFilter(number_prefix="po2"),
    }
    lists: dict[str, Work] = {name: _list(of) for name, of in wanted.items()}
    lists["second page"] = _second_page
    return lists


def _list(wanted: OrderFilter) -> Work:
    def work(session: Session) -> object:
        found = queries.list_orders(session, wanted)
        if len(found.rows) != queries.PAGE:
            raise AssertionError(f"{wanted} found {len(found.rows)} rows; a page must be full to be compared")
        return found

    return work


def _second_page(session: Session) -> object:
    first = queries.list_orders(session, OrderFilter())
    return queries.list_orders(session, OrderFilter(), cursor=first.next_cursor)


def _counts(session: Session) -> object:
    return queries.count_tabs(session, OrderDirection.PURCHASE)


def _with_counts(work: Work) -> Work:
    return lambda session: (work(session), _counts(session))


_page = _with_counts(lambda session: queries.list_orders(session, OrderFilter()))


def _touched(scope: Scope, work: Work) -> int:
    return sum(plans.buffers(scope, asked) for asked in plans.statements(scope, work))


def _percentiles(scope: Scope, work: Work) -> tuple[float, float]:
    taken = []
    for _ in range(CALLS):
        started = time.perf_counter()
        with db.unit_of_work(scope) as session:
            work(session)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)]
