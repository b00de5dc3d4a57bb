"""What an administrator changes about a person: roles, out, in again."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from causeway.portal.web.access import db_session, needs
from causeway.portal.web.forms import Choices, Form
from causeway.portal.web.i18n import gettext, mark
from causeway.portal.web.people.blueprint import blueprint
from causeway.portal.web.people.pages import person_page
from causeway.portal.web.problems import explain
from causeway.portal.web.toasts import toast
from causeway.tenants.auth.people import change_roles, disable_person, enable_person, get_person
from causeway.tenants.errors import DomainError
from causeway.tenants.permissions import Permission, RoleName


class RolesSchema(Schema):
    """The roles of a person."""

    roles = Choices([role.value for role in RoleName], message=mark("Choose at least one role."))


@blueprint.post("/<uuid:membership_id>/roles")
@needs(Permission.PEOPLE_MANAGE)
def set_roles(membership_id: UUID) -> ResponseReturnValue:
    """Other roles, in force from the person's next request on."""
    person = get_person(db_session(), membership_id)
    form = Form.sent()
    given = form.load(RolesSchema())
    if given is None:
        return person_page(person, form), 422
    try:
        change_roles(db_session(), membership_id, given["roles"])
    except DomainError as error:
        form.errors["roles"] = explain(error)
        return person_page(person, form), 422
    toast(gettext("%(name)s has the new roles now.", name=person.display_name))
    return redirect(url_for("people.detail", membership_id=membership_id), 303)


@blueprint.post("/<uuid:membership_id>/disable")
@needs(Permission.PEOPLE_MANAGE)
def disable(membership_id: UUID) -> ResponseReturnValue:
    """The person is out, at once and everywhere in this tenant."""
    person = get_person(db_session(), membership_id)
    try:
        disable_person(db_session(), membership_id)
    except DomainError as error:
        form = Form({"roles": person.roles})
        form.problem = explain(error)
        return person_page(person, form), 422
    toast(gettext("%(name)s is out; their sessions have ended.", name=person.display_name))
    return redirect(url_for("people.detail", membership_id=membership_id), 303)


@blueprint.post("/<uuid:membership_id>/enable")
@needs(Permission.PEOPLE_MANAGE)
def enable(membership_id: UUID) -> ResponseReturnValue:
    """The person may come in again."""
    enable_person(db_session(), membership_id)
    toast(gettext("%(name)s may sign in again.", name=get_person(db_session(), membership_id).display_name))
    return redirect(url_for("people.detail", membership_id=membership_id), 303)
