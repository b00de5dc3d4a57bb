"""The routes of orders: the list, several orders at once, one order, its answer and the way back from it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from causeway.portal.domain.orders import queries, service
from causeway.portal.domain.orders.answers import Answer, AnswerAction
from causeway.portal.domain.orders.errors import (
    OrderAnsweredError,
    OrderChangedError,
    TokenReusedError,
    TooLateToUndoError,
)
from causeway.portal.domain.orders.models import Order, Response
from causeway.portal.domain.orders.page import OrderPage, Part, ResponseRow
from causeway.portal.domain.orders.queries import OrderFilter, Tab
from causeway.portal.web.access import db_session, is_fragment, needs, safe_next, visitor
from causeway.portal.web.i18n import gettext, mark
from causeway.portal.web.orders import address, answering, listing
from causeway.portal.web.orders.answering import Sent
from causeway.portal.web.orders.forms import LineEntry
from causeway.portal.web.orders.lines import Window, part_of
from causeway.portal.web.orders.page import OrderView, Typed, undo_url
from causeway.portal.web.problems import explain
from causeway.portal.web.toasts import toast
from causeway.tenants.db import get_or_404, unit_of_work
from causeway.tenants.errors import ConflictError, DomainError
from causeway.tenants.permissions import Permission

blueprint = Blueprint("orders", __name__, url_prefix="/orders", template_folder="templates")

MOST_AT_ONCE = queries.PAGE
_SEND = "send"
_WHOLE = {action.value for action in AnswerAction}
_SAID = {
    "accepted": mark("%(number)s: confirmed as requested."),
    "accepted_with_changes": mark("%(number)s: answered with changes."),
    "rejected": mark("%(number)s: rejected."),
    "withdrawn": mark("%(number)s: the answer was taken back."),
}


@blueprint.get("")
@needs(Permission.ORDERS_READ)
def index() -> ResponseReturnValue:
    """The list."""
    wanted = address.read_address(db_session(), request.args)
    return render_template("orders/list.html", view=listing.show_list(db_session(), wanted))


@blueprint.get("/search")
@needs(Permission.ORDERS_READ)
def search() -> ResponseReturnValue:
    """From the search box: to the order whose number that is, else to the list of those that begin with it."""
    text = request.args.get("q", "").strip()[:80]
    if not text:
        return redirect(url_for("orders.index"), 303)
    session = db_session()
    for direction in address.visible_directions(session):
        found = queries.list_orders(session, OrderFilter(direction, Tab.ALL, number_prefix=text), limit=2)
        if len(found.rows) == 1:
            return redirect(url_for("orders.show", order_id=found.rows[0].id), 303)
        if found.rows:
            return redirect(_search_results(text, direction.value), 303)
    return redirect(_search_results(text, None), 303)


def _search_results(text: str, direction: str | None) -> str:
    values: dict[str, Any] = {"direction": direction} if direction else {}
    return url_for("orders.index", q=text, state=Tab.ALL.value, **values)


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of one order of a selection."""

    number: str
    url: str
    text: str
    is_done: bool
    undo_url: str | None = None


@blueprint.post("/confirm")
@needs(Permission.ORDERS_ANSWER)
def confirm_selected() -> ResponseReturnValue:
    """Confirm the selected orders as requested, each in a transaction of its own, and say what became of each."""
    back = safe_next(request.form.get("back"), url_for("orders.index"))
    chosen = list(dict.fromkeys(request.form.getlist("order")))
    if not chosen:
        toast(gettext("Select at least one order first."), "bad")
        return redirect(back, 303)
    if len(chosen) > MOST_AT_ONCE:
        abort(400)
    token = Sent.of(request.form).token
    results = [_confirm(each, token) for each in chosen]
    done = sum(result.is_done for result in results)
    return render_template("orders/bulk_result.html", results=results, done=done, back=back)


