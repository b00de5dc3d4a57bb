"""What the person behind a link does: join a tenant, choose a new password."""

from causeway.tenants import audit, clock
from causeway.tenants.auth import passwords, sessions, throttle, tokens
from causeway.tenants.auth.models import LinkPurpose
from causeway.tenants.auth.people import works_elsewhere
from causeway.tenants.auth.places import list_places
from causeway.tenants.auth.sessions import Factor, Origin, SessionPolicy
from causeway.tenants.auth.sign_in import Refusal, Refused, SignedIn, Step, check_credentials, set_password
from causeway.tenants.auth.tokens import LinkHolder
from causeway.tenants.context import Actor, ActorKind, Channel, Scope
from causeway.tenants.db import get_or_404, unit_of_work
from causeway.tenants.errors import DomainError
from causeway.tenants.models import Membership, User


def _gone() -> DomainError:
    return DomainError("this link works no more; ask for a new one", code="link_gone")


def find_invitation(token: str) -> LinkHolder | None:
    """Whom an invitation is for, while it works; looking does not use it up."""
    return tokens.find_holder(token, LinkPurpose.INVITE)


def find_reset(token: str) -> LinkHolder | None:
    """Whom a reset link is for, while it works; looking does not use it up."""
    return tokens.find_holder(token, LinkPurpose.RESET)


def accept_invitation(token: str, password: str, origin: Origin, policy: SessionPolicy | None = None) -> Step:
    """Join the tenant and be signed in there.

    A new person chooses the password; one who has a login proves it with the password they have (`Refused` when it
    is wrong), so that an invitation never opens an existing account to whoever copied the link. DomainError
    `link_gone` when the link works no more, or the reason why a new password will not do.
    """
    holder = find_invitation(token)
    if holder is None:
        raise _gone()
    hashed = None
    if holder.has_password:
        checked = check_credentials(holder.email, password, origin)
        if isinstance(checked, Refused):
            return checked
    else:
        passwords.check_new_password(password, email=holder.email)
        hashed = passwords.hash_password(password)
    user = _join(token, holder, hashed, origin)
    places = list_places(user.id)
    place = next((place for place in places if place.membership_id == holder.membership_id), None)
    if place is None:
        return Refused(Refusal.NO_PLACE)
    factors = [Factor.PASSWORD if holder.has_password else Factor.LINK]
    return SignedIn(sessions.begin_session(user, place, factors, origin, policy), tuple(places))


def _join(token: str, holder: LinkHolder, hashed: str | None, origin: Origin) -> User:
    with unit_of_work(_scope(holder)) as session:
        user = session.get_one(User, holder.user_id, with_for_update=True)
        if (user.password_hash is None) != (hashed is not None):
            # Another invitation gave the login a password since the page was opened: ask for that one.
            raise DomainError("this login has a password by now; try again", code="password_exists")
        membership = get_or_404(session, Membership, holder.membership_id, lock=True)
        if membership.disabled_at is not None or tokens.use_link(session, token, LinkPurpose.INVITE) is None:
            raise _gone()
        if hashed is not None:
            user.password_hash = hashed
            user.password_changed_at = clock.now()
        membership.joined_at = clock.now()
        audit.record(
            session, "membership.joined", "membership", membership.id, email=holder.email, ip=origin.ip
        )
    return user


def reset_password(token: str, password: str, origin: Origin) -> None:
    """Give the person of the link that password: every session of theirs ends, a block of the account is lifted.

    DomainError `link_gone` when the link works no more, or the reason why the password will not do.
    """
    holder = find_reset(token)
    if holder is None or works_elsewhere(holder.user_id, holder.tenant_id):
        raise _gone()
    passwords.check_new_password(password, email=holder.email)
    hashed = passwords.hash_password(password)
    with unit_of_work(_scope(holder)) as session:
        if tokens.use_link(session, token, LinkPurpose.RESET) is None:
            raise _gone()
        set_password(session, holder.user_id, hashed)
        sessions.end_sessions_of_user(session, holder.user_id)
        throttle.clear_account(session, holder.email)
        audit.record(session, "password.reset", "user", holder.user_id, email=holder.email, ip=origin.ip)


def _scope(holder: LinkHolder) -> Scope:
    # The link was made on the tenant's side of the wall, and so is the membership written that it stands for.
    actor = Actor(ActorKind.USER, holder.user_id, holder.display_name)
    return Scope(holder.tenant_id, actor=actor, channel=Channel.WEB)
