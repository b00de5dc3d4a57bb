"""The pages of messages: list, files, inspector, downloads, and what a person may do to a message."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from causeway.gateway.exchanges import queries
from causeway.gateway.exchanges.models import Direction, Message, Transmission
from causeway.gateway.formats.x12.second_opinion import installed
from causeway.portal.web import waiting
from causeway.portal.web.access import db_session, is_fragment, may, needs, visitor
from causeway.portal.web.formats import format_day, zone
from causeway.portal.web.i18n import current_locale, gettext, mark
from causeway.portal.web.messages import actions, facts, files, inspection, listing, words
from causeway.portal.web.messages.inspection import View
from causeway.portal.web.messages.listing import Filters, Tab
from causeway.portal.web.messages.reasons import reason_sentence
from causeway.portal.web.messages.second_opinion import second_opinion_on
from causeway.portal.web.messages.visible import file_name, plain, visible
from causeway.portal.web.paging import place_of, steps_of, tab_count
from causeway.portal.web.toasts import toast
from causeway.tenants import audit
from causeway.tenants.keyset import Page
from causeway.tenants.permissions import Permission

blueprint = Blueprint("messages", __name__, url_prefix="/messages", template_folder="templates")
blueprint.add_app_template_filter(visible, "visible")
blueprint.add_app_template_filter(plain, "plain_text")
LONGEST_REASON = 500


@blueprint.get("")
@needs(Permission.MESSAGES_READ)
def index() -> ResponseReturnValue:
    """The list of messages, or of the files that never became messages."""
    session = db_session()
    tab = next((one for one in Tab if one == request.args.get("tab")), Tab.ALL)
    filters = Filters.from_args(request.args)
    place = place_of(request.args)
    common: dict[str, Any] = {"tab": tab, "tabs": _tabs(tab, filters), "filters": filters, "place": place}
    if tab is Tab.FILES:
        files_page = listing.list_files(session, place=place)
        names = listing.names_of(session, (row.partner_id for row in files_page.rows))
        ways = _ways(tab, filters, files_page)
        return render_template(
            "messages/files.html", rows=files_page.rows, names=names, **common, **ways, **_words()
        )
    page = listing.list_page(session, tab, filters, zone=zone(), place=place)
    names = listing.names_of(session, (row.partner_id for row in page.rows))
    partners = listing.partners(session) if visitor().is_staff else []
    return render_template(
        "messages/index.html",
        rows=page.rows,
        names=names,
        controls=listing.interchange_numbers(page.rows),
        partners=partners,
        chips=_chips(tab, filters, dict(partners)),
        **_ways(tab, filters, page),
        **common,
        **_words(),
    )


@blueprint.get("/<uuid:message_id>")
@needs(Permission.MESSAGES_READ)
def show(message_id: UUID) -> ResponseReturnValue:
    """One message: what it is, what is wrong with it, what was answered, and its segments."""
    return _message_page(queries.get_message(db_session(), message_id))


@blueprint.get("/<uuid:message_id>/pane")
@needs(Permission.MESSAGES_READ)
def pane(message_id: UUID) -> ResponseReturnValue:
    """One message as it stands beside the list; the whole page for whoever asks for more than a part of one."""
    if not is_fragment():
        return redirect(url_for("messages.show", message_id=message_id), 303)
    page = queries.get_message(db_session(), message_id)
    return render_template("messages/pane.html", **_message_values(page, View.RAW))


@blueprint.get("/<uuid:message_id>/raw")
@needs(Permission.MESSAGES_RAW)
def raw(message_id: UUID) -> ResponseReturnValue:
    """The message's own bytes as a file."""
    session = db_session()
    row = queries.get_message(session, message_id).message
    content = queries.message_bytes(row)
    audit.record(session, "message.downloaded", "message", row.id, document=row.document)
    parts = (row.document, row.business_number, row.control_number)
    return _download(content, "-".join(part for part in parts if part))


@blueprint.get("/<uuid:message_id>/second-opinion")
@needs(Permission.MESSAGES_RAW)
def second_opinion(message_id: UUID) -> ResponseReturnValue:
    """What pyx12 says of the message, beside what we say; it runs only here, when somebody asks."""
    page = queries.get_message(db_session(), message_id)
    return render_template(
        "messages/second_opinion.html",
        message=page.message,
        opinion=second_opinion_on(page, "zh_CN" if current_locale() == "zh_CN" else "en"),
        page_size=inspection.SEGMENTS_PER_PAGE,
        **_words(),
    )


