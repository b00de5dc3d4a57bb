"""Commands that found a tenant and fill its directory: organizations, sites, memberships."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.tenants import clock
from causeway.tenants.context import current_scope
from causeway.tenants.errors import ConflictError
from causeway.tenants.ids import new_id
from causeway.tenants.models import Membership, Organization, Site, SiteKind, Tenant, User, UserTenant
from causeway.tenants.text import fold, sort_key


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """What is known of a company when it enters a tenant's directory."""

    name: str
    is_own: bool = False
    is_supplier: bool = False
    is_distributor: bool = False
    uscc: str | None = None
    gln: str | None = None
    duns: str | None = None
    locale: str | None = None


def found_tenant(session: Session, *, slug: str, name: str, locale: str = "zh_CN", time_zone: str) -> Tenant:
    """A new, empty tenant; raises ConflictError when the short name is taken.

    In the scope of a tenant that does not exist yet it becomes that one, so that what it needs can be made with it.
    """
    if session.scalar(select(Tenant.id).where(Tenant.slug == slug)):
        raise ConflictError(f"there is a tenant {slug} already", slug=slug)
    tenant = Tenant(
        id=current_scope().tenant_id or new_id(),
        slug=slug,
        name=name,
        locale=locale,
        time_zone=time_zone,
        created_at=clock.now(),
        live_tenant_id=None,
    )
    session.add(tenant)
    session.flush()
    return tenant


def add_organization(session: Session, new: NewOrganization) -> Organization:
    """A company in the current tenant's directory; its rows stand behind its own wall unless it is the tenant's own."""
    identifier = new_id()
    organization = Organization(
        id=identifier,
        partner_id=None if new.is_own else identifier,
        name=new.name,
        name_sort=sort_key(new.name),
        is_own=new.is_own,
        is_supplier=new.is_supplier,
        is_distributor=new.is_distributor,
        uscc=new.uscc,
        gln=new.gln,
        duns=new.duns,
        locale=new.locale,
        created_at=clock.now(),
    )
    session.add(organization)
    session.flush()
    return organization


def own_organization(session: Session) -> Organization:
    """The tenant's own (first) company."""
    return session.scalars(
        select(Organization).where(Organization.is_own.is_(True)).order_by(Organization.id).limit(1)
    ).one()


def add_site(
    session: Session,
    organization: Organization,
    *,
    code: str,
    name: str,
    kind: SiteKind,
    time_zone: str,
    gln: str | None = None,
) -> Site:
    """A place of the organization, visible to whom the organization is visible."""
    site = Site(
        partner_id=organization.partner_id,
        organization_id=organization.id,
        code=code,
        name=name,
        kind=kind.value,
        time_zone=time_zone,
        gln=gln,
    )
    session.add(site)
    session.flush()
    return site


def sites_of(session: Session, organization_id: UUID) -> Sequence[Site]:
    """The organization's places, by code."""
    return session.scalars(
        select(Site).where(Site.organization_id == organization_id).order_by(Site.code)
    ).all()


def find_or_add_user(session: Session, *, email: str, display_name: str, locale: str | None = None) -> User:
    """The user with that address, made if nobody has it; a name that is known already is kept."""
    folded = fold(email)
    user = session.scalar(select(User).where(User.email_folded == folded))
    if user is None:
        user = User(
            id=new_id(),
            email=email.strip(),
            email_folded=folded,
            display_name=display_name,
            locale=locale,
            created_at=clock.now(),
        )
        session.add(user)
        session.flush()
    return user


def add_membership(
    session: Session, user: User, organization_id: UUID, roles: list[str], *, invited: bool = False
) -> Membership:
    """The user's place in the current tenant; raises ConflictError when there is one for that organization.

    It is open at once, unless the user is only invited: then it opens when they accept.
    """
    tenant_id = current_scope().tenant_id
    existing = session.scalar(
        select(Membership).where(Membership.user_id == user.id, Membership.partner_id == organization_id)
    )
    if existing is not None:
        raise ConflictError(f"{user.email} is a member already", email=user.email)
    now = clock.now()
    membership = Membership(
        partner_id=organization_id,
        user_id=user.id,
        email=user.email,
        display_name=user.display_name,
        roles=roles,
        created_at=now,
        invited_at=now if invited else None,
        joined_at=None if invited else now,
    )
    session.add(membership)
    if session.get(UserTenant, (user.id, tenant_id)) is None:
        session.add(UserTenant(user_id=user.id, tenant_id=tenant_id))
    session.flush()
    return membership
