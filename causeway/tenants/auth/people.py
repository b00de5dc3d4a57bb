"""Commands of a tenant's administrator on its people: invite, change roles, disable, hand out links.

They run in the tenant's staff scope; the edge has asked for `people:manage`. A membership is the tenant's, the login
is the person's own: no command here lets a tenant's administrator into an account that is used elsewhere too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, not_, select
from sqlalchemy.orm import Session

from causeway.tenants import audit, clock
from causeway.tenants.auth import passwords, sessions, tokens
from causeway.tenants.auth.models import LinkPurpose
from causeway.tenants.auth.places import list_places
from causeway.tenants.auth.tokens import Link
from causeway.tenants.context import Role
from causeway.tenants.db import get_or_404
from causeway.tenants.directory import add_membership, find_or_add_user
from causeway.tenants.errors import ConflictError, DomainError
from causeway.tenants.keyset import Beside, Key, Order, Page, read_page
from causeway.tenants.models import Membership, Organization, User
from causeway.tenants.permissions import RoleName, check_roles

PAGE = 50
COUNT_CAP = 100
_LONGEST_ADDRESS = 254
_LONGEST_NAME = 120


class PersonState(StrEnum):
    """Where a person stands in a tenant."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the people page."""

    membership_id: UUID
    user_id: UUID
    email: str
    display_name: str
    organization_id: UUID
    organization_name: str
    is_own: bool
    roles: tuple[str, ...]
    state: PersonState
    invited_at: datetime | None
    joined_at: datetime | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A person who was invited, and the link to hand over."""

    membership_id: UUID
    link: Link


class Group(StrEnum):
    """Which of the tenant's people."""

    ALL = "all"
    OWN = "own"
    PARTNERS = "partners"
    INVITED = "invited"


# The own company first, then by company and name.
_ORDER = (not_(Organization.is_own), Organization.name_sort, Membership.display_name, Membership.id)


def list_people(session: Session, organization_id: UUID) -> Sequence[Person]:
    """The people of one organization, by name."""
    query = _members().where(Membership.partner_id == organization_id).order_by(*_ORDER)
    return [_person(membership, organization) for membership, organization in session.execute(query)]


def page_of_people(
    session: Session, group: Group, *, beside: Beside | None = None, limit: int = PAGE
) -> Page[Person]:
    """One page of the tenant's people, the own company's first; a row's key is `key_of_person`."""
    page = read_page(
        lambda statement: session.execute(statement).all(),
        _members().where(*_in_group(group)),
        Order(_ORDER),
        beside=beside,
        limit=limit,
    )
    people = [_person(membership, organization) for membership, organization in page.rows]
    return Page(people, page.has_previous, page.has_next)


def key_of_person(session: Session, membership_id: UUID) -> Key:
    """Where that person stands in the list of people; NotFoundError when there is no such one."""
    membership = get_or_404(session, Membership, membership_id)
    organization = get_or_404(session, Organization, membership.partner_id)
    return not organization.is_own, organization.name_sort, membership.display_name, membership.id


def count_people(session: Session, *, cap: int = COUNT_CAP) -> dict[Group, int]:
    """How many people each group has, counted up to the cap, in one statement."""
    counts = []
    for group in Group:
        capped = _members().with_only_columns(Membership.id).where(*_in_group(group)).limit(cap).subquery()
        counts.append(select(func.count()).select_from(capped).scalar_subquery())
    return dict(zip(Group, session.execute(select(*counts)).one(), strict=True))


def _members() -> Select[Membership, Organization]:
    return select(Membership, Organization).join(Organization, Organization.id == Membership.partner_id)


def _in_group(group: Group) -> list[ColumnElement[bool]]:
    match group:
        case Group.OWN:
            return [Organization.is_own.is_(True)]
        case Group.PARTNERS:
            return [Organization.is_own.is_(False)]
        case Group.INVITED:
            return [Membership.joined_at.is_(None), Membership.disabled_at.is_(None)]
        case _:
            return []


