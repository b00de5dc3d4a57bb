"""Sending the demo's files as the partners' systems would, and waiting until the orders can be seen."""

import json
import time
import urllib.request
from collections.abc import Callable

from sqlalchemy import func, select

from causeway.portal.demo import company as c
from causeway.portal.demo.documents import render
from causeway.portal.demo.preparing import Demo, connected
from causeway.portal.domain.orders.models import Order
from causeway.tenants import db
from causeway.tenants.context import Scope
from causeway.tenants.errors import SetupError

_PATIENCE_SECONDS = 60.0


def send(demo: Demo, base_url: str, progress: Callable[[str], None]) -> None:
    """Post every file to the inbound endpoint, then return once its orders can be seen.

    Files sent at an earlier start are recognised as copies. SetupError when the orders do not appear in time.
    """
    sent = copies = 0
    for system in c.SYSTEMS:
        for name in system.files:
            answer = _post(
                base_url, demo.keepsake.api_keys[system.company], render(name, demo.keepsake.anchor_moment)
            )
            copies += bool(answer["duplicate"])
            sent += 1
    progress(f"Posted {sent} X12 files to {base_url}/gateway/v1/inbound ({copies} were there already)")
    with connected(demo.database_url):
        _wait_for_orders(demo, progress)


def _post(base_url: str, key: str, content: bytes) -> dict[str, object]:
    request = urllib.request.Request(  # noqa: S310 - our own address
        f"{base_url}/gateway/v1/inbound",
        data=content,
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/edi-x12"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - our own address
        answer: dict[str, object] = json.load(response)
        return answer


def _wait_for_orders(demo: Demo, progress: Callable[[str], None]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    seen = 0
    while time.monotonic() < deadline:
        with db.unit_of_work(Scope(tenant_id=demo.tenant_id)) as session:
            seen = session.scalar(select(func.count()).select_from(Order)) or 0
        if seen >= c.VISIBLE_ORDERS:
            progress(f"{seen} orders can be seen")
            return
        time.sleep(0.1)
    raise SetupError(
        f"Only {seen} of the demo's {c.VISIBLE_ORDERS} orders appeared; 'causeway doctor' and the workers' logs in the "
        "data directory say why."
    )