def _confirm(chosen: str, token: str | None) -> BulkResult:
    identifier, _, versions = chosen.partition(".")
    version, _, answered = versions.partition(".")
    try:
        order_id, seen, known = UUID(identifier), int(version), int(answered or 0)
    except ValueError:
        abort(400)
    answer = Answer(action=AnswerAction.ACCEPT_ALL, client_token=token)
    url = url_for("orders.show", order_id=order_id)
    # Its own transaction: an order that was changed meanwhile must not take the others with it.
    with unit_of_work(visitor().scope(correlation_id=g.request_id)) as session:
        number = get_or_404(session, Order, order_id).number
    try:
        with unit_of_work(visitor().scope(correlation_id=g.request_id)) as session:
            response = service.respond(
                session, order_id, answer, expected_version=seen, expected_response=known
            )
    except DomainError as error:
        return BulkResult(number, url, explain(error), is_done=False)
    undo = undo_url(response) if service.can_undo(response) else None
    return BulkResult(number, url, gettext("Confirmed as requested"), is_done=True, undo_url=undo)


@blueprint.get("/<uuid:order_id>")
@needs(Permission.ORDERS_READ)
def show(order_id: UUID) -> ResponseReturnValue:
    """One order."""
    return _render(order_id, Typed())


@blueprint.get("/<uuid:order_id>/pane")
@needs(Permission.ORDERS_READ)
def pane(order_id: UUID) -> ResponseReturnValue:
    """One order as it stands beside the list; the whole page for whoever asks for more than a part of one."""
    if not is_fragment():
        return redirect(url_for("orders.show", order_id=order_id), 303)
    window = Window()
    page = queries.get_order(db_session(), order_id, part_of(window))
    return render_template("orders/pane.html", order=OrderView(db_session(), page, window, Typed()))


def _render(order_id: UUID, typed: Typed, status: int = 200) -> ResponseReturnValue:
    window = _window()
    page = queries.get_order(db_session(), order_id, part_of(window))
    g.order_direction = page.order.direction
    view = OrderView(db_session(), page, window, typed)
    page_text = render_template(
        "orders/order.html", order=view, problem=typed.problem, conflict=typed.conflict
    )
    return page_text, status


def _window() -> Window:
    number = request.args.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    return Window(max(1, page), request.args.get("lines") == "open")


@blueprint.post("/<uuid:order_id>/seen")
@needs(Permission.ORDERS_READ)
def mark_seen(order_id: UUID) -> ResponseReturnValue:
    """Note that the seller's side has the order before it; posted by the page itself, because reading changes nothing."""
    service.mark_seen(db_session(), order_id)
    return "", 204


@blueprint.post("/<uuid:order_id>/answer")
@needs(Permission.ORDERS_ANSWER)
def answer(order_id: UUID) -> ResponseReturnValue:
    """Answer the order, or draw its form anew after a press on one of the buttons beside a line."""
    form, sent = request.form, Sent.of(request.form)
    page = queries.get_order(db_session(), order_id, Part(ids=answering.lines_in(form)))
    before = _answered_before(page, sent)
    if before is not None:
        # The domain compares what was said then and now; it writes nothing in either case.
        return _respond(page, sent, {}, Answer(client_token=sent.token, said=sent.said))
    entries = {} if sent.action in _WHOLE else answering.read_entries(form, page)
    if page.order.version != sent.version:
        return _changed_meanwhile(page, entries, sent)
    since = answering.standing_since(page, sent.answered)
    if since is not None:
        return _answered_meanwhile(page, entries, sent, since)
    if sent.action in _WHOLE:
        return _respond(page, sent, entries, answering.whole_order_answer(form, sent))
    if sent.action == _SEND:
        return _send(page, sent, entries)
    if sent.action == "check":
        return _render(order_id, Typed(answering.checked(entries, page), token=sent.token))
    return _render(order_id, Typed(answering.with_row_button(entries, page, sent.action), token=sent.token))


