"""An 860 through the whole pipeline: with a known meaning it changes the order, without one it waits and says why."""

import pytest
from sqlalchemy import select

from causeway.gateway.partners.models import Agreement
from causeway.portal.domain.orders.models import OrderLine
from causeway.tenants.db import unit_of_work
from tests.builders.orders import SELLER_CODE

from .exchanging import order_set


def change_set(number: str) -> list[str]:
    inside = [
        f"BCH*04*NE*{number}***20261101*****20261102",
        f"N1*SE*Seller*92*{SELLER_CODE}",
        "POC*10*QI*8**EA*9.5*PE*BP*M-100",
        "CTT*1",
    ]
    return ["ST*860*0001", *inside, f"SE*{len(inside) + 2}*0001"]


def agreed(exchange, **terms: str) -> None:
    with unit_of_work(exchange.trade.world.staff) as session:
        agreement = session.get_one(
            Agreement, (exchange.trade.world.tenant_id, exchange.trade.own_agreement_id)
        )
        agreement.terms = {**agreement.terms, **terms}


def quantities(exchange) -> list[str]:
    with unit_of_work(exchange.trade.world.staff) as session:
        return [format(line.quantity.normalize(), "f") for line in session.scalars(select(OrderLine))]


@pytest.fixture
def ordered(exchange, integrator):
    exchange.send(order_set("A-1"))
    assert quantities(exchange) == ["5"]
    return exchange


def test_a_change_whose_quantity_has_an_agreed_meaning_changes_the_order(ordered) -> None:
    agreed(ordered, quantity_means="new_total")
    ordered.send(change_set("A-1"), functional_id="PC")
    message = ordered.message("A-1", "860")
    assert (message.state, message.reason) == ("applied", None)
    assert quantities(ordered) == ["8"]


def test_a_change_whose_quantity_could_mean_anything_waits_and_says_why(ordered, integrator) -> None:
    ordered.send(change_set("A-1"), functional_id="PC")
    message = ordered.message("A-1", "860")
    assert (message.state, message.reason) == ("held", "change_quantity_unknown")
    assert quantities(ordered) == ["5"]
    page = integrator.page(f"/messages/{message.id}")
    assert "It is not certain whether a quantity is the new total or a difference." in page
