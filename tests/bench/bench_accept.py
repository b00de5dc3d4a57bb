"""Accept: the rate at which a 10-line 850 becomes durable, beside two servers that do nothing but commit the bytes.

The three take turns on the same machine with the same load generator; each figure is the median of the rounds. No
worker runs, so that the rate is the endpoint's own.
"""

import statistics
import sys
from collections.abc import Callable, Iterator
from itertools import count

from rich.console import Console
from sqlalchemy.engine import make_url

from tests.bench import load
from tests.bench.documents import purchase_order
from tests.bench.figures import Figure
from tests.bench.stack import Stack, cpu_seconds, free_port, running_stack, wait_for
from tests.bench.world import SENDER, make_world

CLIENTS = 8
ROUNDS = 5
SECONDS = 4.0
OF_FLASK = 0.45
OF_FASTAPI = 0.30


def measure(console: Console) -> Iterator[Figure]:
    """The rate of accepts at eight clients as a share of each peer's, and its latencies."""
    with running_stack() as stack:
        world = make_world()
        ports = {"causeway": stack.web(), **_peers(stack)}
        numbers = count(1)
        requests = {
            name: _requests(numbers, "/gateway/v1/inbound" if name == "causeway" else "/accept", world.key)
            for name in ports
        }
        results: dict[str, list[load.Result]] = {name: [] for name in ports}
        burnt: dict[str, list[float]] = {name: [] for name in ports}
        processes = dict(zip(ports, stack.processes, strict=True))
        for name, port in ports.items():
            load.run(port, requests[name], clients=CLIENTS, seconds=1.0, expect=[202])
        for _ in range(ROUNDS):
            for name, port in ports.items():
                before = cpu_seconds(processes[name])
                result = load.run(port, requests[name], clients=CLIENTS, seconds=SECONDS, expect=[202])
                burnt[name].append((cpu_seconds(processes[name]) - before) / len(result.latencies) * 1000)
                results[name].append(result)
        rate = {name: statistics.median(result.rate for result in runs) for name, runs in results.items()}
        for name in ports:
            console.print(
                f"  {name}: {rate[name]:.0f}/s, p50 {_median(results[name], 0.5):.1f} ms, "
                f"p99 {_median(results[name], 0.99):.1f} ms, server CPU {statistics.median(burnt[name]):.2f} ms"
            )
        flask, fastapi = rate["causeway"] / rate["flask"], rate["causeway"] / rate["fastapi"]
        yield Figure(
            "accept, 8 clients, of a bare Flask handler",
            f"{flask:.0%}",
            f">= {OF_FLASK:.0%}",
            flask >= OF_FLASK,
        )
        yield Figure(
            "accept, 8 clients, of FastAPI with asyncpg",
            f"{fastapi:.0%}",
            f">= {OF_FASTAPI:.0%}",
            fastapi >= OF_FASTAPI,
        )
        yield Figure(
            "accept, rate and p99",
            f"{rate['causeway']:.0f}/s, {_median(results['causeway'], 0.99):.1f} ms",
        )


def _median(runs: list[load.Result], share: float) -> float:
    return statistics.median(run.percentile(share) for run in runs)


def _requests(numbers: Iterator[int], path: str, key: str) -> Callable[[int, int], bytes]:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/edi-x12"}

    def make(_client: int, _count: int) -> bytes:
        number = next(numbers)
        return load.post(path, purchase_order(number, order=f"B{number:08d}", sender=SENDER), headers)

    return make


def _peers(stack: Stack) -> dict[str, int]:
    with stack.admin() as admin:
        admin.execute("create table bench_bytes (id uuid primary key, content bytea not null)")
        admin.execute("grant select, insert on bench_bytes to causeway_app")
        admin.execute("grant usage on schema public to causeway_app")
    dsn = (
        make_url(stack.servers.database_url)
        .set(drivername="postgresql")
        .render_as_string(hide_password=False)
    )
    ports = {}
    for name, interface in (("flask", "wsgi"), ("fastapi", "asgi")):
        ports[name] = free_port()
        arguments = [
            *(sys.executable, "-m", "granian", "--interface", interface, "--host", "127.0.0.1"),
            *("--port", str(ports[name]), "--workers", "2", "--no-ws"),
            *(("--blocking-threads", "4") if interface == "wsgi" else ()),
            f"tests.bench.peers.bare_{name}:app",
        ]
        wait_for(ports[name], "/", stack.start(arguments, BENCH_DSN=dsn))
    return ports
