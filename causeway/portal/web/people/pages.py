"""The list of people and one person's page."""

from collections.abc import Sequence
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from causeway.portal.web import texts
from causeway.portal.web.access import db_session, needs, visitor
from causeway.portal.web.forms import Form
from causeway.portal.web.i18n import gettext, mark, ngettext
from causeway.portal.web.people.blueprint import blueprint
from causeway.tenants.auth.people import Person, PersonState, get_person, list_people
from causeway.tenants.context import Role as Side
from causeway.tenants.permissions import Permission, roles_of_side

STATES = {
    PersonState.ACTIVE: (mark("active"), "ok"),
    PersonState.INVITED: (mark("invited"), "warn"),
    PersonState.DISABLED: (mark("disabled"), ""),
}
_TABS = (
    ("", mark("All people")),
    ("own", mark("Own staff")),
    ("partners", mark("Partners' people")),
    ("invited", mark("Not joined yet")),
)


@blueprint.get("")
@needs(Permission.PEOPLE_MANAGE)
def index() -> ResponseReturnValue:
    """Everybody, by company and name."""
    everybody = list_people(db_session())
    chosen = request.args.get("tab", "")
    shown = [person for person in everybody if _belongs(person, chosen)]
    return render_template(
        "people/index.html",
        people=shown,
        tabs=_tabs(everybody, chosen),
        states=STATES,
        role_words=texts.roles,
        count=ngettext("%(num)d person", "%(num)d people", len(shown)),
    )


@blueprint.get("/<uuid:membership_id>")
@needs(Permission.PEOPLE_MANAGE)
def detail(membership_id: UUID) -> ResponseReturnValue:
    """One person: roles to change, links to make, the way out and in again."""
    person = get_person(db_session(), membership_id)
    return person_page(person, Form({"roles": person.roles}))


def person_page(person: Person, form: Form) -> str:
    """The person's page with that form of roles in it."""
    return render_template(
        "people/detail.html",
        person=person,
        form=form,
        state=STATES[person.state],
        options=role_options(is_own=person.is_own),
        is_self=person.membership_id == visitor().membership_id,
    )


def role_options(*, is_own: bool) -> list[tuple[str, str, str]]:
    """The roles that fit the company's side, as the macro for choices takes them."""
    side = Side.STAFF if is_own else Side.PARTNER
    return [(name.value, texts.role(name), gettext(texts.ROLE_ABOUT[name])) for name in roles_of_side(side)]


def _tabs(everybody: Sequence[Person], chosen: str) -> list[dict[str, object]]:
    return [
        {
            "label": gettext(label),
            "url": url_for("people.index", tab=key or None),
            "current": key == chosen,
            "count": sum(_belongs(person, key) for person in everybody),
        }
        for key, label in _TABS
    ]


def _belongs(person: Person, tab: str) -> bool:
    return {
        "own": person.is_own,
        "partners": not person.is_own,
        "invited": person.state is PersonState.INVITED,
    }.get(tab, True)