def get_person(session: Session, membership_id: UUID) -> Person:
    """One of the tenant's people; NotFoundError when there is no such one."""
    membership = get_or_404(session, Membership, membership_id)
    return _person(membership, get_or_404(session, Organization, membership.partner_id))


def invite_person(
    session: Session,
    organization_id: UUID,
    *,
    email: str,
    display_name: str,
    roles: Iterable[str],
    locale: str | None = None,
) -> Invitation:
    """A membership that its person joins through the link; ConflictError when they are a member there already."""
    new = _NewMember(email, display_name, roles, locale)
    membership = _add_member(session, organization_id, new, invited=True)
    link = tokens.make_link(session, LinkPurpose.INVITE, membership)
    _note(session, "membership.invited", membership, roles=membership.roles)
    return Invitation(membership.id, link)


def add_person(
    session: Session,
    organization_id: UUID,
    *,
    email: str,
    display_name: str,
    roles: Iterable[str],
    password: str | None,
    locale: str | None = None,
) -> Membership:
    """A member without an invitation, for an operator's command and the demo; they can sign in at once.

    A password is given for a new login and only then: ConflictError when the person has one already.
    """
    new = _NewMember(email, display_name, roles, locale)
    membership = _add_member(session, organization_id, new, invited=False)
    user = session.get_one(User, membership.user_id, with_for_update=True)
    if password is not None:
        if user.password_hash is not None:
            raise ConflictError(
                f"{user.email} has a password already", code="password_exists", email=user.email
            )
        passwords.check_new_password(password, email=user.email)
        user.password_hash = passwords.hash_password(password)
        user.password_changed_at = clock.now()
    elif user.password_hash is None:
        raise DomainError(f"{user.email} needs a password", code="password_missing", email=user.email)
    session.flush()
    _note(session, "membership.added", membership, roles=membership.roles)
    return membership


def resend_invitation(session: Session, membership_id: UUID) -> Link:
    """A new link for somebody who has not joined yet; the former one stops working."""
    membership = get_or_404(session, Membership, membership_id, lock=True)
    if membership.joined_at is not None:
        raise ConflictError(
            f"{membership.email} has joined already", code="joined_already", email=membership.email
        )
    _refuse_disabled(membership)
    membership.invited_at = clock.now()
    link = tokens.make_link(session, LinkPurpose.INVITE, membership)
    _note(session, "membership.invited", membership, again=True)
    return link


def make_reset_link(session: Session, membership_id: UUID) -> Link:
    """A link by which a member of this tenant chooses a new password.

    DomainError `person_elsewhere` for somebody who also works in another tenant: whoever holds the link holds the
    account, and this tenant's administrator must not come to hold another tenant's.
    """
    membership = get_or_404(session, Membership, membership_id, lock=True)
    _refuse_disabled(membership)
    if membership.joined_at is None:
        raise DomainError(f"{membership.email} has not joined yet", code="not_joined", email=membership.email)
    if works_elsewhere(membership.user_id, membership.tenant_id):
        raise DomainError(
            f"{membership.email} also works in another tenant",
            code="person_elsewhere",
            email=membership.email,
        )
    link = tokens.make_link(session, LinkPurpose.RESET, membership)
    _note(session, "password.reset_link_made", membership)
    return link


def works_elsewhere(user_id: UUID, tenant_id: UUID) -> bool:
    """Whether the user has a place outside of that tenant and its sandboxes."""
    return any(tenant_id not in (place.tenant_id, place.live_tenant_id) for place in list_places(user_id))


def change_roles(session: Session, membership_id: UUID, roles: Iterable[str]) -> None:
    """Give a member other roles, in force from their next request on."""
    admins = _lock_admins(session)
    membership = get_or_404(session, Membership, membership_id, lock=True)
    wanted = check_roles(roles, _side(get_or_404(session, Organization, membership.partner_id)))
    if RoleName.TENANT_ADMIN.value not in wanted:
        _keep_an_admin(admins, membership)
    before = list(membership.roles)
    if before == wanted:
        return
    membership.roles = wanted
    sessions.apply_roles(session, membership.id, wanted)
    _note(session, "membership.roles_changed", membership, before=before, after=wanted)


