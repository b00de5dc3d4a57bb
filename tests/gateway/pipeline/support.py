"""Builders for pipeline tests: X12 files, agreements, a small real business, and a worker that runs dry."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select, text  # noqa: F401 - for tests
from sqlalchemy.orm import Session

from causeway.gateway import registry
from causeway.gateway.canonical.header import MessageHeader, Purpose, Standard
from causeway.gateway.canonical.intake import Applied, Held
from causeway.gateway.canonical.orders import (
    ORDER_RESPONSE_SCHEMA,
    Order,
    OrderResponse,
    Response,
    ResponseDetail,
    UnlistedLines,
)
from causeway.gateway.canonical.references import OrderReference
from causeway.gateway.exchanges import outbox
from causeway.gateway.exchanges.models import Message, Transmission
from causeway.gateway.partners.models import Agreement, Usage  # noqa: F401 - for tests
from causeway.gateway.partners.service import Identities, NewAgreement, create_agreement
from causeway.gateway.pipeline.accept import Delivery, accept
from causeway.gateway.pipeline.work_kinds import KINDS
from causeway.tenants import history, work
from causeway.tenants.context import IDENTITY_SCOPE, Channel, Scope
from causeway.tenants.db import unit_of_work
from causeway.tenants.ids import new_id
from causeway.tenants.worker import Worker

ERP = Identities("ZZ", "EASTERP", "ZZ", "CAUSEWAY", "EASTERP", "CAUSEWAY")


def po(number: str, control: str = "0001", *, quantity: str = "5", body: str | None = None) -> list[str]:
    """The segments of one 850, ST to SE."""
    inside = [
        f"BEG*00*SA*{number}**20261101",
        "N1*SE*Seller*92*S1",
        "N1*ST*Plant*92*P1",
        f"PO1*1*{quantity}*EA*9.5**BP*A-100",
        "CTT*1",
    ]
    if body is not None:
        inside = [segment for segment in inside if not segment.startswith(body)]
    return [f"ST*850*{control}", *inside, f"SE*{len(inside) + 2}*{control}"]


def interchange(
    *sets: list[str],
    control: int = 1,
    group: int | None = None,
    usage: str = "P",
    identities: Identities = ERP,
    functional_id: str = "PO",
    version: str = "004010",
    ack_requested: bool = False,
    element: str = "*",
    terminator: str = "~",
) -> bytes:
    """One interchange with one group."""
    return interchange_of(
        [
            group_of(
                *sets,
                control=group or control,
                identities=identities,
                functional_id=functional_id,
                version=version,
            )
        ],
        control=control,
        usage=usage,
        identities=identities,
        version=version,
        ack_requested=ack_requested,
        element=element,
        terminator=terminator,
    )


def group_of(*sets, control=1, identities=ERP, functional_id="PO", version="004010") -> list[str]:
    gs = f"GS*{functional_id}*{identities.their_group_id}*{identities.our_group_id}*20261101*1200*{control}*X*{version}"
    return [gs, *[segment for one in sets for segment in one], f"GE*{len(sets)}*{control}"]


def interchange_of(
    groups,
    *,
    control=1,
    usage="P",
    identities=ERP,
    version="004010",
    ack_requested=False,
    element="*",
    terminator="~",
) -> bytes:
    isa = "*".join(
        [
            "ISA", "00", " " * 10, "00", " " * 10, identities.their_qualifier, identities.their_id.ljust(15),
            identities.our_qualifier, identities.our_id.ljust(15), "261101", "1200",
            "U" if version < "004020" else "^", version[:5], f"{control:09d}", "1" if ack_requested else "0", usage, ">",
        ]
    )  # fmt: skip
    segments = [isa, *[s for group in groups for s in group], f"IEA*{len(groups)}*{control:09d}"]
    joined = "".join(segment + "~" for segment in segments)
    return joined.replace("*", element).replace("~", terminator).encode()


def agree(world, organization_id: UUID, identities: Identities = ERP, *, usage=Usage.LIVE, **terms) -> UUID:
    """An agreement in force; its id."""
    with unit_of_work(world.staff) as session:
        new = NewAgreement(organization_id, "agreement", identities, terms, usage)
        return create_agreement(session, new).id


def deliver(world, sender_id: UUID, data: bytes, *, scope: Scope | None = None):
    """The receipt of bytes delivered by that organization's key."""
    return accept(scope or world.staff, Delivery(sender_id, data, "application/edi-x12", "http", new_id()))


