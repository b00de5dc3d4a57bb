import os
import signal
import sys
import time

import pytest

from causeway.tenants.embedded.processes import Launch, LifeLock, Server
from causeway.tenants.embedded.supervisor import Program, Supervisor, stop_together

FORKS = (
    "import os, sys, time\n"
    "child = os.fork()\n"
    "open(sys.argv[1], 'a').write(f'{os.getpid()}\\n')\n"
    "time.sleep(60)\n"
)
DIES = "import sys; open(sys.argv[1], 'a').write('x\\n'); sys.exit(3)"
STOPS = (
    "import signal, sys, time\n"
    "def end(*_):\n"
    "    time.sleep(1.5); open(sys.argv[1], 'a').write('ended\\n'); sys.exit(0)\n"
    "signal.signal(signal.SIGTERM, end)\n"
    "open(sys.argv[1], 'a').write('started\\n')\n"
    "time.sleep(60)\n"
)
IGNORES = STOPS.replace("signal.signal(signal.SIGTERM, end)", "signal.signal(signal.SIGTERM, signal.SIG_IGN)")


@pytest.fixture
def programs(tmp_path):
    made = []

    def make(code, *, stop_timeout_seconds=5.0):
        name = f"program-{len(made)}"
        note = tmp_path / name
        launch = Launch([sys.executable, "-c", code, note], dict(os.environ))
        lock = LifeLock(tmp_path / f"{name}.lock")
        program = Program(
            Server(name, launch, lock=lock, log=tmp_path / f"{name}.log"),
            stop_timeout_seconds=stop_timeout_seconds,
        )
        made.append(program)
        return program, note, lock

    yield make
    for program in made:
        if program.pid is not None and program.exit_code() is None:
            os.killpg(program.pid, signal.SIGKILL)
            program.stop()


def lines(note):
    return note.read_text().splitlines() if note.exists() else []


def look_until(supervisor, reached, seconds=10.0):
    deadline = time.monotonic() + seconds
    supervisor.run_until(lambda: reached() or time.monotonic() > deadline)
    assert reached()


def test_a_killed_child_is_started_again_at_once_and_said_so(programs):
    said = []
    supervisor = Supervisor(say=said.append)
    program, note, _lock = programs(STOPS)
    supervisor.start([program])
    look_until(supervisor, lambda: lines(note) == ["started"])
    supervisor._watches[0].started -= 60  # it had been running for a while
    first = program.pid
    os.kill(first, signal.SIGKILL)
    look_until(supervisor, lambda: len(lines(note)) == 2, seconds=3)
    assert program.pid != first
    assert said == ["program-0 ended (signal SIGKILL); starting it again"]


def test_a_child_that_always_dies_is_started_ever_more_rarely(programs):
    said = []
    supervisor = Supervisor(say=said.append)
    program, note, _lock = programs(DIES)
    supervisor.start([program])
    begin = time.monotonic()
    look_until(supervisor, lambda: len(lines(note)) >= 4)
    assert time.monotonic() - begin > 0.25 + 0.5 + 1.0
    assert said[0] == "program-0 ended (exit code 3); starting it again"


def test_children_that_are_stopped_together_end_together_and_in_their_own_way(programs):
    pairs = [programs(STOPS) for _ in range(3)]
    supervisor = Supervisor(say=print)
    supervisor.start([program for program, _note, _lock in pairs])
    look_until(supervisor, lambda: all(lines(note) for _program, note, _lock in pairs))
    begin = time.monotonic()
    stop_together([program for program, _note, _lock in pairs])
    assert time.monotonic() - begin < 3 * 1.5
    assert all(lines(note) == ["started", "ended"] for _program, note, _lock in pairs)


def test_a_child_that_will_not_stop_is_killed_with_everything_it_forked(programs):
    program, note, lock = programs(
        IGNORES.replace("time.sleep(60)", "os.fork(); time.sleep(60)").replace("import", "import os,", 1),
        stop_timeout_seconds=0.3,
    )
    Supervisor(say=print).start([program])
    deadline = time.monotonic() + 5
    while not lines(note) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert lines(note)
    program.stop()
    assert program.exit_code() == -signal.SIGKILL
    assert lock.acquire(timeout_seconds=1)
    lock.release()


def test_a_lock_is_held_until_the_last_descendant_has_gone(programs):
    program, note, lock = programs(FORKS)
    program.start()
    deadline = time.monotonic() + 5
    while len(lines(note)) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    grandchild = next(int(line) for line in lines(note) if int(line) != program.pid)
    os.kill(program.pid, signal.SIGKILL)
    assert not lock.acquire(timeout_seconds=0.5)
    os.kill(grandchild, signal.SIGKILL)
    assert lock.acquire(timeout_seconds=2)
    lock.release()


def test_a_program_that_does_not_exist_is_an_exit_code_and_a_word_in_the_log(tmp_path):
    launch = Launch(["/nonexistent/program"], {})
    server = Server("program", launch, lock=LifeLock(tmp_path / "lock"), log=tmp_path / "log")
    server.start()
    assert server.wait(5)
    assert server.exit_code() == 126
    assert "cannot start /nonexistent/program" in server.last_words()
