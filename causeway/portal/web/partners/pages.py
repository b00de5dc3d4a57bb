"""The list of companies, and one company's page with everything that was set up for it."""

from collections.abc import Sequence
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, func, select

from causeway.gateway.partners.models import Agreement
from causeway.gateway.partners.service import agreements_of
from causeway.portal.web import texts
from causeway.portal.web.access import db_session, may, needs
from causeway.portal.web.forms import Form
from causeway.portal.web.i18n import gettext, mark, ngettext
from causeway.portal.web.paging import Place, place_of, steps_of
from causeway.portal.web.partners.blueprint import blueprint
from causeway.portal.web.people.pages import STATES
from causeway.tenants.auth.api_keys import list_keys
from causeway.tenants.auth.people import list_people
from causeway.tenants.db import get_or_404
from causeway.tenants.keyset import Beside, Order, read_page
from causeway.tenants.models import Organization, Site
from causeway.tenants.permissions import Permission

PAGE = 50
_TABS: tuple[tuple[str, str, ColumnElement[bool] | None], ...] = (
    ("", mark("All companies"), None),
    ("suppliers", mark("Suppliers"), Organization.is_supplier.is_(True)),
    ("distributors", mark("Distributors"), Organization.is_distributor.is_(True)),
    ("own", mark("Own companies"), Organization.is_own.is_(True)),
)


@blueprint.get("")
@needs(Permission.PARTNERS_MANAGE)
def index() -> ResponseReturnValue:
    """One page of companies by name, of one kind where asked for."""
    chosen = request.args.get("tab", "")
    query = select(Organization)
    condition = _condition(chosen)
    if condition is not None:
        query = query.where(condition)
    page = read_page(
        lambda statement: db_session().scalars(statement).all(),
        query,
        Order((Organization.name_sort, Organization.id)),
        beside=_beside(place_of(request.args)),
        limit=PAGE,
    )
    return render_template(
        "partners/index.html",
        partners=page.rows,
        kinds=kinds_of,
        agreements=_agreement_counts(page.rows),
        tabs=_tabs(chosen),
        chosen=chosen or None,
        steps=steps_of(page, [row.id for row in page.rows]),
        count=ngettext("%(num)d company on this page", "%(num)d companies on this page", len(page.rows)),
    )


@blueprint.get("/<uuid:organization_id>")
@needs(Permission.PARTNERS_MANAGE)
def detail(organization_id: UUID) -> ResponseReturnValue:
    """The company with its numbers, sites, people, agreements and keys."""
    return company_page(get_or_404(db_session(), Organization, organization_id))


def company_page(
    organization: Organization, *, key_form: Form | None = None, site_form: Form | None = None
) -> str:
    """The company's page, with those forms in it where one was refused."""
    session = db_session()
    sites = session.scalars(
        select(Site).where(Site.organization_id == organization.id).order_by(Site.code, Site.id)
    ).all()
    return render_template(
        "partners/detail.html",
        organization=organization,
        kinds=kinds_of(organization),
        sites=sites,
        site_kinds=texts.SITE_KINDS,
        people=list_people(session, organization.id) if may(Permission.PEOPLE_MANAGE) else None,
        people_states=STATES,
        role_words=texts.roles,
        agreements=agreements_of(session, organization.id),
        keys=list_keys(session, organization.id),
        key_form=key_form or Form(),
        site_form=site_form or Form({"kind": "warehouse", "time_zone": "Asia/Shanghai"}),
    )


def kinds_of(organization: Organization) -> list[str]:
    """What the company is to the tenant, in words."""
    kinds = (
        (organization.is_own, gettext("Own company")),
        (organization.is_supplier, gettext("Supplier")),
        (organization.is_distributor, gettext("Distributor")),
    )
    return [word for fits, word in kinds if fits]


def _condition(chosen: str) -> ColumnElement[bool] | None:
    return next((condition for key, _, condition in _TABS if key == chosen), None)


def _tabs(chosen: str) -> list[dict[str, object]]:
    return [
        {"label": gettext(label), "url": url_for("partners.index", tab=key or None), "current": key == chosen}
        for key, label, _ in _TABS
    ]


def _beside(place: Place | None) -> Beside | None:
    if place is None:
        return None
    row = get_or_404(db_session(), Organization, place.row_id)
    return place.beside(row.name_sort, row.id)


def _agreement_counts(organizations: Sequence[Organization]) -> dict[UUID, int]:
    rows = db_session().execute(
        select(Agreement.organization_id, func.count().label("live"))
        .where(
            Agreement.organization_id.in_([organization.id for organization in organizations]),
            Agreement.disabled_at.is_(None),
        )
        .group_by(Agreement.organization_id)
    )
    return {row.organization_id: row.live for row in rows}