def _answered_before(page: OrderPage, sent: Sent) -> ResponseRow | None:
    """The response that this form has made already: a second press on its button is not a second answer."""
    if sent.token is None:
        return None
    return next((each for each in page.responses if each.client_token == sent.token), None)


def _send(page: OrderPage, sent: Sent, typed: dict[UUID, LineEntry]) -> ResponseReturnValue:
    entries = answering.checked(typed, page)
    if answering.has_errors(entries.values()):
        problem = gettext("Nothing was sent yet. Correct the lines that are marked, then send again.")
    elif not answering.has_answers(entries.values()):
        problem = gettext("Nothing is answered yet. Accept, change or reject at least one line.")
    else:
        return _respond(page, sent, entries, answering.answer_of(entries, page, sent))
    return _render(page.order.id, Typed(entries, problem=problem, token=sent.token), 422)


def _respond(
    page: OrderPage, sent: Sent, entries: dict[UUID, LineEntry], given: Answer
) -> ResponseReturnValue:
    session, order_id = db_session(), page.order.id
    try:
        with session.begin_nested():
            response = service.respond(
                session, order_id, given, expected_version=sent.version, expected_response=sent.answered
            )
    except DomainError as error:
        # The buyer or a colleague may have been at it between our look and the lock: show what holds now.
        session.expire_all()
        return _refused(page, sent, entries, error)
    return _done(page, response)


def _refused(
    page: OrderPage, sent: Sent, entries: dict[UUID, LineEntry], error: DomainError
) -> ResponseReturnValue:
    page = queries.get_order(db_session(), page.order.id, Part(ids=tuple(line.row.id for line in page.lines)))
    since = answering.standing_since(page, sent.answered)
    if isinstance(error, OrderChangedError):
        return _changed_meanwhile(page, entries, sent)
    if isinstance(error, OrderAnsweredError) and since is not None:
        return _answered_meanwhile(page, entries, sent, since)
    status = 409 if isinstance(error, ConflictError) else 422
    # A form that said something else before is of no use any more; the page gets another token.
    token = None if isinstance(error, TokenReusedError) else sent.token
    return _render(page.order.id, Typed(entries, problem=explain(error), token=token), status)


def _changed_meanwhile(page: OrderPage, entries: dict[UUID, LineEntry], sent: Sent) -> ResponseReturnValue:
    kept = answering.after_change(entries, page, sent.version)
    conflict = answering.change_conflict(queries.changes_since(db_session(), page.order.id, sent.version))
    return _render(page.order.id, Typed(kept, conflict=conflict, token=sent.token), 409)


def _answered_meanwhile(
    page: OrderPage, entries: dict[UUID, LineEntry], sent: Sent, given: ResponseRow
) -> ResponseReturnValue:
    conflict = answering.answer_conflict(page, given)
    return _render(page.order.id, Typed(entries, conflict=conflict, token=sent.token), 409)


def _done(page: OrderPage, response: Response) -> ResponseReturnValue:
    undo = undo_url(response) if service.can_undo(response) else None
    toast(gettext(_SAID[response.outcome], number=page.order.number), undo_url=undo)
    here = url_for("orders.show", order_id=page.order.id, **_kept_window())
    return redirect(safe_next(request.form.get("back"), here), 303)


def _kept_window() -> dict[str, Any]:
    return {name: request.args[name] for name in ("page", "lines") if name in request.args}


@blueprint.post("/<uuid:order_id>/answers/<int(max=2147483647):version>/undo")
@needs(Permission.ORDERS_ANSWER)
def undo(order_id: UUID, version: int) -> ResponseReturnValue:
    """Take an answer back that has not left yet."""
    session = db_session()
    number = get_or_404(session, Order, order_id).number
    try:
        with session.begin_nested():
            service.undo_response(session, order_id, version)
    except TooLateToUndoError as error:
        toast(explain(error), "bad")
    else:
        toast(gettext("%(number)s: the answer was taken back.", number=number))
    return redirect(safe_next(request.form.get("back"), url_for("orders.show", order_id=order_id)), 303)
