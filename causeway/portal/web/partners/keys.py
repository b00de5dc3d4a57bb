"""API keys of a company's systems: issued with a secret that is shown once, revoked at once."""

from uuid import UUID

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from causeway.portal.web.access import db_session, needs
from causeway.portal.web.forms import Form, Line
from causeway.portal.web.i18n import gettext
from causeway.portal.web.partners.blueprint import blueprint
from causeway.portal.web.partners.pages import company_page
from causeway.portal.web.problems import explain
from causeway.portal.web.toasts import toast
from causeway.tenants.auth import api_keys
from causeway.tenants.db import get_or_404
from causeway.tenants.errors import DomainError
from causeway.tenants.models import Organization
from causeway.tenants.permissions import Permission

LONGEST_NAME = 80


class KeySchema(Schema):
    """What a new key is for."""

    name = Line(longest=LONGEST_NAME)


@blueprint.post("/<uuid:organization_id>/keys")
@needs(Permission.PARTNERS_MANAGE)
def issue(organization_id: UUID) -> ResponseReturnValue:
    """The secret of a new key, shown now and never again; or the page again with what is wrong."""
    organization = get_or_404(db_session(), Organization, organization_id)
    form = Form.sent()
    given = form.load(KeySchema())
    if given is None:
        return company_page(organization, key_form=form), 422
    try:
        key, secret = api_keys.issue(
            db_session(), organization_id, is_own=organization.is_own, name=given["name"]
        )
    except DomainError as error:
        form.errors["name"] = explain(error)
        return company_page(organization, key_form=form), 422
    return render_template(
        "partners/key.html",
        organization=organization,
        key=key,
        secret=secret,
        inbound_url=current_app.config["PUBLIC_URL"] + "/gateway/v1/inbound",
    )


@blueprint.get("/<uuid:organization_id>/keys")
@needs(Permission.PARTNERS_MANAGE)
def keys(organization_id: UUID) -> ResponseReturnValue:
    """Where a reload of the page with the secret leads: a secret is shown once."""
    return redirect(url_for("partners.detail", organization_id=organization_id, _anchor="keys"), 303)


@blueprint.post("/<uuid:organization_id>/keys/<uuid:key_id>/revoke")
@needs(Permission.PARTNERS_MANAGE)
def revoke(organization_id: UUID, key_id: UUID) -> ResponseReturnValue:
    """The key opens nothing any more."""
    api_keys.revoke(db_session(), key_id)
    toast(gettext("The key is revoked. Systems that use it are refused from now on."))
    return redirect(url_for("partners.detail", organization_id=organization_id, _anchor="keys"), 303)
