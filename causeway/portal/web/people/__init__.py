"""People: who works in this tenant, in which roles."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from causeway.portal.web.access import db_session, needs
from causeway.tenants.auth.people import list_people
from causeway.tenants.permissions import Permission

blueprint = Blueprint("people", __name__, template_folder="templates")


@blueprint.get("/people")
@needs(Permission.PEOPLE_MANAGE)
def index() -> ResponseReturnValue:
    """Everybody, by organization."""
    return render_template("people/index.html", people=list_people(db_session()))
