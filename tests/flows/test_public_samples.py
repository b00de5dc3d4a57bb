"""Every public 850 becomes an order, or stops with a reason that a person understands.

Each file comes from a customer with a tenant and agreements of its own, under the identities and versions that the
file has; files marked as tests come to a sandbox. Codes that nobody knows are explained as a person would in the
queue, after which the message goes on by itself.
"""

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from causeway.gateway.exchanges import reasons
from causeway.gateway.exchanges.models import Direction, Message, Transmission
from causeway.gateway.formats.base import Problem, describe
from causeway.gateway.formats.x12 import read_envelope
from causeway.gateway.partners import service as partners
from causeway.gateway.partners.models import Usage
from causeway.portal.domain.catalog.service import NewItem, add_item
from causeway.portal.domain.codes import queries, service
from causeway.portal.domain.codes.models import CodeKind
from causeway.tenants import db
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.directory import add_site
from causeway.tenants.models import Organization, SiteKind, Tenant
from tests.conftest import make_world
from tests.flows.driving import deliver, work_until_idle

SAMPLES = Path(__file__).parents[3] / "shared" / "edi" / "samples"
pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the folder of public samples is not beside the project"
)


# What becomes of each transaction set of each file, in order: the list that a person may read.
OUTCOMES = {
    "EDIandXML__OBOE/testFiles__5-850.x12": ["order"],
    "aaronhuggins__node-x12/test__test-data__850.edi": ["order"],
    "aaronhuggins__node-x12/test__test-data__850_2.edi": ["order"],
    "aaronhuggins__node-x12/test__test-data__850_3.edi": ["order"],
    "aaronhuggins__node-x12/test__test-data__850_fat.edi": [
        "order",
        "held: There is an order 08292233294 already; a new one needs a number or a release of its own.",
    ],
    "ahuggins-nhs__js-edi/test__data__850.edi": ["order"],
    "ahuggins-nhs__js-edi/test__data__850_2.edi": ["order"],
    "ballerina-platform__module-ballerina-edi/examples__edi-vendor-router__resources__sample-data__x12-sender.edi": [
        "order"
    ],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.810.mandatory-conditions.edi": [
        "rejected: SE01 says 50 segments, but 6 were counted from ST to SE."
    ],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.850.edi": ["order"],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.850.issue135.edi": [
        "held: There is no order 740150 that this could be about.",
        "rejected: The transaction set control number 0001 occurs more than once in this group.",
    ],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.850a.edi": ["order"],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.Issue101.edi": [
        "rejected: SE01 says 50 segments, but 5 were counted from ST to SE."
    ],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.Issue172.edi": [
        "rejected: SE01 says 50 segments, but 10 were counted from ST to SE."
    ],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.Issue91.edi": [
        "rejected: SE01 says 50 segments, but 7 were counted from ST to SE."
    ],
    "kputnam__stupidedi/spec__fixtures__003010__PO850__fail__1.edi": [
        "held: There is no guide for document 850 in version 003010."
    ],
    "kputnam__stupidedi/spec__fixtures__003050__PO850__fail__1.edi": ["order"],
    "kputnam__stupidedi/spec__fixtures__004010__PO850__pass__1.edi": ["order"],
    "kputnam__stupidedi/spec__fixtures__004010__X357_SC850_Aerospace_Industry_Purchase_Order__pass__basic-po.edi": [
        "order"
    ],
    "kputnam__stupidedi/spec__fixtures__004010__X357_SC850_Aerospace_Industry_Purchase_Order__pass__taxexempt-po.edi": [
        "order"
    ],
    "olmelabs__EdiEngine/EdiEngine.Tests__TestData__850.Composite.SLN.OK.edi": ["order"],
    "olmelabs__EdiEngine/EdiEngine.Tests__TestData__850.OK.edi": ["order"],
    "olmelabs__EdiEngine/EdiEngine.Tests__TestData__850.SyntaxNotes.ERR.edi": ["order"],
    "walmartlabs__gozer/src__test__resources__po850__po850.txt": [
        "rejected: SE01 says 33 segments, but 21 were counted from ST to SE."
    ],
    "xlate__staedi/src__test__resources__x12__invoice810_po850_dual.edi": [
        "held: Documents of the kind 810 are not processed here yet.",
        "held: Documents of the kind 810 are not processed here yet.",
        "held: There is no guide for document 850 in version 003010.",
    ],
}


