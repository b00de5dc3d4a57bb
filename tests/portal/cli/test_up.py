"""The whole installation as a newcomer starts it: real servers, web, workers, and what happens when they die."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest

from causeway.tenants.embedded.processes import LifeLock
from causeway.tenants.settings import without_settings

pytestmark = pytest.mark.slow


class Up:
    """One `causeway up` in a process of its own."""

    def __init__(self, directory, **settings):
        self.directory = directory
        self.begin = time.monotonic()
        environment = {**without_settings(os.environ), **settings}
        command = [sys.executable, "-m", "causeway.portal.cli", "up", "--json", "--port", "0"]
        self.errors = tempfile.TemporaryFile("w+")  # noqa: SIM115  # closed with the process
        self.process = subprocess.Popen(
            [*command, "--data", str(directory)],
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            env=environment,
        )

    def ready(self):
        line = self.process.stdout.readline()
        assert line, self.said()
        self.seconds = time.monotonic() - self.begin
        self.result = json.loads(line)
        return self

    def said(self):
        self.errors.seek(0)
        return self.errors.read()

    def page(self):
        with urllib.request.urlopen(self.result["url"] + "/", timeout=10) as response:
            return response.status

    def close(self, number=signal.SIGTERM):
        if self.process.returncode is None:
            self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=60)
        said = self.said()
        self.errors.close()
        return self.process.returncode, rest, said


@pytest.fixture
def start(directory):
    """Starts an installation on the test's directory; whatever still runs afterwards is killed."""
    started = []

    def begin(**settings):
        up = Up(directory, **settings)
        started.append(up)
        return up

    yield begin
    for up in started:
        if not up.errors.closed:
            up.close(signal.SIGKILL)


@pytest.fixture
def directory():
    place = Path(tempfile.mkdtemp(prefix="causeway-test-"))
    place.chmod(0o755)
    yield place / "data"
    shutil.rmtree(place)


def everything_ended(directory, within_seconds):
    locks = [LifeLock(path) for path in directory.rglob("*.lock")]
    assert len(locks) >= 7  # ours, two servers, web, two workers, scheduler
    ended = [lock.acquire(timeout_seconds=within_seconds) for lock in locks]
    for lock in locks:
        lock.release()
    return all(ended)


def children(pid):
    """Process ids by command line, of everything below a process."""
    found = {}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
            found[int(child)] = command
    return found


def eventually(check, seconds=60.0):
    deadline = time.monotonic() + seconds
    while True:
        try:
            if check():
                return True
        except (urllib.error.URLError, psycopg.OperationalError, OSError):
            pass
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)


def test_up_prints_one_line_serves_pages_and_ends_cleanly(start, directory):
    up = start().ready()
    assert sorted(up.result) == [
        "admin_database_url",
        "api_keys",
        "database_url",
        "redis_url",
        "sign_ins",
        "url",
    ]
    assert up.page() == 200
    doctor = subprocess.run(
        [sys.executable, "-m", "causeway.portal.cli", "doctor", "--json"],
        check=False,
        capture_output=True,
        text=True,
        env={**without_settings(os.environ), "CAUSEWAY_DATA_DIR": str(directory)},
    )
    assert json.loads(doctor.stdout)["ok"], doctor.stdout
    second = start()
    assert second.process.wait(30) == 1
    assert second.close()[2].splitlines()[-1].startswith("causeway: Causeway already runs on ")
    code, rest, said = up.close(signal.SIGINT)
    assert (code, rest) == (0, "")
    assert "Stopped" in said
    assert "Traceback" not in said
    assert everything_ended(directory, 0)


def test_after_kill_nothing_lives_three_seconds_later_and_the_next_start_recovers(start, directory):
    up = start().ready()
    with psycopg.connect(up.result["admin_database_url"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    up.close(signal.SIGKILL)
    assert everything_ended(directory, within_seconds=3)
    again = start().ready()
    assert again.page() == 200
    with psycopg.connect(again.result["admin_database_url"]) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert again.close()[0] == 0


def answers(database_url):
    with psycopg.connect(database_url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_whatever_dies_comes_back(start):
    up = start().ready()
    for child, command in children(up.process.pid).items():
        os.kill(child, signal.SIGKILL)
        assert eventually(lambda child=child: child not in children(up.process.pid)), command
    assert eventually(lambda: len(children(up.process.pid)) == 6)
    assert eventually(lambda: up.page() == 200)
    assert eventually(lambda: answers(up.result["database_url"]))
    code, _rest, said = up.close()
    assert code == 0
    assert said.count("starting it again") >= 6


def test_killing_one_database_session_and_one_web_process_is_survived(start):
    up = start().ready()
    web = next(pid for pid, command in children(up.process.pid).items() if command.rstrip().endswith(" web"))
    os.kill(next(iter(children(web))), signal.SIGKILL)
    with psycopg.connect(up.result["database_url"]) as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert eventually(lambda: up.page() == 200)
    assert eventually(lambda: psycopg.connect(up.result["database_url"]).close() is None)
    assert up.close()[0] == 0


def test_named_servers_are_used_and_nothing_is_embedded(start, directory, servers):
    up = start(
        DATABASE_URL=servers.database_url,
        CAUSEWAY_ADMIN_DATABASE_URL=servers.admin_database_url,
        REDIS_URL=servers.redis_url,
        CAUSEWAY_SECRET_KEY="k" * 40,
    ).ready()
    assert up.result["database_url"] == servers.database_url
    assert up.result["redis_url"] == servers.redis_url
    assert not (directory / "postgres").exists()
    assert not (directory / "valkey").exists()
    assert up.page() == 200
    assert up.close()[0] == 0
