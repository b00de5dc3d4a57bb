"""The queue of unknown codes, one unknown code with what it may stand for, and the code tables."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from causeway.gateway.exchanges.models import Message
from causeway.portal.domain.codes import queries, service
from causeway.portal.domain.codes.errors import CodeAlreadyResolvedError, CodeTakenError, InvalidTargetError
from causeway.portal.domain.codes.models import CodeKind
from causeway.portal.domain.codes.queries import Candidate, UnknownRow
from causeway.portal.web import waiting
from causeway.portal.web.access import db_session, needs
from causeway.portal.web.codes import targets, words
from causeway.portal.web.forms import Form
from causeway.portal.web.i18n import gettext, ngettext
from causeway.portal.web.orders.units import unit_name
from causeway.portal.web.paging import beside_of, place_of, steps_of, tab_count
from causeway.portal.web.toasts import toast
from causeway.tenants.errors import NotFoundError
from causeway.tenants.models import Organization
from causeway.tenants.permissions import Permission

blueprint = Blueprint("codes", __name__, url_prefix="/codes", template_folder="templates")
TABLES = (CodeKind.PARTY, CodeKind.SITE, CodeKind.ITEM, CodeKind.UNIT)
_SHOWN_MESSAGES = 20


@blueprint.get("")
@needs(Permission.CODES_MANAGE)
def index() -> ResponseReturnValue:
    """The codes that somebody has to explain, oldest first."""
    kind = _kind(request.args.get("kind"), *CodeKind)
    place = place_of(request.args)
    page = queries.list_unknown(db_session(), kind=kind, beside=beside_of(place))
    return render_template(
        "codes/index.html",
        rows=page.rows,
        kind=kind,
        kinds=[(one, words.kind_name(one)) for one in CodeKind],
        steps=steps_of(page, [row.id for row in page.rows]),
        place=place,
        **_common("unknown"),
    )


@blueprint.get("/unknown/<uuid:unknown_id>")
@needs(Permission.CODES_MANAGE)
def unknown(unknown_id: UUID) -> ResponseReturnValue:
    """One unknown code: where it was seen, what waits for it, what it may stand for."""
    return _unknown_page(queries.get_unknown(db_session(), unknown_id), Form())


@blueprint.post("/unknown/<uuid:unknown_id>/resolve")
@needs(Permission.CODES_MANAGE)
def resolve(unknown_id: UUID) -> ResponseReturnValue:
    """Explain the code; what waited only for it goes on."""
    session = db_session()
    row = queries.get_unknown(session, unknown_id)
    chosen = request.form.get("target", "")
    if row.kind is CodeKind.FACTOR:
        target_id, target_code = None, request.form.get("factor", "").strip() or targets.target_of(chosen)[1]
    else:
        target_id, target_code = targets.target_of(chosen)
    try:
        with session.begin_nested():
            resolved = service.resolve(session, unknown_id, target_id=target_id, target_code=target_code)
    except CodeAlreadyResolvedError:
        toast(gettext("Somebody else explained this code a moment ago."), "bad")
        return redirect(url_for("codes.index"), 303)
    except (InvalidTargetError, NotFoundError, CodeTakenError) as error:
        form = Form.sent()
        form.problem = _problem_text(row, error)
        return _unknown_page(row, form), 422
    toast(_released_text(resolved.released))
    return redirect(url_for("codes.index"), 303)


@blueprint.post("/unknown/<uuid:unknown_id>/recheck")
@needs(Permission.CODES_MANAGE)
def recheck(unknown_id: UUID) -> ResponseReturnValue:
    """Look the code up once more, as after an item or a site was added."""
    try:
        released = service.recheck(db_session(), unknown_id)
    except CodeAlreadyResolvedError:
        toast(gettext("Somebody else explained this code a moment ago."), "bad")
    else:
        toast(ngettext("%(num)d message is tried again.", "%(num)d messages are tried again.", released))
    return redirect(url_for("codes.index"), 303)


@blueprint.get("/tables/<kind>")
@needs(Permission.CODES_MANAGE)
def table(kind: str) -> ResponseReturnValue:
    """One code table, all owners or one."""
    return _table_page(_table_kind(kind), Form())


@blueprint.post("/tables/<kind>")
@needs(Permission.CODES_MANAGE)
def add(kind: str) -> ResponseReturnValue:
    """One more row of the table."""
    table_kind = _table_kind(kind)
    session = db_session()
    form = Form.sent()
    found = targets.find_exact(session, table_kind, form.value("target"))
    if found is None:
        form.errors["target"] = gettext("Nothing has exactly this code or name. Choose one of those offered.")
    if not form.value("code").strip():
        form.errors["code"] = gettext("Enter the code as the partner writes it.")
    owner_id = _uuid(form.value("owner"))
    if owner_id is None or session.scalar(select(Organization.id).where(Organization.id == owner_id)) is None:
        form.errors["owner"] = gettext("Choose whose documents the code stands in.")
    if form.value("scheme") not in words.SCHEMES_OF_KIND[table_kind]:
        form.errors["scheme"] = gettext("Choose the list that the code is from.")
    if form.errors or found is None or owner_id is None:
        return _table_page(table_kind, form), 422
    code = service.Code(table_kind, owner_id, form.value("scheme"), form.value("code").strip())
    try:
        with session.begin_nested():
            resolved = service.add_entry(
                session, code, target_id=found.target_id, target_code=found.target_code
            )
    except CodeTakenError:
        form.errors["code"] = gettext("This code stands for something else already. Remove that row first.")
        return _table_page(table_kind, form), 422
    toast(_released_text(resolved.released) if resolved else gettext("The code was added."))
    return redirect(url_for("codes.table", kind=table_kind.value, owner=owner_id), 303)


@blueprint.post("/tables/<kind>/<uuid:entry_id>/remove")
@needs(Permission.CODES_MANAGE)
def remove(kind: str, entry_id: UUID) -> ResponseReturnValue:
    """Take a row out of the table; orders keep what it meant when they came."""
    try:
        service.remove_entry(db_session(), entry_id)
    except NotFoundError:
        toast(gettext("Somebody else removed this row a moment ago."), "bad")
    else:
        toast(gettext("The code was removed."))
    return redirect(
        url_for("codes.table", kind=_table_kind(kind).value, owner=request.form.get("owner")), 303
    )


def _unknown_page(row: UnknownRow, form: Form) -> str:
    session = db_session()
    typed = request.args.get("q", "").strip()
    found = targets.search(session, row.kind, typed)
    known = {(one.target_id, one.target_code) for one in found}
    offered = [
        *found,
        *(one for one in queries.suggest(session, row) if (one.target_id, one.target_code) not in known),
    ]
    waiting = queries.list_waiting_messages(session, row.id, limit=_SHOWN_MESSAGES)
    messages = session.scalars(select(Message).where(Message.id.in_(waiting)).order_by(Message.id)).all()
    return render_template(
        "codes/unknown.html",
        row=row,
        form=form,
        typed=typed,
        found_nothing=bool(typed) and not found,
        candidates=[
            (targets.option_of(one), _named(row.kind, one), words.why_name(one.why)) for one in offered
        ],
        chosen=form.value("target") or _certain(offered),
        messages=messages,
        question=words.question(row.kind),
        **_common("unknown"),
    )


def _certain(offered: Sequence[Candidate]) -> str:
    """The option that may be chosen beforehand: the one of the same GTIN. A likeness is for a person to judge."""
    same = [one for one in offered if one.why == "same_gtin"]
    return targets.option_of(same[0]) if len(same) == 1 else ""


def _named(kind: CodeKind, candidate: Candidate) -> Candidate:
    """The candidate with its unit in the reader's words."""
    if kind is not CodeKind.UNIT or candidate.target_code is None:
        return candidate
    return Candidate(
        None, candidate.target_code, candidate.code, unit_name(candidate.target_code), candidate.why
    )


