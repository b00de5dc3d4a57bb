"""Commands on agreements: validated before they are kept, because a wrong one stops real orders."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from causeway.gateway.partners.models import Agreement, Usage
from causeway.gateway.partners.terms import Terms, read_terms, stored_terms
from causeway.tenants import audit, clock
from causeway.tenants.db import get_or_404
from causeway.tenants.errors import AgreementError, ConflictError
from causeway.tenants.ids import new_id
from causeway.tenants.models import Organization

X12 = "x12"
_QUALIFIER = re.compile(r"[A-Z0-9]{2}")
_BASIC = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_LONGEST_ISA_ID = 15
_LONGEST_GS_ID = 15


@dataclass(frozen=True, slots=True)
class Identities:
    """The names of both ends in the envelope: ISA05 to ISA08 and GS02, GS03, as their side sends them."""

    their_qualifier: str
    their_id: str
    our_qualifier: str
    our_id: str
    their_group_id: str
    our_group_id: str


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """What makes an agreement with one organization's system."""

    organization_id: UUID
    name: str
    identities: Identities
    terms: dict[str, Any] = field(default_factory=dict)
    usage: Usage = Usage.LIVE
    standard: str = X12


def create_agreement(session: Session, new: NewAgreement) -> Agreement:
    """A checked agreement; AgreementError for what cannot work, ConflictError when the identities are taken."""
    get_or_404(session, Organization, new.organization_id)
    _check(new.standard, new.identities)
    agreement = Agreement(
        id=new_id(),
        organization_id=new.organization_id,
        name=new.name.strip(),
        standard=new.standard,
        usage=new.usage.value,
        terms=stored_terms(read_terms(new.terms)),
        created_at=clock.now(),
        **_columns(new.identities),
    )
    _flush_unique(session, agreement)
    audit.record(session, "agreement.created", "agreement", agreement.id, **_described(agreement))
    return agreement


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to change; None leaves it."""

    name: str | None = None
    identities: Identities | None = None
    terms: dict[str, Any] | None = None


def update_agreement(
    session: Session, agreement_id: UUID, changes: Changes, *, expected_revision: int
) -> Agreement:
    """The changed agreement; ConflictError when somebody changed it since that revision."""
    agreement = get_or_404(session, Agreement, agreement_id, lock=True)
    if agreement.revision != expected_revision:
        raise ConflictError("the agreement was changed meanwhile", revision=agreement.revision)
    before = _described(agreement)
    if changes.name is not None:
        agreement.name = changes.name.strip()
    if changes.identities is not None:
        _check(agreement.standard, changes.identities)
        for column, value in _columns(changes.identities).items():
            setattr(agreement, column, value)
    if changes.terms is not None:
        agreement.terms = stored_terms(read_terms(changes.terms))
    agreement.revision += 1
    _flush_unique(session, agreement)
    audit.record(
        session, "agreement.changed", "agreement", agreement.id, before=before, after=_described(agreement)
    )
    return agreement


def switch_agreement(session: Session, agreement_id: UUID, *, on: bool) -> Agreement:
    """The agreement, used or not used from now on; what comes in while it is off waits."""
    agreement = get_or_404(session, Agreement, agreement_id, lock=True)
    if (agreement.disabled_at is None) != on:
        agreement.disabled_at = None if on else clock.now()
        agreement.revision += 1
        action = "agreement.enabled" if on else "agreement.disabled"
        audit.record(session, action, "agreement", agreement.id, name=agreement.name)
    return agreement


def agreements_of(session: Session, organization_id: UUID) -> Sequence[Agreement]:
    """All agreements with that organization's systems, in the order in which they were made."""
    return session.scalars(
        select(Agreement).where(Agreement.organization_id == organization_id).order_by(Agreement.id)
    ).all()


def list_agreements(session: Session) -> Sequence[Agreement]:
    """All agreements of the tenant, in the order in which they were made."""
    return session.scalars(select(Agreement).order_by(Agreement.id)).all()


def terms_of(agreement: Agreement) -> Terms:
    """The agreement's terms; AgreementError with a sentence when they cannot be used."""
    return read_terms(agreement.terms)


def _check(standard: str, identities: Identities) -> None:
    if standard != X12:
        raise AgreementError(f"Agreements on {standard} are not supported yet.", standard=standard)
    for side, qualifier, isa_id, group_id in (
        ("The partner's", identities.their_qualifier, identities.their_id, identities.their_group_id),
        ("Our", identities.our_qualifier, identities.our_id, identities.our_group_id),
    ):
        if not _QUALIFIER.fullmatch(qualifier):
            raise AgreementError(
                f"{side} ISA qualifier is two capital letters or digits, for example ZZ or 01."
            )
        if not _BASIC.fullmatch(isa_id) or len(isa_id) > _LONGEST_ISA_ID:
            raise AgreementError(f"{side} ISA id is 1 to {_LONGEST_ISA_ID} plain characters.")
        if not _BASIC.fullmatch(group_id) or len(group_id) > _LONGEST_GS_ID:
            raise AgreementError(f"{side} GS id is 1 to {_LONGEST_GS_ID} plain characters.")


def _flush_unique(session: Session, agreement: Agreement) -> None:
    try:
        with session.begin_nested():
            session.add(agreement)
    except IntegrityError as error:
        raise ConflictError("another agreement has these identities already") from error


def _columns(identities: Identities) -> dict[str, str]:
    return {part.name: getattr(identities, part.name).strip() for part in fields(Identities)}


def _described(agreement: Agreement) -> dict[str, Any]:
    names = [part.name for part in fields(Identities)]
    identities = {name: getattr(agreement, name) for name in names}
    return {"name": agreement.name, "usage": agreement.usage, "terms": agreement.terms, **identities}
