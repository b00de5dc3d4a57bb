"""Agreements with a company's systems: identities in the envelope, and the terms on which documents go to and fro."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from causeway.gateway.partners.models import Agreement, Usage
from causeway.gateway.partners.service import (
    Changes,
    NewAgreement,
    create_agreement,
    switch_agreement,
    terms_of,
    update_agreement,
)
from causeway.gateway.partners.terms import Terms
from causeway.portal.web.access import db_session, needs
from causeway.portal.web.forms import Form
from causeway.portal.web.i18n import gettext
from causeway.portal.web.partners.blueprint import blueprint
from causeway.portal.web.partners.terms_form import (
    CHARSETS,
    LONGEST_RULES,
    WRITE_VERSIONS,
    AgreementSchema,
    identities_in,
    terms_in,
    values_of,
    values_of_new,
)
from causeway.portal.web.toasts import toast
from causeway.tenants.db import get_or_404
from causeway.tenants.errors import AgreementError, ConflictError
from causeway.tenants.models import Organization
from causeway.tenants.permissions import Permission


@blueprint.get("/<uuid:organization_id>/agreements/new")
@needs(Permission.PARTNERS_MANAGE)
def new_agreement(organization_id: UUID) -> ResponseReturnValue:
    """The form of an agreement, filled with the product's own terms."""
    organization = get_or_404(db_session(), Organization, organization_id)
    return _page(organization, None, Form(values_of_new()))


@blueprint.post("/<uuid:organization_id>/agreements/new")
@needs(Permission.PARTNERS_MANAGE)
def add_agreement(organization_id: UUID) -> ResponseReturnValue:
    """The agreement is in force, or the form again with what is wrong."""
    organization = get_or_404(db_session(), Organization, organization_id)
    form = Form.sent()
    given = form.load(AgreementSchema())
    if given is None:
        return _page(organization, None, form), 422
    new = NewAgreement(
        organization_id=organization_id,
        name=given["name"],
        identities=identities_in(given),
        terms=terms_in(given, Terms()),
        usage=Usage(given["usage"]),
    )
    try:
        agreement = create_agreement(db_session(), new)
    except ConflictError:
        return _taken(organization, None, form)
    except AgreementError as error:
        form.problem = error.message
        return _page(organization, None, form), 422
    toast(gettext("The agreement %(name)s is in force.", name=agreement.name))
    return redirect(url_for("partners.detail", organization_id=organization_id, _anchor="agreements"), 303)


@blueprint.get("/agreements/<uuid:agreement_id>")
@needs(Permission.PARTNERS_MANAGE)
def agreement(agreement_id: UUID) -> ResponseReturnValue:
    """The agreement as a form."""
    found = get_or_404(db_session(), Agreement, agreement_id)
    return _page(_company_of(found), found, Form(values_of(found)))


@blueprint.post("/agreements/<uuid:agreement_id>")
@needs(Permission.PARTNERS_MANAGE)
def change_agreement(agreement_id: UUID) -> ResponseReturnValue:
    """Changed from now on, or the form again with what is wrong."""
    found = get_or_404(db_session(), Agreement, agreement_id)
    organization = _company_of(found)
    form = Form.sent()
    given = form.load(AgreementSchema(exclude=("usage",)))
    if given is None:
        return _page(organization, found, form), 422
    try:
        update_agreement(
            db_session(), agreement_id, _changes(given, found), expected_revision=_revision(form)
        )
    except ConflictError as error:
        if "revision" not in error.parameters:
            return _taken(organization, found, form)
        form.problem = gettext(
            "This was changed by somebody else in the meantime. Look at it again and repeat."
        )
        return _page(organization, found, form), 409
    except AgreementError as error:
        form.problem = error.message
        return _page(organization, found, form), 422
    toast(gettext("Saved. It applies to what comes in and goes out from now on."))
    return redirect(url_for("partners.agreement", agreement_id=agreement_id), 303)


@blueprint.post("/agreements/<uuid:agreement_id>/switch")
@needs(Permission.PARTNERS_MANAGE)
def switch(agreement_id: UUID) -> ResponseReturnValue:
    """In use or not in use; what comes in meanwhile waits."""
    found = get_or_404(db_session(), Agreement, agreement_id)
    on = found.disabled_at is not None
    switch_agreement(db_session(), agreement_id, on=on)
    if on:
        toast(gettext("The agreement is in use again."))
    else:
        toast(gettext("The agreement is not in use. What comes in under it waits for a person."))
    return redirect(url_for("partners.agreement", agreement_id=agreement_id), 303)


@blueprint.get("/agreements/<uuid:agreement_id>/switch")
@needs(Permission.PARTNERS_MANAGE)
def switched(agreement_id: UUID) -> ResponseReturnValue:
    """Back to the agreement, for whoever loads this address."""
    return redirect(url_for("partners.agreement", agreement_id=agreement_id), 303)


def _changes(given: dict[str, Any], agreement: Agreement) -> Changes:
    return Changes(
        name=given["name"],
        identities=identities_in(given),
        terms=terms_in(given, terms_of(agreement)),
    )


def _revision(form: Form) -> int:
    text = form.value("revision")
    return int(text) if text.isascii() and text.isdigit() else 0


def _taken(organization: Organization, found: Agreement | None, form: Form) -> tuple[str, int]:
    form.problem = gettext(
        "Another agreement has these identities already. Documents could not be told apart."
    )
    return _page(organization, found, form), 422


def _company_of(agreement: Agreement) -> Organization:
    return get_or_404(db_session(), Organization, agreement.organization_id)


def _page(organization: Organization, found: Agreement | None, form: Form) -> str:
    return render_template(
        "partners/agreement.html",
        organization=organization,
        agreement=found,
        form=form,
        charsets=[(name, name.upper()) for name in CHARSETS],
        write_versions=[(name, name) for name in WRITE_VERSIONS],
        longest_rules=LONGEST_RULES,
        yes_no=[("yes", gettext("yes")), ("no", gettext("no"))],
    )
