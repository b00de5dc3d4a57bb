"""A tenant whose system and distributor send X12 files, for the tests of the pages that show them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from causeway.gateway.exchanges.models import Message, Transmission
from causeway.gateway.partners.service import Identities
from causeway.tenants.db import unit_of_work
from tests.builders.orders import SELLER_CODE, SITE_CODE
from tests.builders.trade import Trade
from tests.gateway.pipeline.support import deliver, drain, interchange

ERP = Identities("ZZ", "ERP", "ZZ", "CAUSEWAY", "ERP", "CAUSEWAY")
DISTRIBUTOR = Identities("ZZ", "GLS", "ZZ", "CAUSEWAY", "GLS", "CAUSEWAY")


def order_set(
    number: str,
    control: str = "0001",
    *,
    quantity: str = "5",
    item: str = "M-100",
    unit: str = "EA",
    seller: str = SELLER_CODE,
    extra: tuple[str, ...] = (),
    lines: int = 1,
) -> list[str]:
    """The segments of one 850."""
    inside = [
        f"BEG*00*NE*{number}**20261101",
        "CUR*BY*CNY",
        f"N1*SE*Seller*92*{seller}",
        f"N1*ST*Plant*92*{SITE_CODE}",
        *extra,
    ]
    for line in range(1, lines + 1):
        inside += [f"PO1*{line}0*{quantity}*{unit}*9.5*PE*BP*{item}", "DTM*002*20261201"]
    inside.append(f"CTT*{lines}")
    return [f"ST*850*{control}", *inside, f"SE*{len(inside) + 2}*{control}"]


@dataclass
class Exchange:
    """The tenant, and a counter that gives every file its own control number."""

    trade: Trade
    control: int = 0

    def send(
        self, *sets: list[str], identities: Identities = ERP, sender_id: UUID | None = None, **options
    ) -> UUID:
        """Deliver one file and let everything happen that follows; the id of its transmission."""
        self.control += 1
        data = interchange(*sets, control=self.control, identities=identities, **options)
        return self.send_bytes(data, sender_id=sender_id)

    def send_bytes(self, data: bytes, *, sender_id: UUID | None = None) -> UUID:
        """The same with bytes of any kind."""
        receipt = deliver(self.trade.world, sender_id or self.trade.world.own_id, data)
        drain()
        return receipt.id

    def messages(self, **where) -> list[Message]:
        """Messages of the tenant, oldest first."""
        with unit_of_work(self.trade.world.staff) as session:
            return list(session.scalars(select(Message).filter_by(**where).order_by(Message.id)))

    def message(self, number: str, document: str = "850") -> Message:
        """The message about that order."""
        found = self.messages(document=document, business_number=number)
        assert len(found) == 1, [(m.document, m.state, m.business_number) for m in self.messages()]
        return found[0]

    def transmission(self, identifier: UUID) -> Transmission:
        """One file's row."""
        with unit_of_work(self.trade.world.staff) as session:
            return session.get_one(Transmission, (self.trade.world.tenant_id, identifier))
