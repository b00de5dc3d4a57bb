"""The routes of the area; the modules beside add theirs."""

from flask import Blueprint

from causeway.portal.web.i18n import mark
from causeway.portal.web.problems import add_sentences

blueprint = Blueprint("account", __name__, template_folder="templates")

add_sentences(
    {
        "password_too_short": mark("A password needs at least %(minimum)s characters."),
        "password_too_long": mark("A password has at most %(maximum)s characters."),
        "password_contains_email": mark(
            "A password must not contain your e-mail address. Choose another one."
        ),
        "password_common": mark("This password is on lists that attackers try first. Choose another one."),
        "password_exists": mark("You have a password already. Sign in with it."),
        "link_gone": mark("This link works no more. Ask the administrator who sent it for a new one."),
        "too_busy": mark("Too many people are signing in at this moment. Try again in a few seconds."),
    }
)
