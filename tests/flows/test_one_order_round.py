"""One order all the way round, through the real endpoints: 850 in, 997 out, the answer, 855 out, 997 back.

The other systems are this test, which speaks the documented protocol; the clock is moved, never waited for.
"""

import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from causeway.gateway.exchanges.models import Message
from causeway.portal.demo import company as c
from causeway.portal.domain.orders import queries
from causeway.portal.domain.orders import service as orders
from causeway.portal.domain.orders.answers import (
    Answer,
    AnswerAction,
    Delivery,
    DeliveryStatus,
    LineAnswer,
    ReasonCode,
)
from causeway.portal.domain.orders.models import Order
from causeway.tenants import clock, db
from causeway.tenants.context import Actor, ActorKind, Channel, Role, Scope
from causeway.tenants.models import Organization
from tests.flows.driving import work_until_idle

WANG_LI = Actor(ActorKind.USER, None, "王丽")
CHEN_MIN = Actor(ActorKind.USER, None, "陈敏")


class Machine:
    """A partner's system: it posts, collects and acknowledges with its key."""

    def __init__(self, portal, key):
        self.client = portal.test_client()
        self.headers = {"Authorization": f"Bearer {key}"}

    def post(self, data):
        answer = self.client.post("/gateway/v1/inbound", data=data, headers=self.headers)
        assert answer.status_code == 202, answer.text
        return answer.json

    def collect(self):
        """What waits, by document: (id, text). It stays until it is acknowledged."""
        items = self.client.get("/gateway/v1/outbound?limit=100", headers=self.headers).json["items"]
        return [
            (item["document"], item["id"], self.client.get(item["bytes_url"], headers=self.headers).text)
            for item in items
        ]

    def confirm(self, identifier):
        answer = self.client.post(f"/gateway/v1/outbound/{identifier}/ack", headers=self.headers)
        assert answer.status_code in {200, 204}


@pytest.fixture
def moving_clock():
    """Time that the test moves; set back afterwards."""
    yield clock.configure
    clock.configure(0)


@pytest.fixture
def erp(portal, demo):
    return Machine(portal, demo.keepsake.api_keys["own"])


@pytest.fixture
def distributor(portal, demo):
    return Machine(portal, demo.keepsake.api_keys["greatlakes"])


def _organization(demo, company):
    with db.unit_of_work(Scope(demo.tenant_id)) as session:
        return session.scalars(
            select(Organization.id).where(Organization.name == company.organization.name)
        ).one()


def _supplier(demo):
    supplier_id = _organization(demo, c.HAICHUAN)
    return Scope(demo.tenant_id, Role.PARTNER, supplier_id, WANG_LI, Channel.WEB)


def _order_id(scope, number):
    with db.unit_of_work(scope) as session:
        return session.scalars(select(Order.id).where(Order.number == number)).one()


def _purchase_order(control, number, *, lines, version="004010", supplier="V1001"):
    """An 850 of the core enterprise's ERP to that supplier."""
    icn = f"{control:09d}"
    body = [
        f"BEG*00*NE*{number}**20261120",
        "CUR*BY*CNY",
        "N1*BY**92*EE01",
        f"N1*SE**92*{supplier}",
        "N1*ST**92*WH-LG1",
    ]
    for line, (quantity, date) in enumerate(lines, 1):
        body += [f"PO1*{line * 10}*{quantity}*EA*18.6*PE*BP*MAT-000418*VP*HC-6204", f"DTM*002*{date}"]
    body.append(f"CTT*{len(lines)}")
    return (
        f"ISA*00*          *00*          *ZZ*EASTERP        *ZZ*CAUSEWAY       *261120*0900*U*00401*{icn}*0*P*>~"
        f"GS*PO*EASTERP*CAUSEWAY*20261120*0900*{control}*X*{version}~ST*850*0001~"
        + "".join(f"{segment}~" for segment in body)
        + f"SE*{len(body) + 2}*0001~GE*1*{control}~IEA*1*{icn}~"
    ).encode()


def _acknowledge(received, control, verdict="A"):
    """The 997 that an ERP writes for an interchange of one group with one set."""
    group = re.search(r"GS\*(\w+)\*(\w+)\*(\w+)\*\d+\*\d+\*(\d+)\*X\*(\w+)", received)
    sets = re.search(r"ST\*(\d+)\*(\w+)", received)
    accepted = 0 if verdict == "R" else 1
    return (
        f"ISA*00*          *00*          *ZZ*EASTERP        *ZZ*CAUSEWAY       *261120*1000*U*00401*{control:09d}*0*P*>~"
        f"GS*FA*EASTERP*CAUSEWAY*20261120*1000*{control}*X*004010~ST*997*0001~AK1*{group[1]}*{group[4]}~"
        f"AK2*{sets[1]}*{sets[2]}~AK5*{verdict}~AK9*{verdict}*1*1*{accepted}~SE*6*0001~GE*1*{control}~"
        f"IEA*1*{control:09d}~"
    ).encode()


