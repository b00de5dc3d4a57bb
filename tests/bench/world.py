"""A tenant for the benchmarks: an own ERP that posts orders, one supplier, the codes of ten items."""

from dataclasses import dataclass
from uuid import UUID

from causeway.gateway.partners import service as partners
from causeway.portal.domain.catalog import service as catalog
from causeway.portal.domain.codes import service as codes
from causeway.portal.domain.codes.models import CodeKind
from causeway.tenants import db
from causeway.tenants.auth import api_keys
from causeway.tenants.context import IDENTITY_SCOPE, Scope
from causeway.tenants.directory import NewOrganization, add_organization, add_site, found_tenant
from causeway.tenants.models import SiteKind

SENDER = "BENCHERP"


@dataclass(frozen=True)
class BenchWorld:
    """Who posts, and whose orders they are."""

    tenant_id: UUID
    own_id: UUID
    supplier_id: UUID
    key: str

    @property
    def staff(self) -> Scope:
        """The core enterprise's side."""
        return Scope(tenant_id=self.tenant_id)


def make_world(slug: str = "bench") -> BenchWorld:
    """The tenant with everything an 850 of `documents.purchase_order` needs."""
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        tenant_id = found_tenant(session, slug=slug, name="Bench", time_zone="Asia/Shanghai").id
    with db.unit_of_work(Scope(tenant_id=tenant_id)) as session:
        own = add_organization(session, NewOrganization("Bench", is_own=True))
        supplier = add_organization(session, NewOrganization("Supplier", is_supplier=True))
        add_site(session, own, code="WH-LG1", name="Plant", kind=SiteKind.PLANT, time_zone="Asia/Shanghai")
        for number in range(1, 11):
            catalog.add_item(session, catalog.NewItem(f"MAT-{number:06d}", f"Bearing {number}", "EA"))
        for code, organization in (("EE01", own), ("V1001", supplier)):
            codes.add_entry(
                session,
                codes.Code(CodeKind.PARTY, own.id, "assigned_by_buyer", code),
                target_id=organization.id,
            )
        partners.create_agreement(
            session,
            partners.NewAgreement(
                organization_id=own.id,
                name="Bench ERP",
                identities=partners.Identities("ZZ", SENDER, "ZZ", "CAUSEWAY", SENDER, "CAUSEWAY"),
            ),
        )
        _, key = api_keys.issue(session, own.id, is_own=True, name="bench")
        return BenchWorld(tenant_id, own.id, supplier.id, key)