def drain(kinds=KINDS) -> None:
    """Do everything that is due."""
    worker = Worker(kinds)
    while worker.run_once():
        pass


@dataclass
class Business:
    """Takes orders as the real one does: one effect per number, an answer of its own, held where it is told to."""

    applied: list[str] = field(default_factory=list)
    hold: dict[str, Held] = field(default_factory=dict)
    partner_id: UUID | None = None
    answer_to: UUID | None = None
    raises: Exception | None = None

    def receive(self, session: Session, order: Order, context) -> Applied | Held:
        if self.raises is not None:
            raise self.raises
        if order.order_number in self.hold:
            return self.hold[order.order_number]
        self.applied.append(order.order_number)
        partner_id = self.partner_id or context.sender_id
        subject = history.Subject("order", new_id(), partner_id)
        history.record(session, "order.received", subject, message_id=context.message_id)
        if self.answer_to is not None:
            answer(
                session,
                order.order_number,
                subject,
                context.sender_id,
                context.agreement_id,
                context.message_id,
            )
        return Applied("order", subject.id, partner_id)

    def bind(self) -> "Business":
        registry.clear()
        registry.register_handler(Order, self.receive)
        return self


def response(number: str) -> OrderResponse:
    """The seller takes it all."""
    return OrderResponse(
        header=MessageHeader(
            schema=ORDER_RESPONSE_SCHEMA,
            message_id=new_id(),
            standard=Standard.WEB,
            version="1",
            document_code="855",
        ),
        order=OrderReference(order_number=number, order_date=dt.date(2026, 11, 1)),
        response=Response.ACCEPTED,
        detail=ResponseDetail.NONE,
        response_date=dt.date(2026, 11, 2),
        unlisted_lines=UnlistedLines.AS_ORDERED,
        purpose=Purpose.ORIGINAL,
    )


def answer(  # noqa: PLR0917
    session, number, subject, exchanged_with_id, agreement_id, caused_by_id=None, not_before=None
) -> UUID:
    return outbox.enqueue(
        session,
        outbox.compose(
            message=response(number),
            document="855",
            partner_id=subject.partner_id,
            exchanged_with_id=exchanged_with_id,
            agreement_id=agreement_id,
            subject=subject,
            business_number=number,
            not_before=not_before,
            caused_by_id=caused_by_id,
        ),
    )


def messages(world, **where) -> list[Message]:
    with unit_of_work(world.staff) as session:
        return list(session.scalars(select(Message).filter_by(**where).order_by(Message.id)))


def transmission(world, identifier) -> Transmission:
    with unit_of_work(world.staff) as session:
        return session.get_one(Transmission, (world.tenant_id, identifier))


def events(world, kind: str | None = None):
    with unit_of_work(world.staff) as session:
        query = select(history.Event).order_by(history.Event.id)
        return list(session.scalars(query.filter_by(kind=kind) if kind else query))


def work_rows(world) -> list[work.Work]:
    with unit_of_work(IDENTITY_SCOPE) as session:
        return list(session.scalars(select(work.Work).filter_by(tenant_id=world.tenant_id)))


def partner_scope(world, organization_id: UUID) -> Scope:
    from causeway.tenants.context import Role

    return Scope(
        tenant_id=world.tenant_id, role=Role.PARTNER, partner_id=organization_id, channel=Channel.EDI
    )
