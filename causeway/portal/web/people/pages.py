"""The list of people and one person's page."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from causeway.portal.web import texts
from causeway.portal.web.access import db_session, needs, visitor
from causeway.portal.web.forms import Form
from causeway.portal.web.i18n import gettext, mark, ngettext
from causeway.portal.web.paging import capped, place_of, steps_of
from causeway.portal.web.people.blueprint import blueprint
from causeway.tenants.auth.people import (
    Group,
    Person,
    PersonState,
    count_people,
    get_person,
    key_of_person,
    page_of_people,
)
from causeway.tenants.context import Role as Side
from causeway.tenants.keyset import Page
from causeway.tenants.permissions import Permission, roles_of_side

STATES = {
    PersonState.ACTIVE: (mark("active"), "ok"),
    PersonState.INVITED: (mark("invited"), "warn"),
    PersonState.DISABLED: (mark("disabled"), ""),
}
_TABS = (
    (Group.ALL, mark("All people")),
    (Group.OWN, mark("Own staff")),
    (Group.PARTNERS, mark("Partners' people")),
    (Group.INVITED, mark("Not joined yet")),
)


@blueprint.get("")
@needs(Permission.PEOPLE_MANAGE)
def index() -> ResponseReturnValue:
    """Everybody, by company and name, one page at a time."""
    session = db_session()
    group = next((one for one in Group if one == request.args.get("tab")), Group.ALL)
    place = place_of(request.args)
    beside = place.beside(*key_of_person(session, place.row_id)) if place else None
    page = page_of_people(session, group, beside=beside)
    return render_template(
        "people/index.html",
        people=page.rows,
        tabs=_tabs(group),
        chosen=_tab(group),
        steps=steps_of(page, [person.membership_id for person in page.rows]),
        states=STATES,
        role_words=texts.roles,
        count=_count_text(page),
    )


def _count_text(page: Page[Person]) -> str:
    if page.has_previous or page.has_next:
        return ngettext("%(num)d person on this page", "%(num)d people on this page", len(page.rows))
    return ngettext("%(num)d person", "%(num)d people", len(page.rows))


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


def _tabs(chosen: Group) -> list[dict[str, object]]:
    counts = count_people(db_session())
    return [
        {
            "label": gettext(label),
            "url": url_for("people.index", tab=_tab(group)),
            "current": group is chosen,
            "count": capped(counts[group]),
        }
        for group, label in _TABS
    ]


def _tab(group: Group) -> str | None:
    return None if group is Group.ALL else group.value