@blueprint.post("/<uuid:message_id>/release")
@needs(Permission.MESSAGES_RELEASE)
def release(message_id: UUID) -> ResponseReturnValue:
    """Let a held message go on, with the reason for doing so."""
    return _act(message_id, actions.let_message_go, gettext("The message goes on."))


@blueprint.post("/<uuid:message_id>/replay")
@needs(Permission.MESSAGES_RELEASE)
def replay(message_id: UUID) -> ResponseReturnValue:
    """Process a message once more from its bytes, with the reason for doing so."""
    return _act(message_id, actions.let_message_go, gettext("The message is processed once more."))


@blueprint.get("/files/<uuid:transmission_id>")
@needs(Permission.MESSAGES_READ)
def file(transmission_id: UUID) -> ResponseReturnValue:
    """One file that came in: why it waits, what it holds, and the one it contradicts."""
    return _file_page(queries.get_delivery(db_session(), transmission_id))


@blueprint.get("/files/<uuid:transmission_id>/raw")
@needs(Permission.MESSAGES_RAW)
def file_raw(transmission_id: UUID) -> ResponseReturnValue:
    """The whole file as it came."""
    session = db_session()
    row = queries.get_delivery(session, transmission_id).transmission
    content = queries.transmission_bytes(session, transmission_id)
    audit.record(session, "transmission.downloaded", "transmission", row.id)
    return _download(content, f"file-{row.at:%Y%m%d-%H%M%S}")


@blueprint.post("/files/<uuid:transmission_id>/release")
@needs(Permission.MESSAGES_RELEASE)
def release_file(transmission_id: UUID) -> ResponseReturnValue:
    """Let a held file go on."""
    return _act_on_file(transmission_id, actions.let_file_go, gettext("The file goes on."))


@blueprint.post("/files/<uuid:transmission_id>/dismiss")
@needs(Permission.MESSAGES_RELEASE)
def dismiss_file(transmission_id: UUID) -> ResponseReturnValue:
    """Lay a held file aside for good; its bytes stay."""
    return _act_on_file(transmission_id, actions.dismiss_file, gettext("The file was dismissed."))


def _act(message_id: UUID, action: actions.MessageAction, done: str) -> ResponseReturnValue:
    session = db_session()
    page = queries.get_message(session, message_id)
    reason = _reason()
    if reason is None:
        return _message_page(page, problem=gettext("Say in a few words why you do this.")), 422
    if action(session, page.message, reason):
        toast(done)
    else:
        toast(gettext("The message does not wait any more; somebody was faster."), "bad")
    return redirect(url_for("messages.show", message_id=message_id), 303)


def _act_on_file(transmission_id: UUID, action: actions.FileAction, done: str) -> ResponseReturnValue:
    session = db_session()
    delivery = queries.get_delivery(session, transmission_id)
    reason = _reason()
    if reason is None:
        return _file_page(delivery, problem=gettext("Say in a few words why you do this.")), 422
    if action(session, delivery.transmission, reason):
        toast(done)
    else:
        toast(gettext("The file does not wait any more; somebody was faster."), "bad")
    return redirect(url_for("messages.file", transmission_id=transmission_id), 303)


def _reason() -> str | None:
    text = " ".join(request.form.get("reason", "").split())
    return text[:LONGEST_REASON] or None


def _message_page(page: queries.MessagePage, problem: str | None = None) -> str:
    row = page.message
    wanted = next((view for view in View if view == request.args.get("view")), None)
    return render_template(
        "messages/message.html",
        **_message_values(page, wanted),
        can_release=may(Permission.MESSAGES_RELEASE) and actions.can_release(row),
        can_replay=may(Permission.MESSAGES_RELEASE) and actions.can_replay(row),
        problem=problem,
    )


