"""Taking away what sign-in leaves behind: sessions, links and counters that are long over."""

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete

from causeway.tenants import clock
from causeway.tenants.auth.models import SingleUseToken
from causeway.tenants.auth.sessions import prune_sessions
from causeway.tenants.auth.throttle import prune_throttles
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.db import unit_of_work

# Who signed in when stands in the audit; the rows themselves are kept only for the person's own list.
KEEP_SESSIONS = timedelta(days=30)
KEEP_LINKS = timedelta(days=30)
KEEP_COUNTERS = timedelta(days=1)


def prune() -> int:
    """Delete what is over for longer than it is kept; how many rows. For a scheduler, a few times a day."""
    now = clock.now()
    with unit_of_work(IDENTITY_SCOPE) as session:
        links = session.execute(delete(SingleUseToken).where(SingleUseToken.expires_at < now - KEEP_LINKS))
        return (
            prune_sessions(session, now - KEEP_SESSIONS)
            + prune_throttles(session, now - KEEP_COUNTERS)
            + cast("CursorResult[Any]", links).rowcount
        )
