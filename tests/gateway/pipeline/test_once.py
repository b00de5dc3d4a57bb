"""However copies, steps of workers and deaths of workers mix: each order takes effect once, and in its order."""

import threading
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causeway.gateway import registry
from causeway.gateway.pipeline.work_kinds import KINDS
from causeway.tenants import clock, work
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.db import unit_of_work
from causeway.tenants.worker import Worker
from tests.conftest import make_world
from tests.gateway.pipeline import support
from tests.gateway.pipeline.support import Business, deliver, drain, interchange, po


@pytest.fixture
def business(database):
    with unit_of_work(IDENTITY_SCOPE) as session:
        session.execute(support.text("delete from work"))
    yield Business().bind()
    registry.clear()
    clock.configure(0)


# A number delivers that interchange (again); "step" does one row; "die" claims rows and forgets them.
_STEPS = st.lists(st.one_of(st.integers(0, 2), st.just("step"), st.just("die")), max_size=20)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_any_mix_of_copies_and_deaths_has_one_effect_per_order(business, steps):
    world = make_world("once")
    support.agree(world, world.own_id)
    business.applied.clear()
    ids: dict[int, set] = {}
    seconds = 0.0
    for step in steps:
        if step == "step":
            Worker(KINDS, batch=1).run_once()
        elif step == "die":
            work.claim(2)
            seconds += work.LEASE.total_seconds() + 1
            clock.configure(seconds)
        else:
            receipt = deliver(world, world.own_id, interchange(po(f"A-{step}"), control=step + 1))
            ids.setdefault(step, set()).add(receipt.id)
    clock.configure(seconds + 60)
    drain()
    clock.configure(0)
    assert Counter(business.applied) == Counter({f"A-{number}": 1 for number in ids})
    assert all(len(found) == 1 for found in ids.values())
    sent = [m for m in support.messages(world, direction="out") if m.document == "997"]
    assert len(sent) == len(ids)
    assert {m.state for m in sent} <= {"sent"}


def test_documents_of_one_chain_take_effect_in_the_order_in_which_they_came(business, world):
    """Eight workers read and apply at once; the chain's first document is slow to read and still the first applied."""
    support.agree(world, world.own_id)
    seen: list[tuple[str, str]] = []

    def receive(session, order, context):
        seen.append((order.order_number, order.header.interchange_control))
        return business.receive(session, order, context)

    registry.clear()
    registry.register_handler(support.Order, receive)
    for control in range(1, 41):
        filler = [po(f"F-{control}-{n}", f"{n + 2:04d}") for n in range(6 if control % 5 == 0 else 0)]
        deliver(world, world.own_id, interchange(po(f"CHAIN-{control % 3}"), *filler, control=control))
    threads = [threading.Thread(target=drain) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drain()
    for number in range(3):
        chain = [control for name, control in seen if name == f"CHAIN-{number}"]
        assert chain == sorted(chain)
        assert len(chain) in (13, 14)
