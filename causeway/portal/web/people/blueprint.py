"""The routes of the area; the modules beside add theirs."""

from flask import Blueprint

from causeway.portal.web.i18n import mark
from causeway.portal.web.problems import add_sentences

blueprint = Blueprint("people", __name__, url_prefix="/people", template_folder="templates")

add_sentences(
    {
        "role_missing": mark("Choose at least one role."),
        "role_of_other_side": mark("These roles are not for people of this company."),
        "last_admin": mark("This is the last administrator. Make somebody else an administrator first."),
        "joined_already": mark("This person has joined already."),
        "not_joined": mark("This person has not joined yet. Make a new invitation instead."),
        "person_disabled": mark("This person is disabled. Enable them first."),
        "person_elsewhere": mark(
            "This person also works in another portal, so only they can change their password, on their account page."
        ),
        "member_already": mark("This person is a member for this company already."),
        "email_invalid": mark("Write an e-mail address, for example wang@example.com."),
        "name_invalid": mark("Write a name of at most 120 characters."),
    }
)
