"""Founding the demo tenant: companies, places, people, items, codes, agreements and keys; a no-op the next time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from causeway.gateway.partners import service as partners
from causeway.portal.demo import company as c
from causeway.portal.demo import keepsake as keeping
from causeway.portal.demo.documents import render
from causeway.portal.domain.catalog import service as catalog
from causeway.portal.domain.codes import service as codes
from causeway.portal.domain.codes.models import CodeKind
from causeway.portal.domain.codes.service import Code
from causeway.tenants import bell, clock, db, directory
from causeway.tenants.auth import api_keys, passwords
from causeway.tenants.auth.sign_in import set_password
from causeway.tenants.context import IDENTITY_SCOPE, Scope
from causeway.tenants.models import Organization, Tenant, User
from causeway.tenants.settings import Settings
from causeway.tenants.text import fold

KEY_NAME = "demo"


@dataclass(frozen=True, slots=True)
class Demo:
    """The prepared tenant as a person or a script uses it."""

    tenant_id: UUID
    keepsake: keeping.Keepsake
    database_url: str

    @property
    def sign_ins(self) -> list[dict[str, str]]:
        """One row per persona: who, where, with what."""
        return [
            {
                "persona": person.persona,
                "tenant": c.TENANT_SLUG,
                "email": person.email,
                "password": self.keepsake.passwords[person.email],
            }
            for company in (c.OWN, *c.PARTNERS)
            for person in company.people
        ]

    @property
    def api_keys(self) -> list[dict[str, str]]:
        """One row per system that exchanges documents: its key, its envelope identities, a file it may send."""
        return [
            {
                "partner": system.name,
                "key": self.keepsake.api_keys[system.company],
                "isa_qualifier": c.QUALIFIER,
                "isa_id": system.interchange_id,
                "gs_id": system.group_id,
                "our_isa_qualifier": c.QUALIFIER,
                "our_isa_id": c.OUR_INTERCHANGE_ID,
                "our_gs_id": c.OUR_INTERCHANGE_ID,
                "sample_850": render(system.files[0], self.keepsake.anchor_moment).decode("utf-8"),
            }
            for system in c.SYSTEMS
        ]


def prepare(settings: Settings) -> Demo:
    """The demo tenant, made in one transaction if it is not there; secrets that were lost are made anew."""
    database_url = settings.database_url or ""
    with connected(database_url):
        keepsake = keeping.load(settings.data_dir) or keeping.Keepsake(anchor=clock.now().isoformat())
        tenant_id = _find_tenant()
        if tenant_id is None:
            # Another installation's secrets mean nothing here.
            keepsake = keeping.Keepsake(anchor=clock.now().isoformat())
            tenant_id = _found()
        _ensure_secrets(tenant_id, keepsake)
        keeping.save(settings.data_dir, keepsake)
        return Demo(tenant_id, keepsake, database_url)


@contextmanager
def connected(database_url: str) -> Iterator[None]:
    """This process at that database while the body runs; workers find their work by polling."""
    configured = db.configure(database_url, pool_size=2)
    bell.configure(None)
    try:
        yield
    finally:
        configured.close()


def _find_tenant() -> UUID | None:
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        return session.scalar(select(Tenant.id).where(Tenant.slug == c.TENANT_SLUG))


def _found() -> UUID:
    # A start that is killed after this leaves an empty tenant behind, which the next one fills.
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        return directory.found_tenant(
            session, slug=c.TENANT_SLUG, name=c.TENANT_NAME, time_zone=c.TIME_ZONE
        ).id


def _ensure_secrets(tenant_id: UUID, keepsake: keeping.Keepsake) -> None:
    """Fill the tenant if it is empty; give passwords and keys to whom the keepsake has none for."""
    missing = [person.email for person in _people() if person.email not in keepsake.passwords]
    for email in missing:
        keepsake.passwords[email] = keeping.new_password()
    # Hashing is slow on purpose; two at a time halves what a first start waits.
    with ThreadPoolExecutor(2) as pool:
        hashes = dict(
            zip(
                missing,
                pool.map(lambda email: passwords.hash_password(keepsake.passwords[email]), missing),
                strict=True,
            )
        )
    with db.unit_of_work(Scope(tenant_id=tenant_id)) as session:
        if session.scalar(select(Organization.id).limit(1)) is None:
            _fill(session)
        for email, hashed in hashes.items():
            user = session.scalars(select(User).where(User.email_folded == fold(email))).one()
            set_password(session, user.id, hashed)
        for system in c.SYSTEMS:
            if system.company not in keepsake.api_keys:
                keepsake.api_keys[system.company] = _issue_key(session, system)


def _people() -> list[c.DemoPerson]:
    return [person for company in (c.OWN, *c.PARTNERS) for person in company.people]


def _fill(session: Session) -> None:
    """Companies, sites, people, items, codes and agreements, each by the command a person would use."""
    organizations = {company.key: _add_company(session, company) for company in (c.OWN, *c.PARTNERS)}
    items = {new.code: catalog.add_item(session, new).id for new in c.ITEMS}
    own = organizations["own"]
    for company in c.PARTNERS:
        organization = organizations[company.key]
        # What our own ERP calls the partner, and what the partner calls itself when it writes to us.
        codes.add_entry(
            session,
            Code(CodeKind.PARTY, own.id, "assigned_by_buyer", company.number),
            target_id=organization.id,
        )
        for item_code, their_code in company.item_codes.items():
            scheme = "buyer" if company.organization.is_distributor else "seller"
            codes.add_entry(
                session, Code(CodeKind.ITEM, organization.id, scheme, their_code), target_id=items[item_code]
            )
    codes.add_entry(
        session, Code(CodeKind.PARTY, own.id, "assigned_by_buyer", c.OWN.number), target_id=own.id
    )
    distributor = organizations[c.GREAT_LAKES.key]
    codes.add_entry(
        session,
        Code(CodeKind.PARTY, distributor.id, "assigned_by_seller", c.GREAT_LAKES.number),
        target_id=distributor.id,
    )
    codes.add_entry(
        session, Code(CodeKind.PARTY, distributor.id, "assigned_by_seller", c.OWN.number), target_id=own.id
    )
    for site in directory.sites_of(session, distributor.id):
        codes.add_entry(
            session, Code(CodeKind.SITE, distributor.id, "assigned_by_buyer", site.code), target_id=site.id
        )
    for system in c.SYSTEMS:
        _add_agreement(session, system, organizations[system.company])


def _add_company(session: Session, company: c.DemoCompany) -> Organization:
    organization = directory.add_organization(session, company.organization)
    for site in company.sites:
        directory.add_site(
            session,
            organization,
            code=site.code,
            name=site.name,
            kind=site.kind,
            time_zone=site.time_zone,
            gln=site.gln,
        )
    for person in company.people:
        user = directory.find_or_add_user(
            session, email=person.email, display_name=person.name, locale=person.locale
        )
        directory.add_membership(session, user, organization.id, [role.value for role in person.roles])
    return organization


def _add_agreement(session: Session, system: c.DemoSystem, organization: Organization) -> None:
    partners.create_agreement(
        session,
        partners.NewAgreement(
            organization_id=organization.id,
            name=system.name,
            identities=partners.Identities(
                their_qualifier=c.QUALIFIER,
                their_id=system.interchange_id,
                our_qualifier=c.QUALIFIER,
                our_id=c.OUR_INTERCHANGE_ID,
                their_group_id=system.group_id,
                our_group_id=c.OUR_INTERCHANGE_ID,
            ),
            terms={"charset": system.charset, "write_version": system.version},
        ),
    )


def _issue_key(session: Session, system: c.DemoSystem) -> str:
    company = next(each for each in (c.OWN, *c.PARTNERS) if each.key == system.company)
    organization = session.scalars(
        select(Organization).where(Organization.name == company.organization.name)
    ).one()
    for key in api_keys.list_keys(session, organization.id):
        if key.name == KEY_NAME and key.revoked_at is None:
            api_keys.revoke(session, key.id)
    _, secret = api_keys.issue(session, organization.id, is_own=organization.is_own, name=KEY_NAME)
    return secret
