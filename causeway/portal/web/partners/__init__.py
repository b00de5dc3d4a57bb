"""Partners: the companies this tenant works with."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from causeway.portal.web.access import db_session, needs
from causeway.tenants.models import Organization
from causeway.tenants.permissions import Permission

blueprint = Blueprint("partners", __name__, template_folder="templates")


@blueprint.get("/partners")
@needs(Permission.PARTNERS_MANAGE)
def index() -> ResponseReturnValue:
    """All organizations."""
    return render_template(
        "partners/index.html",
        partners=db_session().scalars(select(Organization).order_by(Organization.name_sort)).all(),
    )
