"""Pages: the CPU that the web processes spend on the order page and on the inbox, beside a bare page of the same stack.

The pages take turns, one request at a time with a real session; the CPU is read from the operating system, so that
what the other side of the machine does matters little.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from rich.console import Console
from sqlalchemy import select, text

from causeway.portal.domain.orders.models import Order
from causeway.tenants import db
from causeway.tenants.auth import people, sessions, sign_in
from causeway.tenants.auth.places import list_places
from causeway.tenants.context import IDENTITY_SCOPE
from causeway.tenants.permissions import RoleName
from tests.bench import load
from tests.bench.documents import purchase_order
from tests.bench.figures import Figure
from tests.bench.stack import Stack, cpu_seconds, free_port, running_stack, wait_for
from tests.bench.world import SENDER, BenchWorld, make_world

ORDERS = 60
ROUNDS = 5
REQUESTS = 40
LIMIT_MS = 12.0
PATIENCE_SECONDS = 60.0


@dataclass
class Page:
    """One page with what asking for it took."""

    name: str
    port: int
    process: int
    request: bytes
    must_contain: bytes
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    size: int = 0


def measure(console: Console) -> Iterator[Figure]:
    """CPU and time of each page."""
    with running_stack() as stack:
        world = make_world()
        cookies = {"supplier": _sign_in(world.supplier_id, RoleName.SUPPLIER, world)}
        cookies["buyer"] = _sign_in(world.own_id, RoleName.BUYER, world)
        port = stack.web()
        order_id = _place_orders(stack, port, world)
        pages = _pages(stack, port, cookies, order_id)
        for page in pages:
            _ask(stack, page, 20)  # templates are compiled at their first use
            page.cpu.clear()
            page.wall.clear()
        for _ in range(ROUNDS):
            for page in pages:
                _ask(stack, page, REQUESTS)
        for page in pages:
            console.print(
                f"  {page.name}: CPU {statistics.median(page.cpu):.1f} ms ({min(page.cpu):.1f} to {max(page.cpu):.1f}), "
                f"wall p50 {statistics.median(page.wall):.1f}, p95 {sorted(page.wall)[int(len(page.wall) * 0.95)]:.1f} ms, "
                f"{page.size / 1024:.0f} KiB"
            )
        bare = statistics.median(pages[0].cpu)
        yield Figure("bare page of the same stack: server CPU", f"{bare:.1f} ms")
        for page in pages[1:]:
            cpu = statistics.median(page.cpu)
            yield Figure(
                f"{page.name}: server CPU",
                f"{cpu:.1f} ms ({cpu / bare:.1f} bare pages)",
                f"<= {LIMIT_MS:.0f} ms",
                cpu <= LIMIT_MS,
            )


def _pages(stack: Stack, port: int, cookies: dict[str, str], order_id: UUID) -> list[Page]:
    bare_port = _bare(stack)
    bare_process, web_process = len(stack.processes) - 1, 0

    def request(path: str, who: str) -> bytes:
        return load.get(path, {"Cookie": f"causeway={cookies[who]}", "Accept-Language": "en"})

    bare = Page("bare page", bare_port, bare_process, request("/bare", "supplier"), b"Supplier")
    own = [
        ("order page, 10 lines to answer", f"/orders/{order_id}", "supplier", b"MAT-000010"),
        ("order page, 10 lines, seen by the buyer", f"/orders/{order_id}", "buyer", b"MAT-000010"),
        ("inbox, 50 orders", "/orders", "supplier", b"B00000"),
        ("order list of the buyer, 50 orders", "/orders", "buyer", b"B00000"),
        ("home", "/", "supplier", b"</main>"),
    ]
    return [bare, *(Page(name, port, web_process, request(path, who), mark) for name, path, who, mark in own)]


def _bare(stack: Stack) -> int:
    port = free_port()
    process = stack.start(
        [
            *(
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "wsgi",
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
            ),
            *("--workers", "2", "--blocking-threads", "4", "--no-ws", "tests.bench.peers.bare_page:app"),
        ],
        CAUSEWAY_PORT=str(port),
        CAUSEWAY_PUBLIC_URL=f"http://127.0.0.1:{port}",
    )
    wait_for(port, "/healthz", process)
    return port


def _ask(stack: Stack, page: Page, times: int) -> None:
    client = load.Client("127.0.0.1", page.port)
    before = cpu_seconds(stack.processes[page.process])
    for _ in range(times):
        started = time.perf_counter()
        status, body = client.ask(page.request)
        page.wall.append((time.perf_counter() - started) * 1000)
        if status != 200 or page.must_contain not in body:
            raise AssertionError(f"{page.name}: status {status}: {body[:500]!r}")
    page.cpu.append((cpu_seconds(stack.processes[page.process]) - before) / times * 1000)
    page.size = len(body)
    client.close()


def _sign_in(organization_id: UUID, role: RoleName, world: BenchWorld) -> str:
    """The token of a session of a new person of that organization."""
    email = f"{role.value}@bench.example"
    with db.unit_of_work(world.staff) as session:
        people.add_person(
            session,
            organization_id,
            email=email,
            display_name=role.value.capitalize(),
            roles=[role.value],
            password="correct horse battery staple",
            locale="en",
        )
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        user = sign_in.find_user(session, email)
    if user is None:
        raise LookupError(email)
    [place] = list_places(user.id)
    return sessions.begin_session(user, place, ["password"], sessions.Origin()).token


def _place_orders(stack: Stack, port: int, world: BenchWorld) -> UUID:
    """Orders as they come in, through the endpoint and a worker; the id of one of them."""
    worker = stack.causeway("worker")
    client = load.Client("127.0.0.1", port)
    headers = {"Authorization": f"Bearer {world.key}", "Content-Type": "application/edi-x12"}
    for number in range(1, ORDERS + 1):
        content = purchase_order(number, order=f"B{number:08d}", sender=SENDER)
        status, body = client.ask(load.post("/gateway/v1/inbound", content, headers))
        if status != 202:
            raise AssertionError(f"status {status}: {body[:300]!r}")
    client.close()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _work_left():
        if time.monotonic() > deadline:
            raise TimeoutError("the orders did not appear")
        time.sleep(0.1)
    stack.stop(worker)
    with db.unit_of_work(world.staff) as session:
        ids = session.scalars(select(Order.id).order_by(Order.id)).all()
    if len(ids) != ORDERS:
        raise AssertionError(f"{len(ids)} orders of {ORDERS}")
    return ids[0]


def _work_left() -> int:
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        return session.scalar(text("select count(*) from work where run_at <= now()")) or 0
