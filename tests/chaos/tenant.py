"""The tenant that trades through the chaos: its own ERP orders from a supplier, a distributor orders from it."""

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

_ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class ChaosTenant:
    """Who sends, with which key."""

    tenant_id: UUID
    # ISA06 of the sender -> its API key, its organization.
    keys: dict[str, str]
    organizations: dict[str, UUID]

    @property
    def staff(self) -> Scope:
        """The core enterprise's side."""
        return Scope(tenant_id=self.tenant_id)


def make_tenant() -> ChaosTenant:
    """The tenant with everything that the interchanges of `documents` need."""
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        tenant_id = found_tenant(session, slug="chaos", name="Chaos", time_zone=_ZONE).id
    with db.unit_of_work(Scope(tenant_id=tenant_id)) as session:
        own = add_organization(session, NewOrganization("Chaos", is_own=True))
        supplier = add_organization(session, NewOrganization("Supplier", is_supplier=True))
        distributor = add_organization(session, NewOrganization("Distributor", is_distributor=True))
        add_site(session, own, code="WH-LG1", name="Plant", kind=SiteKind.PLANT, time_zone=_ZONE)
        store = add_site(
            session, distributor, code="ST-01", name="Store", kind=SiteKind.WAREHOUSE, time_zone=_ZONE
        )
        item = catalog.add_item(session, catalog.NewItem("MAT-000001", "Bearing", "EA"))
        known = (
            (CodeKind.PARTY, own.id, "assigned_by_buyer", "EE01", own.id),
            (CodeKind.PARTY, own.id, "assigned_by_buyer", "V1001", supplier.id),
            (CodeKind.PARTY, distributor.id, "assigned_by_seller", "C2001", distributor.id),
            (CodeKind.PARTY, distributor.id, "assigned_by_seller", "EE01", own.id),
            (CodeKind.SITE, distributor.id, "assigned_by_buyer", "ST-01", store.id),
            (CodeKind.ITEM, distributor.id, "buyer", "CD-0001", item.id),
        )
        for kind, owner_id, scheme, code, target_id in known:
            codes.add_entry(session, codes.Code(kind, owner_id, scheme, code), target_id=target_id)
        organizations = {"CHAOSERP": own, "CHAOSDIST": distributor}
        keys = {}
        for sender, organization in organizations.items():
            identities = partners.Identities("ZZ", sender, "ZZ", "CAUSEWAY", sender, "CAUSEWAY")
            partners.create_agreement(
                session,
                partners.NewAgreement(organization_id=organization.id, name=sender, identities=identities),
            )
            _, keys[sender] = api_keys.issue(
                session, organization.id, is_own=organization.is_own, name="chaos"
            )
    return ChaosTenant(
        tenant_id, keys, {sender: organization.id for sender, organization in organizations.items()}
    )