def _table_page(kind: CodeKind, form: Form) -> str:
    session = db_session()
    owner_id = _uuid(request.args.get("owner"))
    # The code stands in the address beside the id: the row may have been removed since.
    place, code = place_of(request.args), request.args.get("code")
    page = queries.list_entries(
        session,
        kind=kind,
        owner_id=owner_id,
        beside=place.beside(code, place.row_id) if place and code else None,
    )
    steps = steps_of(page, [row.id for row in page.rows])
    owners = session.execute(
        select(Organization.id, Organization.name)
        .order_by(Organization.name_sort, Organization.id)
        .limit(500)
    ).all()
    return render_template(
        "codes/table.html",
        kind=kind,
        rows=page.rows,
        previous=steps.previous | {"code": page.rows[0].code} if steps.previous else None,
        next=steps.next | {"code": page.rows[-1].code} if steps.next else None,
        owner_id=owner_id,
        owners=[(one.id, one.name) for one in owners],
        form=form,
        schemes=[(scheme, words.scheme_name(scheme)) for scheme in words.SCHEMES_OF_KIND[kind]],
        offered=targets.offered(session, kind),
        **_common(kind.value),
    )


def _common(current: str) -> dict[str, Any]:
    unknown = queries.count_unknown(db_session())
    waiting.keep(codes=unknown)
    tabs = [
        {
            "label": gettext("Unknown"),
            "url": url_for("codes.index"),
            "current": current == "unknown",
            "count": tab_count(unknown),
        },
        *(
            {
                "label": words.table_name(kind),
                "url": url_for("codes.table", kind=kind.value),
                "current": current == kind.value,
                "count": None,
            }
            for kind in TABLES
        ),
    ]
    return {"tabs": tabs, "words": words, "unit_name": unit_name}


def _released_text(released: int) -> str:
    if not released:
        return gettext("The code is explained.")
    return ngettext("%(num)d message goes on.", "%(num)d messages go on.", released)


def _problem_text(row: UnknownRow, error: Exception) -> str:
    if isinstance(error, CodeTakenError):
        return gettext("This code stands for something else already. Remove that row first.")
    if row.kind is CodeKind.FACTOR:
        return gettext("Enter a number above zero, or a fraction such as 1/12.")
    return gettext("Choose what the code stands for.")


def _kind(value: str | None, *allowed: CodeKind) -> CodeKind | None:
    return next((kind for kind in allowed if kind.value == value), None)


def _table_kind(value: str) -> CodeKind:
    kind = _kind(value, *TABLES)
    if kind is None:
        raise NotFoundError("there is no such code table")
    return kind


def _uuid(value: str | None) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
