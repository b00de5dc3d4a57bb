"""My account: who I am here, where I am signed in, my password."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from causeway.portal.web.access import signed_in, visitor
from causeway.portal.web.account.blueprint import blueprint
from causeway.portal.web.account.devices import device_of
from causeway.portal.web.account.door import origin, too_many_attempts
from causeway.portal.web.forms import Form, Password
from causeway.portal.web.i18n import gettext, ngettext
from causeway.portal.web.problems import explain
from causeway.portal.web.requests import session_policy
from causeway.portal.web.toasts import toast
from causeway.tenants.auth import sessions
from causeway.tenants.auth.passwords import TooBusyError
from causeway.tenants.auth.sign_in import Refusal
from causeway.tenants.auth.sign_in import change_password as change
from causeway.tenants.errors import DomainError


class ChangePasswordSchema(Schema):
    """The present password and the next."""

    current = Password()
    new = Password()


@blueprint.get("/account")
@signed_in
def index() -> ResponseReturnValue:
    """Everything that belongs to the person and to nobody else."""
    return _page(Form())


@blueprint.post("/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """A new password; the person's other sessions end."""
    form = Form.sent()
    given = form.load(ChangePasswordSchema())
    if given is not None and _change(form, given["current"], given["new"]):
        toast(gettext("The new password is in force. Your other sessions have ended."))
        return redirect(url_for("account.index"), 303)
    return _page(form), 422


@blueprint.post("/account/sessions/<uuid:session_id>/end")
@signed_in
def end_session(session_id: UUID) -> ResponseReturnValue:
    """One session less."""
    sessions.revoke_session(visitor(), session_id)
    toast(gettext("The session has ended."))
    return redirect(url_for("account.index"), 303)


@blueprint.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """Signed in here and nowhere else."""
    ended = sessions.revoke_other_sessions(visitor())
    toast(ngettext("%(num)d session has ended.", "%(num)d sessions have ended.", ended))
    return redirect(url_for("account.index"), 303)


def _change(form: Form, current: str, new: str) -> bool:
    try:
        refused = change(visitor(), current, new, origin())
    except DomainError as error:
        form.errors["new"] = explain(error)
        return False
    except TooBusyError as error:
        form.problem = explain(error)
        return False
    if refused is None:
        return True
    if refused.reason is Refusal.THROTTLED and refused.retry_at is not None:
        form.problem = too_many_attempts(refused.retry_at)
    else:
        form.errors["current"] = gettext("This is not your present password.")
    return False


def _page(form: Form) -> str:
    rows = sessions.list_sessions(visitor().user_id, session_policy())
    listed = [(row, device_of(row.user_agent), row.id == visitor().id) for row in rows]
    return render_template("account/index.html", form=form, sessions=listed, person=visitor())
