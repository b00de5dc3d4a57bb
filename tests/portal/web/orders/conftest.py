"""A tenant that trades, and the people on each side of its orders."""

import re
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.parties import Identifier
from causeway.portal.domain.orders.queries import OrderPage, get_order
from causeway.tenants import db
from tests.builders.orders import a_distributors_order, changed_to
from tests.builders.trade import Trade, start_trading
from tests.portal.web.conftest import Visitor

OURS = (Identifier("seller", "M-100"),)
FIELD = re.compile(r'name="(token|version|answered)" value="([^"]*)"')


@pytest.fixture
def trade(portal, world) -> Trade:
    """Orders can be placed in the world."""
    return start_trading(world)


@pytest.fixture
def supplier(enter, trade) -> Visitor:
    return enter(trade.world.supplier_id, "supplier")


@pytest.fixture
def other_supplier(enter, trade) -> Visitor:
    return enter(trade.world.other_supplier_id, "supplier")


@pytest.fixture
def distributor(enter, trade) -> Visitor:
    return enter(trade.world.distributor_id, "distributor")


@pytest.fixture
def buyer(enter, trade) -> Visitor:
    return enter(trade.world.own_id, "buyer")


@pytest.fixture
def integrator(enter, trade) -> Visitor:
    return enter(trade.world.own_id, "integrator")


def read(visitor: Visitor, path: str) -> str:
    """A page that must be there."""
    response = visitor.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.text


def sell(trade: Trade, number: str = "D-1") -> UUID:
    """A distributor's order."""
    order = a_distributors_order(order_number=number).with_line("10", ids=OURS).build()
    return trade.place(order, distributor=True)


def change(trade: Trade, order, **fields) -> None:
    """The buyer changes the order."""
    trade.place(changed_to(order, Purpose.CHANGE, **fields))


@dataclass
class Form:
    """The answer form of an order as somebody has it open, with what they typed so far."""

    trade: Trade
    visitor: Visitor
    order_id: UUID
    fields: dict[str, str] = field(default_factory=dict)
    typed: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def opened(cls, trade: Trade, visitor: Visitor, order_id: UUID) -> "Form":
        return cls(trade, visitor, order_id, dict(FIELD.findall(read(visitor, f"/orders/{order_id}"))))

    def key(self, line_key: str) -> str:
        return next(str(line.row.id) for line in self.now().lines if line.row.line_key == line_key)

    def line(self, line_key: str, *deliveries: tuple[str, str], **fields: str) -> "Form":
        """Fill one line: deliveries of quantity and day, and the other fields by name."""
        key = self.key(line_key)
        if deliveries:
            self.typed[f"{key}.quantity"] = [quantity for quantity, _ in deliveries]
            self.typed[f"{key}.day"] = [day for _, day in deliveries]
        for name, value in fields.items():
            self.typed[f"{key}.{name}"] = [value]
        return self

    def press(self, action: str, **more: str) -> TestResponse:
        """Press one of the form's buttons."""
        data = {"action": action, **self.fields, **self.typed, **more}
        return self.visitor.post(f"/orders/{self.order_id}/answer", data)

    def now(self) -> OrderPage:
        """The order as its seller sees it now."""
        with db.unit_of_work(self.trade.buyer_person) as session:
            return get_order(session, self.order_id)


def confirmations(page: OrderPage, line_key: str) -> list[tuple[str, str, str | None]]:
    """Status, quantity and day of each confirmed delivery of a line."""
    line = next(line for line in page.lines if line.row.line_key == line_key)
    return [
        (
            row.status,
            format(row.quantity.normalize(), "f"),
            row.promised_date and row.promised_date.isoformat(),
        )
        for row in line.confirmations
    ]
