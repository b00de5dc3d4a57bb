"""The routes of the area; the modules beside add theirs."""

from flask import Blueprint

from causeway.portal.web.i18n import mark
from causeway.portal.web.problems import add_sentences

blueprint = Blueprint("partners", __name__, url_prefix="/partners", template_folder="templates")

add_sentences(
    {
        "key_limit": mark("Two live keys have the name %(name)s already. Revoke one of them first."),
        "key_name_missing": mark("Write what the key is for."),
        "key_of_other_side": mark("This company is on the other side of the wall."),
    }
)