def _take(machine, document, containing):
    """The one waiting document of that kind that speaks of it, acknowledged by its id."""
    found = [
        (identifier, text)
        for kind, identifier, text in machine.collect()
        if kind == document and containing in text
    ]
    assert len(found) == 1, found
    machine.confirm(found[0][0])
    assert all(identifier != found[0][0] for _, identifier, _ in machine.collect())
    return found[0][1]


def _kinds(scope, order_id):
    with db.unit_of_work(scope) as session:
        return [event.kind for event in queries.timeline(session, order_id)]


def test_from_850_to_the_997_for_its_855(demo, erp, moving_clock):
    posted = erp.post(
        _purchase_order(
            5001,
            "FLOW-1",
            lines=[(2400, "20261210"), (360, "20261215"), (1000, "20261215"), (150, "20261220")],
        )
    )
    assert posted["duplicate"] is False
    work_until_idle()
    assert "AK9*A*1*1*1" in _take(erp, "997", "AK1*PO*5001")

    supplier = _supplier(demo)
    order_id = _order_id(supplier, "FLOW-1")
    with db.unit_of_work(supplier) as session:
        orders.mark_seen(session, order_id)
    with db.unit_of_work(supplier) as session:
        page = queries.get_order(session, order_id)
        dates = {line.row.line_key: line.row.requested_date for line in page.lines}
        late = dates["20"].replace(day=dates["20"].day + 3)
        response = orders.respond(
            session,
            order_id,
            Answer(
                lines=(
                    LineAnswer("10", (Delivery(Decimal(2400)),)),
                    LineAnswer("20", (Delivery(Decimal(360), late, reason=ReasonCode.NO_CAPACITY),)),
                    LineAnswer(
                        "30",
                        (
                            Delivery(Decimal(400), dates["30"]),
                            Delivery(Decimal(600), late, reason=ReasonCode.NO_CAPACITY),
                        ),
                    ),
                    LineAnswer(
                        "40",
                        (
                            Delivery(
                                Decimal(150), status=DeliveryStatus.REJECT, reason=ReasonCode.DISCONTINUED
                            ),
                        ),
                    ),
                )
            ),
            expected_version=page.order.version,
        )
    assert (response.version, response.outcome) == (1, "accepted_with_changes")
    assert response.rule["level"] == "built_in"
    work_until_idle()
    assert [kind for kind, _, text in erp.collect() if "FLOW-1" in text] == []

    moving_clock(11)
    work_until_idle()
    text = _take(erp, "855", "FLOW-1")
    segments = text.rstrip("~").split("~")
    assert next(s for s in segments if s.startswith("BAK")).startswith("BAK*00*AC*FLOW-1*20261120")
    answers = [s.split("*")[:4] for s in segments if s.startswith("ACK")]
    assert [(s[1], s[2]) for s in answers] == [
        ("IA", "2400"),
        ("DR", "360"),
        ("IA", "400"),
        ("DR", "600"),
        ("IR", "150"),
    ]
    assert sum(s.startswith("PO1") for s in segments) == 4

    erp.post(_acknowledge(text, 5002))
    work_until_idle()
    with db.unit_of_work(supplier) as session:
        sent = session.scalars(select(Message).where(Message.id == response.outbound_id)).one()
        assert (sent.state, sent.ack_status) == ("acknowledged", "accepted")
        assert sent.delivered_at is not None
    kinds = _kinds(supplier, order_id)
    # The first sent and delivered message is the 997 to the order, the second the 855.
    assert kinds == [
        "order.received",
        "message.sent",
        "message.delivered",
        "order.seen",
        "order.answered",
        "message.sent",
        "message.delivered",
        "message.acknowledged",
    ]
    assert kinds == _kinds(Scope(demo.tenant_id), order_id)


def test_a_missing_997_becomes_overdue_and_a_late_one_still_counts(demo, erp, moving_clock):
    erp.post(_purchase_order(5011, "FLOW-2", lines=[(10, "20261210")]))
    work_until_idle()
    supplier = _supplier(demo)
    order_id = _order_id(supplier, "FLOW-2")
    with db.unit_of_work(supplier) as session:
        response = orders.respond(
            session, order_id, Answer(action=AnswerAction.ACCEPT_ALL), expected_version=1
        )
    moving_clock(11)
    work_until_idle()
    text = _take(erp, "855", "FLOW-2")
    moving_clock(25 * 3600)
    work_until_idle()
    with db.unit_of_work(supplier) as session:
        assert (
            session.scalars(select(Message.state).where(Message.id == response.outbound_id)).one()
            == "overdue"
        )
    assert "message.overdue" in _kinds(supplier, order_id)
    erp.post(_acknowledge(text, 5012))
    work_until_idle()
    with db.unit_of_work(supplier) as session:
        assert (
            session.scalars(select(Message.state).where(Message.id == response.outbound_id)).one()
            == "acknowledged"
        )


