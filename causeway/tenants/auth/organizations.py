"""Shutting a partner out of a tenant, and letting it in again: people and machines alike."""

from uuid import UUID

from sqlalchemy.orm import Session

from causeway.tenants import audit, clock
from causeway.tenants.auth import api_keys, sessions
from causeway.tenants.db import get_or_404
from causeway.tenants.errors import DomainError
from causeway.tenants.models import Organization


def disable_organization(session: Session, organization_id: UUID) -> None:
    """Nobody of that partner gets in: sessions end with this transaction, API keys are revoked for good.

    Its orders and messages stay as they are. DomainError for one of the tenant's own companies.
    """
    organization = get_or_404(session, Organization, organization_id, lock=True)
    if organization.is_own:
        raise DomainError("the tenant's own company cannot be shut out", code="own_organization")
    if organization.disabled_at is not None:
        return
    organization.disabled_at = clock.now()
    organization.revision += 1
    ended = sessions.end_sessions_of_organization(session, organization_id)
    api_keys.revoke_of_organization(session, organization_id)
    audit.record(
        session,
        "organization.disabled",
        "organization",
        organization_id,
        name=organization.name,
        sessions=ended,
    )


def enable_organization(session: Session, organization_id: UUID) -> None:
    """Its people may sign in again; its machines need new keys."""
    organization = get_or_404(session, Organization, organization_id, lock=True)
    if organization.disabled_at is None:
        return
    organization.disabled_at = None
    organization.revision += 1
    audit.record(session, "organization.enabled", "organization", organization_id, name=organization.name)
