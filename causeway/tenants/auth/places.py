"""Where a user may work: the tenants and organizations that let them in."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from causeway.tenants.context import IDENTITY_SCOPE, Scope
from causeway.tenants.db import unit_of_work
from causeway.tenants.models import Membership, Organization, Tenant, UserTenant


@dataclass(frozen=True, slots=True)
class Place:
    """One membership of a user: the tenant, the organization, and what the user is there."""

    tenant_id: UUID
    tenant_slug: str
    tenant_name: str
    live_tenant_id: UUID | None
    membership_id: UUID
    organization_id: UUID
    organization_name: str
    is_own: bool
    roles: tuple[str, ...]

    @property
    def partner_id(self) -> UUID | None:
        """The wall the user stands behind there; staff have none."""
        return None if self.is_own else self.organization_id

    @property
    def is_sandbox(self) -> bool:
        """Whether the tenant is the twin of a live one."""
        return self.live_tenant_id is not None


def list_places(user_id: UUID) -> list[Place]:
    """Every place that is open to the user now, by tenant name: joined, not disabled, the organization neither.

    One short transaction per tenant, because nothing reads across tenants.
    """
    with unit_of_work(IDENTITY_SCOPE) as session:
        tenants = session.scalars(
            select(Tenant)
            .join(UserTenant, UserTenant.tenant_id == Tenant.id)
            .where(UserTenant.user_id == user_id)
            .order_by(Tenant.name, Tenant.id)
        ).all()
    return [place for tenant in tenants for place in _places_in(tenant, user_id)]


def _places_in(tenant: Tenant, user_id: UUID) -> list[Place]:
    with unit_of_work(Scope(tenant_id=tenant.id)) as session:
        rows = session.execute(
            select(Membership, Organization)
            .join(Organization, Organization.id == Membership.partner_id)
            .where(
                Membership.user_id == user_id,
                Membership.disabled_at.is_(None),
                Membership.joined_at.is_not(None),
                Organization.disabled_at.is_(None),
            )
            .order_by(Membership.id)
        ).all()
    return [
        Place(
            tenant_id=tenant.id,
            tenant_slug=tenant.slug,
            tenant_name=tenant.name,
            live_tenant_id=tenant.live_tenant_id,
            membership_id=membership.id,
            organization_id=organization.id,
            organization_name=organization.name,
            is_own=organization.is_own,
            roles=tuple(membership.roles),
        )
        for membership, organization in rows
    ]