def disable_person(session: Session, membership_id: UUID) -> None:
    """Shut a member out of this tenant: their sessions end with this transaction, their links work no more."""
    admins = _lock_admins(session)
    membership = get_or_404(session, Membership, membership_id, lock=True)
    if membership.disabled_at is not None:
        return
    _keep_an_admin(admins, membership)
    membership.disabled_at = clock.now()
    sessions.end_sessions_of_membership(session, membership.id)
    tokens.revoke_links(session, membership.id)
    _note(session, "membership.disabled", membership)


def enable_person(session: Session, membership_id: UUID) -> None:
    """Let a disabled member in again."""
    membership = get_or_404(session, Membership, membership_id, lock=True)
    if membership.disabled_at is None:
        return
    membership.disabled_at = None
    _note(session, "membership.enabled", membership)


@dataclass(frozen=True, slots=True)
class _NewMember:
    email: str
    display_name: str
    roles: Iterable[str]
    locale: str | None


def _add_member(session: Session, organization_id: UUID, new: _NewMember, *, invited: bool) -> Membership:
    organization = get_or_404(session, Organization, organization_id)
    valid_roles = check_roles(new.roles, _side(organization))
    address, name = _check_address(new.email), _check_name(new.display_name)
    user = find_or_add_user(session, email=address, display_name=name, locale=new.locale)
    membership = add_membership(session, user, organization.id, valid_roles, invited=invited)
    # As this tenant knows the person: what another tenant calls them is none of its business.
    membership.display_name = name
    session.flush()
    return membership


def _lock_admins(session: Session) -> set[UUID]:
    """The memberships that can administer the tenant today, locked, so that two cannot remove each other."""
    rows = session.execute(
        select(Membership.id, Membership.roles)
        .join(Organization, Organization.id == Membership.partner_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Organization.is_own.is_(True),
            Membership.disabled_at.is_(None),
            Membership.joined_at.is_not(None),
            User.disabled_at.is_(None),
        )
        .order_by(Membership.id)
        .with_for_update(of=Membership)
    )
    return {row.id for row in rows if RoleName.TENANT_ADMIN.value in row.roles}


def _keep_an_admin(admins: set[UUID], leaving: Membership) -> None:
    if admins == {leaving.id}:
        raise DomainError("the last administrator must stay", code="last_admin")


def _side(organization: Organization) -> Role:
    return Role.STAFF if organization.is_own else Role.PARTNER


def _refuse_disabled(membership: Membership) -> None:
    if membership.disabled_at is not None:
        raise DomainError(f"{membership.email} is disabled", code="person_disabled", email=membership.email)


def _check_address(email: str) -> str:
    address = email.strip()
    local, at, domain = address.rpartition("@")
    plain = address.isprintable() and " " not in address and len(address) <= _LONGEST_ADDRESS
    if not (plain and at and local and "." in domain.strip(".")):
        raise DomainError("this is no e-mail address", code="email_invalid")
    return address


def _check_name(display_name: str) -> str:
    name = " ".join(display_name.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise DomainError("a person needs a name of at most 120 characters", code="name_invalid")
    return name


def _person(membership: Membership, organization: Organization) -> Person:
    if membership.disabled_at is not None:
        state = PersonState.DISABLED
    else:
        state = PersonState.INVITED if membership.joined_at is None else PersonState.ACTIVE
    return Person(
        membership_id=membership.id,
        user_id=membership.user_id,
        email=membership.email,
        display_name=membership.display_name,
        organization_id=organization.id,
        organization_name=organization.name,
        is_own=organization.is_own,
        roles=tuple(membership.roles),
        state=state,
        invited_at=membership.invited_at,
        joined_at=membership.joined_at,
    )


def _note(session: Session, action: str, membership: Membership, **details: object) -> None:
    """Audit the act on a membership, by the scope's actor."""
    audit.record(session, action, "membership", membership.id, email=membership.email, **details)