def _is_850(path):
    data = path.read_bytes()
    if b"ISA" not in data[:10] or path.suffix in {".xml", ".json"}:
        return False
    return any(
        transaction.set_id == "850"
        for interchange in read_envelope(data).interchanges
        for group in interchange.groups
        for transaction in group.sets
    )


FILES = (
    sorted(path for path in SAMPLES.rglob("*") if path.is_file() and _is_850(path))
    if SAMPLES.is_dir()
    else []
)


def _make_sandbox(world):
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        session.get_one(Tenant, world.tenant_id).live_tenant_id = make_world("live").tenant_id


def _agree(session, world, data):
    """An agreement for each pair of identities in the file, in the usage that the file says it is."""
    made = set()
    for interchange in read_envelope(data).interchanges:
        for group in interchange.groups:
            identities = partners.Identities(
                interchange.sender_qualifier,
                interchange.sender_id,
                interchange.receiver_qualifier,
                interchange.receiver_id,
                group.sender,
                group.receiver,
            )
            if identities in made:
                continue
            made.add(identities)
            partners.create_agreement(
                session,
                partners.NewAgreement(
                    organization_id=world.distributor_id,
                    name=f"{identities.their_id} {identities.their_group_id}",
                    identities=identities,
                    terms={"versions": [group.version[:6]]},
                    usage=Usage.LIVE if interchange.usage == "P" else Usage.TEST,
                ),
            )


def _explain_all(world):
    """Explain every unknown code, as a person would who knows what each stands for."""
    for _ in range(10):
        with db.unit_of_work(world.staff) as session:
            unknown = queries.list_unknown(session).rows
            if not unknown:
                return
            row = unknown[0]
            if row.kind is CodeKind.PARTY:
                service.resolve(session, row.id, target_id=_party(world, row))
            elif row.kind is CodeKind.SITE:
                own = session.get_one(Organization, (world.tenant_id, world.own_id))
                site = add_site(
                    session,
                    own,
                    code=f"S-{row.code[:20]}",
                    name="Site",
                    kind=SiteKind.WAREHOUSE,
                    time_zone="UTC",
                )
                service.resolve(session, row.id, target_id=site.id)
            elif row.kind is CodeKind.ITEM:
                item = add_item(session, NewItem(f"I-{row.scheme}-{row.code}", "Item", "EA"))
                service.resolve(session, row.id, target_id=item.id)
            else:
                service.resolve(session, row.id, target_code="EA" if row.kind is CodeKind.UNIT else "1")
        work_until_idle()


def _party(world, row):
    return world.distributor_id if row.hint.get("role") == "buyer" else world.own_id


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_public_850_becomes_an_order_or_says_why_not(database, path):
    data = path.read_bytes()
    world = make_world("sample")
    if any(interchange.usage != "P" for interchange in read_envelope(data).interchanges):
        _make_sandbox(world)
    with db.unit_of_work(world.staff) as session:
        _agree(session, world, data)
    deliver(world.tenant_id, world.distributor_id, data, own=False)
    work_until_idle()
    _explain_all(world)
    with db.unit_of_work(world.staff) as session:
        transmission = session.scalars(
            select(Transmission).where(Transmission.direction == Direction.IN)
        ).one()
        messages = session.scalars(
            select(Message).where(Message.direction == Direction.IN).order_by(Message.id)
        ).all()
    assert transmission.state == "applied"
    assert [_outcome(message) for message in messages] == OUTCOMES[f"{path.parent.name}/{path.name}"]


def _outcome(message):
    if message.state == "applied":
        return "order"
    sentence = reasons.describe(message.reason, message.reason_data)
    assert "?" not in sentence
    assert message.reason in reasons.known_reasons()
    if message.state == "rejected":
        fatal = next(problem for problem in message.problems if problem["severity"] == "fatal")
        assert describe(msgspec.convert(fatal, Problem), "zh_CN") != describe(
            msgspec.convert(fatal, Problem), "en"
        )
        return f"rejected: {describe(msgspec.convert(fatal, Problem), 'en')}"
    return f"{message.state}: {sentence}"