def _message_values(page: queries.MessagePage, wanted: View | None) -> dict[str, Any]:
    """What the templates of a message know of it."""
    session = db_session()
    row = page.message
    may_see_bytes = may(Permission.MESSAGES_RAW)
    seen = inspection.inspect(
        session,
        page,
        wanted=wanted,
        leaf_number=request.args.get("page", 1, type=int),
        may_see_bytes=may_see_bytes,
        locale="zh_CN" if current_locale() == "zh_CN" else "en",
    )
    chain = sorted([row, *page.linked], key=lambda one: one.id)
    return {
        "page": page,
        "message": row,
        "seen": seen,
        "facts": facts.three_facts(page, seen.fault_count, len(seen.faults) - seen.fault_count),
        "chain": chain,
        "names": listing.names_of(session, {row.partner_id, row.exchanged_with_id}),
        "may_see_bytes": may_see_bytes,
        "can_ask_pyx12": may_see_bytes and seen.segments and installed(),
        "page_size": inspection.SEGMENTS_PER_PAGE,
        **_words(),
    }


def _file_page(delivery: queries.DeliveryPage, problem: str | None = None) -> str:
    session = db_session()
    row = delivery.transmission
    return render_template(
        "messages/file.html",
        file=row,
        messages=delivery.messages,
        name=listing.names_of(session, [row.partner_id]).get(row.partner_id),
        shown=files.show(session, row) if may(Permission.MESSAGES_RAW) else None,
        can_act=may(Permission.MESSAGES_RELEASE) and actions.can_act_on(row),
        problem=problem,
        **_words(),
    )


def _download(content: bytes, name: str) -> Response:
    """An attachment; the name once in ASCII for old clients and once as it is (RFC 6266)."""
    full = file_name(name) + ".edi"
    plain_name = full.encode("ascii", "replace").decode().replace("?", "_")
    response = Response(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(full, safe='')}"
    )
    return response


_TAB_LABELS = {
    Tab.ALL: mark("All"),
    Tab.HELD: mark("Held"),
    Tab.REJECTED: mark("Rejected"),
    Tab.FAILED: mark("Failed"),
    Tab.PENDING: mark("Waiting to be sent"),
    Tab.OVERDUE: mark("Overdue"),
    Tab.FILES: mark("Files"),
}


def _tabs(current: Tab, filters: Filters) -> list[dict[str, Any]]:
    counts = listing.count_tabs(db_session())
    waiting.keep(messages=counts[Tab.HELD])
    return [
        {
            "label": gettext(_TAB_LABELS[tab]),
            "url": _list_url(tab, filters),
            "current": tab is current,
            "count": tab_count(counts.get(tab, 0)),
            "tone": "bad" if tab in {Tab.FAILED, Tab.OVERDUE} and counts.get(tab) else "",
        }
        for tab in Tab
    ]


def _ways(tab: Tab, filters: Filters, page: Page[Any]) -> dict[str, str | None]:
    """The addresses of the pages beside this one."""
    steps = steps_of(page, [row.id for row in page.rows])
    return {
        "previous_url": _list_url(tab, filters, **steps.previous) if steps.previous else None,
        "next_url": _list_url(tab, filters, **steps.next) if steps.next else None,
    }


def _list_url(tab: Tab, filters: Filters, **place: Any) -> str:
    """The tab with the filters that stand; files have none of them."""
    values: dict[str, Any] = place if tab is Tab.FILES else {**filters.as_args(), **place}
    return url_for("messages.index", tab=None if tab is Tab.ALL else tab.value, **values)


def _chips(tab: Tab, filters: Filters, partners: dict[UUID, str]) -> list[tuple[str, str]]:
    """The filters that are on, each with the address that takes it off."""
    labels = {
        "document": gettext("Document: %(value)s", value=filters.document),
        "direction": words.direction_name(filters.direction) if filters.direction else "",
        "partner": partners.get(filters.partner_id, "") if filters.partner_id else "",
        "order": gettext("Order number: %(value)s", value=plain(filters.order_number)),
        "control": gettext("Control number: %(value)s", value=plain(filters.control_number)),
        "from": gettext("From %(day)s", day=format_day(filters.first_day)),
        "to": gettext("Until %(day)s", day=format_day(filters.last_day)),
    }
    args = filters.as_args()
    chips = []
    for name in args:
        rest: dict[str, Any] = {key: value for key, value in args.items() if key != name}
        url = url_for("messages.index", tab=None if tab is Tab.ALL else tab.value, **rest)
        chips.append((labels[name] or args[name], url))
    return chips


def _words() -> dict[str, Any]:
    return {
        "words": words,
        "reason_of": reason_of,
        "Direction": Direction,
    }


def reason_of(row: Message | Transmission) -> str | None:
    """Why the row stands where it stands, as a sentence."""
    return reason_sentence(row.reason, row.reason_data)