def test_an_855_that_the_erp_cannot_read_is_refused_and_seen(demo, erp, moving_clock):
    erp.post(_purchase_order(5021, "FLOW-3", lines=[(10, "20261210")]))
    work_until_idle()
    supplier = _supplier(demo)
    order_id = _order_id(supplier, "FLOW-3")
    with db.unit_of_work(supplier) as session:
        response = orders.respond(
            session, order_id, Answer(action=AnswerAction.ACCEPT_ALL), expected_version=1
        )
    moving_clock(11)
    work_until_idle()
    erp.post(_acknowledge(_take(erp, "855", "FLOW-3"), 5022, verdict="R"))
    work_until_idle()
    with db.unit_of_work(supplier) as session:
        assert (
            session.scalars(select(Message.state).where(Message.id == response.outbound_id)).one()
            == "refused"
        )
    assert "message.refused" in _kinds(supplier, order_id)


def test_an_answer_taken_back_in_time_never_leaves(demo, erp, moving_clock):
    erp.post(_purchase_order(5031, "FLOW-4", lines=[(10, "20261210")]))
    work_until_idle()
    supplier = _supplier(demo)
    order_id = _order_id(supplier, "FLOW-4")
    with db.unit_of_work(supplier) as session:
        orders.respond(session, order_id, Answer(action=AnswerAction.ACCEPT_ALL), expected_version=1)
    moving_clock(5)
    with db.unit_of_work(supplier) as session:
        orders.undo_response(session, order_id, 1)
    moving_clock(60)
    work_until_idle()
    assert [text for _, _, text in erp.collect() if "FLOW-4" in text] == []
    with db.unit_of_work(supplier) as session:
        assert session.scalars(select(Order.state).where(Order.id == order_id)).one() == "to_confirm"


def test_the_mirror_a_distributors_order_is_answered_by_the_core_enterprise(
    demo, distributor, erp, moving_clock
):
    posted = distributor.post(
        _purchase_order(5041, "GL-FLOW", lines=[(24, "20261228")])
        .replace(b"EASTERP        ", b"GREATLAKES     ")
        .replace(b"EASTERP", b"GREATLAKES")
        .replace(b"N1*BY**92*EE01", b"N1*BY**91*C2001")
        .replace(b"N1*SE**92*V1001", b"N1*SE**91*EE01")
        .replace(b"N1*ST**92*WH-LG1", b"N1*ST**92*CLE-01")
        .replace(b"BP*MAT-000418*VP*HC-6204", b"BP*GL-M-22*VP*MAT-004005")
    )
    assert posted["state"] == "received"
    work_until_idle()
    staff = Scope(demo.tenant_id, actor=CHEN_MIN, channel=Channel.WEB)
    order_id = _order_id(staff, "GL-FLOW")
    with db.unit_of_work(staff) as session:
        order = session.get_one(Order, (demo.tenant_id, order_id))
        assert (order.direction, order.partner_id) == ("replenishment", _organization(demo, c.GREAT_LAKES))
        orders.respond(session, order_id, Answer(action=AnswerAction.ACCEPT_ALL), expected_version=1)
    moving_clock(11)
    work_until_idle()
    assert "BAK*00*A" in _take(distributor, "855", "GL-FLOW")
    assert [text for _, _, text in erp.collect() if "GL-FLOW" in text] == []


def test_the_second_supplier_and_its_machine_see_none_of_it(demo, portal, erp):
    erp.post(_purchase_order(5051, "FLOW-5", lines=[(10, "20261210")]))
    work_until_idle()
    nordkap = Scope(demo.tenant_id, Role.PARTNER, _organization(demo, c.NORDKAP))
    with db.unit_of_work(nordkap) as session:
        assert session.scalars(select(Order.id).where(Order.number == "FLOW-5")).all() == []
        assert session.scalars(select(Message.id).where(Message.business_number == "FLOW-5")).all() == []


def test_a_copy_gets_the_first_answer_and_other_bytes_are_kept_for_a_person(erp):
    data = _purchase_order(5061, "FLOW-6", lines=[(10, "20261210")])
    first = erp.post(data)
    again = erp.post(data)
    assert (again["id"], again["duplicate"]) == (first["id"], True)
    other = erp.client.post(
        "/gateway/v1/inbound", data=data.replace(b"FLOW-6", b"FLOW-X"), headers=erp.headers
    )
    assert other.status_code == 409
    assert other.json["id"] != first["id"]
    work_until_idle()
    assert "AK1*PO*5061" in _take(erp, "997", "AK1*PO*5061")
