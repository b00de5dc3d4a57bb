"""Inviting somebody: first for which company, then who and in which roles; the link is shown once, to be copied."""

from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from sqlalchemy import select

from causeway.portal.web.access import db_session, needs
from causeway.portal.web.forms import Choice, Choices, Email, Form, Line
from causeway.portal.web.i18n import LOCALES, mark
from causeway.portal.web.people.blueprint import blueprint
from causeway.portal.web.people.pages import role_options
from causeway.portal.web.problems import explain
from causeway.tenants.auth.people import get_person, invite_person, make_reset_link, resend_invitation
from causeway.tenants.auth.tokens import Link
from causeway.tenants.db import get_or_404
from causeway.tenants.errors import ConflictError, DomainError
from causeway.tenants.models import Organization
from causeway.tenants.permissions import Permission, RoleName

LONGEST_NAME = 120


class InvitationSchema(Schema):
    """Who is invited and as what."""

    email = Email()
    display_name = Line(longest=LONGEST_NAME)
    locale = Choice(list(LOCALES))
    roles = Choices([role.value for role in RoleName], message=mark("Choose at least one role."))


@blueprint.get("/invite")
@needs(Permission.PEOPLE_MANAGE)
def invite() -> ResponseReturnValue:
    """The question for which company, or the invitation for the one that is named."""
    chosen = request.args.get("organization")
    if not chosen:
        return render_template("people/choose_company.html", form=Form(), organizations=_organizations())
    organization = get_or_404(db_session(), Organization, _identifier(chosen))
    return _page(
        organization, Form({"locale": organization.locale or "zh_CN", "roles": _usual(organization)})
    )


@blueprint.post("/invite/<uuid:organization_id>")
@needs(Permission.PEOPLE_MANAGE)
def do_invite(organization_id: UUID) -> ResponseReturnValue:
    """The link to hand over, or the page again with what is wrong."""
    organization = get_or_404(db_session(), Organization, organization_id)
    form = Form.sent()
    given = form.load(InvitationSchema())
    if given is None:
        return _page(organization, form), 422
    try:
        invitation = invite_person(db_session(), organization_id, **given)
    except ConflictError:
        form.errors["email"] = explain(ConflictError("", code="member_already"))
        return _page(organization, form), 422
    except DomainError as error:
        form.problem = explain(error)
        return _page(organization, form), 422
    return _link_page(invitation.membership_id, invitation.link, is_reset=False)


@blueprint.post("/<uuid:membership_id>/invitation")
@needs(Permission.PEOPLE_MANAGE)
def invite_again(membership_id: UUID) -> ResponseReturnValue:
    """A new invitation; the former link works no more."""
    return _link_page(membership_id, resend_invitation(db_session(), membership_id), is_reset=False)


@blueprint.post("/<uuid:membership_id>/reset")
@needs(Permission.PEOPLE_MANAGE)
def make_reset(membership_id: UUID) -> ResponseReturnValue:
    """A link by which the person chooses a new password."""
    return _link_page(membership_id, make_reset_link(db_session(), membership_id), is_reset=True)


@blueprint.get("/<uuid:membership_id>/invitation")
@blueprint.get("/<uuid:membership_id>/reset", endpoint="reset_shown")
@needs(Permission.PEOPLE_MANAGE)
def link_shown(membership_id: UUID) -> ResponseReturnValue:
    """Where a reload of the page with the link, or a change of the language there, leads: a link is shown once."""
    return redirect(url_for("people.detail", membership_id=membership_id), 303)


@blueprint.get("/invite/<uuid:organization_id>")
@needs(Permission.PEOPLE_MANAGE)
def invite_at(organization_id: UUID) -> ResponseReturnValue:
    """The same for the page of the invitation itself."""
    return redirect(url_for("people.invite", organization=organization_id), 303)


def _link_page(membership_id: UUID, link: Link, *, is_reset: bool) -> str:
    return render_template(
        "people/link.html",
        person=get_person(db_session(), membership_id),
        url=current_app.config["PUBLIC_URL"] + link.path,
        expires_at=link.expires_at,
        is_reset=is_reset,
    )


def _page(organization: Organization, form: Form) -> str:
    return render_template(
        "people/invite.html",
        organization=organization,
        form=form,
        options=role_options(is_own=organization.is_own),
    )


def _organizations() -> list[tuple[str, str]]:
    rows = db_session().execute(
        select(Organization.id, Organization.name)
        .where(Organization.disabled_at.is_(None))
        .order_by(Organization.is_own.desc(), Organization.name_sort, Organization.id)
    )
    return [(str(row.id), row.name) for row in rows]


def _usual(organization: Organization) -> list[str]:
    kinds = (
        (organization.is_supplier, RoleName.SUPPLIER),
        (organization.is_distributor, RoleName.DISTRIBUTOR),
    )
    return [role.value for fits, role in kinds if fits and not organization.is_own]


def _identifier(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
