"""The first page: what waits for this person."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from causeway.portal.web.access import db_session, signed_in, visitor
from causeway.portal.web.formats import zone
from causeway.portal.web.home.queue import due_next, waiting_for
from causeway.tenants import clock

blueprint = Blueprint("home", __name__, template_folder="templates")


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """The queue of work, each number a link to what it counts."""
    return render_template(
        "home/index.html",
        items=waiting_for(db_session(), visitor()),
        due=due_next(db_session(), visitor()),
        today=clock.now().astimezone(zone()).date(),
    )
