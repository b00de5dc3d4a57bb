"""A tenant that trades: sites, items, codes and agreements in a world, and messages as the pipeline would hand them over."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from causeway.gateway.canonical import codec
from causeway.gateway.canonical.intake import Applied, Held, Intake, MessageContext
from causeway.gateway.canonical.orders import OrderChange
from causeway.gateway.exchanges.models import Message
from causeway.gateway.partners.models import Agreement
from causeway.portal.domain.catalog.models import Item
from causeway.portal.domain.catalog.service import NewItem, add_item
from causeway.portal.domain.codes.models import CodeKind
from causeway.portal.domain.codes.service import Code, add_entry
from causeway.portal.domain.orders import intake
from causeway.tenants import clock, db
from causeway.tenants.context import Actor, ActorKind, Channel, Role, Scope
from causeway.tenants.directory import add_site
from causeway.tenants.ids import new_id
from causeway.tenants.models import Organization, SiteKind
from tests.builders.orders import SELLER_CODE, SITE_CODE
from tests.conftest import World

GTIN = "06901234567892"


@dataclass(frozen=True)
class Trade:
    """A world in which orders can be placed."""

    world: World
    item_id: UUID
    site_id: UUID
    own_agreement_id: UUID
    distributor_agreement_id: UUID

    @property
    def buyer_person(self) -> Scope:
        """A person of the core enterprise."""
        return Scope(self.world.tenant_id, actor=_person("Zhao Min"), channel=Channel.WEB)

    @property
    def supplier_person(self) -> Scope:
        """A person of the first supplier."""
        return self._partner(self.world.supplier_id, "王芳")

    @property
    def other_supplier_person(self) -> Scope:
        """A person of the second supplier."""
        return self._partner(self.world.other_supplier_id, "Kari Holm")

    @property
    def distributor_person(self) -> Scope:
        """A person of the distributor."""
        return self._partner(self.world.distributor_id, "Jim Roe")

    def _partner(self, partner_id: UUID, name: str) -> Scope:
        return Scope(self.world.tenant_id, Role.PARTNER, partner_id, _person(name), Channel.WEB)

    @contextmanager
    def staff(self) -> Iterator[Session]:
        """A unit of work of the core enterprise."""
        with db.unit_of_work(self.buyer_person) as session:
            yield session

    @contextmanager
    def supplier(self) -> Iterator[Session]:
        """A unit of work of the first supplier."""
        with db.unit_of_work(self.supplier_person) as session:
            yield session

    def context(
        self, message_id: UUID, *, distributor: bool = False, answer_wanted: bool = True
    ) -> MessageContext:
        """What the pipeline says of a message from the core enterprise's system, or the distributor's."""
        return MessageContext(
            message_id=message_id,
            sender_id=self.world.distributor_id if distributor else self.world.own_id,
            sender_is_own=not distributor,
            agreement_id=self.distributor_agreement_id if distributor else self.own_agreement_id,
            received_at=clock.now(),
            answer_wanted=answer_wanted,
        )

    def receive(
        self,
        message: Any,
        *,
        distributor: bool = False,
        message_id: UUID | None = None,
        answer_wanted: bool = True,
    ) -> Intake:
        """What the business answers to the message, committed; give the id to hand the same message over again."""
        scope = Scope(self.world.tenant_id, channel=Channel.EDI)
        with db.unit_of_work(scope) as session:
            if message_id is None:
                message_id = add_message(session, self.context(new_id(), distributor=distributor))
            context = self.context(message_id, distributor=distributor, answer_wanted=answer_wanted)
            # As it comes out of the log, and not the object that the test holds.
            message = codec.decode(codec.encode(message))
            handler = intake.receive_change if isinstance(message, OrderChange) else intake.receive_order
            return handler(session, message, context)

    def place(self, message: Any, *, distributor: bool = False, **options: Any) -> UUID:
        """The id of the order that the message made or changed."""
        answer = self.receive(message, distributor=distributor, **options)
        assert isinstance(answer, Applied), answer
        return answer.subject_id

    def hold(self, message: Any, **options: Any) -> Held:
        """Why the message waits."""
        answer = self.receive(message, **options)
        assert isinstance(answer, Held), answer
        return answer


def add_message(session: Session, context: MessageContext) -> UUID:
    """A row of the log for a message that came in."""
    session.add(
        Message(
            id=context.message_id,
            partner_id=context.sender_id,
            direction="in",
            state="received",
            document="850",
            exchanged_with_id=context.sender_id,
            agreement_id=context.agreement_id,
            at=clock.now(),
            correlation_id=new_id(),
        )
    )
    session.flush()
    return context.message_id


def start_trading(world: World) -> Trade:
    """Sites, one item and agreements for the world."""
    with db.unit_of_work(world.staff) as session:
        own = session.get_one(Organization, (world.tenant_id, world.own_id))
        site = add_site(
            session, own, code=SITE_CODE, name="一号工厂", kind=SiteKind.PLANT, time_zone="Asia/Shanghai"
        )
        item = add_item(session, NewItem("M-100", "深沟球轴承 6204", "EA", gtin=GTIN))
        code = Code(CodeKind.PARTY, world.own_id, "assigned_by_buyer", SELLER_CODE)
        add_entry(session, code, target_id=world.supplier_id)
        own_agreement = _agreement(session, world.own_id, "ERP")
        distributor_agreement = _agreement(session, world.distributor_id, "GLS")
        return Trade(world, item.id, site.id, own_agreement, distributor_agreement)


def another_item(session: Session, code: str, **fields: Any) -> Item:
    """One more item."""
    return add_item(session, NewItem(code, fields.pop("name", code), fields.pop("base_unit", "EA"), **fields))


def _agreement(session: Session, organization_id: UUID, name: str) -> UUID:
    agreement = Agreement(
        id=new_id(),
        organization_id=organization_id,
        name=name,
        standard="x12",
        usage="live",
        their_qualifier="ZZ",
        their_id=name,
        our_qualifier="ZZ",
        our_id="CAUSEWAY",
        their_group_id=name,
        our_group_id="CAUSEWAY",
        created_at=clock.now(),
    )
    session.add(agreement)
    session.flush()
    return agreement.id


def _person(name: str) -> Actor:
    return Actor(ActorKind.USER, new_id(), name)
