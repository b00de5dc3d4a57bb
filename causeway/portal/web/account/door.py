"""The pages before somebody is in: sign-in, the invitation, the new password; and the choice among several places."""

from datetime import datetime
from math import ceil
from uuid import UUID

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from causeway.portal.web.access import find_visitor, public, safe_next, signed_in, visitor
from causeway.portal.web.account.blueprint import blueprint
from causeway.portal.web.forms import Email, Form, Password
from causeway.portal.web.i18n import gettext, ngettext
from causeway.portal.web.problems import explain
from causeway.portal.web.requests import cookies, session_policy
from causeway.portal.web.toasts import toast
from causeway.tenants import clock
from causeway.tenants.auth import links, sessions
from causeway.tenants.auth.passwords import TooBusyError
from causeway.tenants.auth.places import list_places
from causeway.tenants.auth.sessions import NewSession, Origin
from causeway.tenants.auth.sign_in import Refusal, Refused, SignedIn, Step
from causeway.tenants.auth.sign_in import sign_in as check_sign_in
from causeway.tenants.errors import CausewayError, DomainError


class SignInSchema(Schema):
    """What is asked at the door."""

    email = Email()
    password = Password()


class NewPasswordSchema(Schema):
    """A password, chosen."""

    password = Password()


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The sign-in page; somebody who is in already goes on."""
    target = safe_next(request.args.get("next"), url_for("home.index"))
    if find_visitor() is not None:
        return redirect(target, 303)
    return render_template("account/sign_in.html", form=Form(), next=target)


@blueprint.post("/sign-in")
@public
def do_sign_in() -> ResponseReturnValue:
    """In, or the page again with what is wrong."""
    target = safe_next(request.form.get("next"), url_for("home.index"))
    form = Form.sent()
    given = form.load(SignInSchema())
    if given is not None:
        step = check_sign_in(given["email"], given["password"], origin(), policy=session_policy())
        if isinstance(step, SignedIn):
            return _enter(step, target)
        form.problem = _refusal(step)
    return _again("account/sign_in.html", form, next=target)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Out: the session ends on the server, whatever becomes of the cookie."""
    sessions.sign_out(visitor())
    response = make_response(redirect(url_for("account.sign_in"), 303))
    cookies().remove(response, cookies().session)
    toast(gettext("You have signed out."))
    return response


@blueprint.get("/places")
@signed_in
def places() -> ResponseReturnValue:
    """The companies the person may work at."""
    target = safe_next(request.args.get("next"), url_for("home.index"))
    found = list_places(visitor().user_id)
    return render_template("account/places.html", places=found, current=visitor().membership_id, next=target)


@blueprint.post("/places/<uuid:membership_id>")
@signed_in
def choose_place(membership_id: UUID) -> ResponseReturnValue:
    """Go on at that company, with a new session."""
    target = safe_next(request.form.get("next"), url_for("home.index"))
    if membership_id == visitor().membership_id:
        return redirect(target, 303)
    return _with_session(
        redirect(url_for("home.index"), 303), sessions.switch_place(visitor(), membership_id, origin())
    )


@blueprint.get("/welcome/<token>")
@public
def welcome(token: str) -> ResponseReturnValue:
    """The page behind an invitation."""
    holder = links.find_invitation(token)
    if holder is None:
        return render_template("account/link_gone.html"), 404
    return render_template("account/welcome.html", form=Form(), holder=holder, token=token)


@blueprint.post("/welcome/<token>")
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Joined and in, or the page again with what is wrong."""
    holder = links.find_invitation(token)
    if holder is None:
        return render_template("account/link_gone.html"), 404
    form = Form.sent()
    given = form.load(NewPasswordSchema())
    if given is not None:
        try:
            step = links.accept_invitation(token, given["password"], origin(), session_policy())
        except (DomainError, TooBusyError) as error:
            _tell(form, error)
        else:
            if isinstance(step, SignedIn):
                toast(gettext("Welcome to %(tenant)s.", tenant=holder.tenant_name))
                return _with_session(redirect(url_for("home.index"), 303), step.session)
            form.problem = _refusal(step)
    return _again("account/welcome.html", form, holder=holder, token=token)


@blueprint.get("/reset/<token>")
@public
def reset(token: str) -> ResponseReturnValue:
    """The page behind a link for a new password."""
    holder = links.find_reset(token)
    if holder is None:
        return render_template("account/link_gone.html"), 404
    return render_template("account/reset.html", form=Form(), holder=holder, token=token)


@blueprint.post("/reset/<token>")
@public
def reset_password(token: str) -> ResponseReturnValue:
    """The new password is in force, or the page again with what is wrong."""
    holder = links.find_reset(token)
    if holder is None:
        return render_template("account/link_gone.html"), 404
    form = Form.sent()
    given = form.load(NewPasswordSchema())
    if given is not None:
        try:
            links.reset_password(token, given["password"], origin())
        except (DomainError, TooBusyError) as error:
            _tell(form, error)
        else:
            toast(gettext("The new password is in force. Sign in with it."))
            return redirect(url_for("account.sign_in"), 303)
    return _again("account/reset.html", form, holder=holder, token=token)


def too_many_attempts(retry_at: datetime) -> str:
    """The sentence for somebody who has to wait, in whole minutes."""
    minutes = max(1, ceil((retry_at - clock.now()).total_seconds() / 60))
    return ngettext(
        "Too many attempts. Try again in %(num)d minute.",
        "Too many attempts. Try again in %(num)d minutes.",
        minutes,
    )


def origin() -> Origin:
    """Where this request came from, for the throttle, the audit and the list of sessions."""
    return Origin(ip=request.remote_addr, user_agent=request.headers.get("User-Agent"))


def _enter(step: SignedIn, target: str) -> Response:
    several = len(step.places) > 1
    onward = url_for("account.places", next=target) if several else target
    return _with_session(redirect(onward, 303), step.session)


def _with_session(response: ResponseReturnValue, session: NewSession) -> Response:
    answer = make_response(response)
    # It ends with the browser; how long it lives beyond that is the server's business.
    cookies().set(answer, cookies().session, session.token, max_age=None)
    cookies().remove(answer, cookies().visit)
    return answer


def _tell(form: Form, error: CausewayError) -> None:
    if error.code.startswith("password_"):
        form.errors["password"] = explain(error)
    else:
        form.problem = explain(error)


def _refusal(step: Step) -> str:
    if not isinstance(step, Refused):
        return gettext("This account needs a second proof, which this portal cannot ask for yet.")
    if step.reason is Refusal.THROTTLED and step.retry_at is not None:
        return too_many_attempts(step.retry_at)
    return {
        Refusal.CREDENTIALS: gettext("E-mail address and password do not fit together. Check both."),
        Refusal.THROTTLED: gettext("Too many attempts. Wait a moment, then try again."),
        Refusal.NO_PLACE: gettext(
            "Your account is not open at any company. Ask the administrator who invited you."
        ),
        Refusal.BUSY: gettext("Too many people are signing in at this moment. Try again in a few seconds."),
    }[step.reason]


def _again(template: str, form: Form, **values: object) -> tuple[str, int]:
    return render_template(template, form=form, **values), 422
