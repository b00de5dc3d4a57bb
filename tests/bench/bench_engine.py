"""The X12 engine: its speed as a share of `[s.split('*') for s in text.split('~')]` on the same file and in this process.

The work is what the gateway does with a file: read the envelope, then validate and map every set to its canonical
message; all messages are kept, as the reference keeps all its lists. Each group of figures is a function in `PARTS`.
"""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from rich.console import Console

from causeway.gateway.formats.x12 import (
    EnvelopeSpec,
    GroupContent,
    ReadResult,
    SetContent,
    WriteOptions,
    find_guide,
    header_for,
    read_envelope,
    second_opinion,
    write_interchange,
)
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS
from causeway.gateway.formats.x12.documents import WRITERS, read_document
from causeway.gateway.formats.x12.second_opinion.folder import folder_of
from tests.bench import engine_files
from tests.bench.engine_streaming import reading_alone, streaming
from tests.bench.engine_timing import ROUNDS, beside, cut, seconds
from tests.bench.figures import Figure

ID = UUID("01900000-0000-7000-8000-000000000001")
CLEAN, RETAIL, LENIENT, FAULTY, WRITING = 0.20, 0.15, 0.5, 0.25, 1.0
PYX12, PYX12_ORDERS, PYX12_ROUNDS = 50, 20, 2
WARM_MS, FIRST_MS, IMPORT_MS = 1.0, 10.0, 200.0
_HERE = Path(__file__).parent
_FRESH = """
import json, sys, time
started = time.process_time()
from causeway.gateway.formats.x12 import documents
imported = time.process_time()
sys.path.insert(0, ".")
from tests.bench.bench_engine import read
data = sys.stdin.buffer.read()
begun = time.process_time()
read(data)
first = time.process_time() - begun
print(json.dumps([(imported - started) * 1000, first * 1000]))
"""


def measure(console: Console) -> Iterator[Figure]:
    """Every part in turn."""
    for part in PARTS:
        yield from part(console)


def read(data: bytes) -> list[ReadResult[object]]:
    """All sets of the data, validated and mapped."""
    results = []
    for interchange in read_envelope(data).interchanges:
        for group in interchange.groups:
            for member in group.sets:
                guide = find_guide(member.set_id, group.version)
                if guide is None:
                    raise AssertionError(f"no guide for {member.set_id} {group.version}")
                header = header_for(interchange, group, member, message_id=ID)
                results.append(read_document(member, guide, header, DEFAULT_OPTIONS))
    return results


def _speeds(console: Console) -> Iterator[Figure]:
    """Four files: clean, retail, a leniency on every line, an error in every set."""
    clean = _share(console, "clean", engine_files.clean(), problems=0)
    yield _at_least("engine, clean 850: share of the reference", clean, CLEAN)
    retail = _share(console, "retail", engine_files.retail(), problems=0)
    yield _at_least("engine, retail 850 (SDQ, SAC, CTP, PO4): share of the reference", retail, RETAIL)
    lenient = _share(console, "lenient", engine_files.lenient(), problems=1)
    yield _at_least("engine, a leniency on every line: share of the clean speed", lenient / clean, LENIENT)
    faulty = _share(console, "faulty", engine_files.faulty(), problems=1)
    yield _at_least("engine, an error in every set: share of the clean speed", faulty / clean, FAULTY)


def _share(console: Console, name: str, text: str, *, problems: int) -> float:
    data = text.encode()
    told = {len(result.problems) for result in read(data)}
    if told != {problems}:
        raise AssertionError(f"the {name} file has {told} problems in a set instead of {problems}")
    timing = beside(cut(text), lambda: read(data))
    megabytes = len(data) / 1e6
    console.print(
        f"  {name}, {megabytes:.2f} MB: reference {megabytes / timing.reference:.1f} MB/s, "
        f"engine {megabytes / timing.work:.1f} MB/s, share {timing.share:.3f}"
    )
    return timing.share


def _at_least(name: str, measured: float, limit: float) -> Figure:
    return Figure(name, f"{measured:.3f}", f">= {limit}", measured >= limit)


def _small(_console: Console) -> Iterator[Figure]:
    """One order of one line: warm, and in a fresh process."""
    data = engine_files.clean(orders=1, lines=1).encode()
    read(data)
    warm = min(seconds(lambda: [read(data) for _ in range(100)]) for _ in range(ROUNDS)) * 10
    yield _at_most("engine, one-line 850, warm", warm, WARM_MS)
    with TemporaryDirectory() as compiled:
        _fresh(data, compiled)
        runs = [_fresh(data, compiled) for _ in range(ROUNDS)]
    yield _at_most("engine, import", min(imported for imported, _ in runs), IMPORT_MS)
    yield _at_most("engine, one-line 850, first in a process", min(first for _, first in runs), FIRST_MS)


def _fresh(data: bytes, compiled: str) -> tuple[float, float]:
    """Milliseconds of CPU in a new process: the import, and the first document after it.

    Bytecode is kept in the folder `compiled`, as an installation keeps it, whatever this process does about it.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", _FRESH],
        input=data,
        capture_output=True,
        check=True,
        cwd=_HERE.parents[1],
        env={**environment, "PYTHONPYCACHEPREFIX": compiled},
    )
    imported, first = json.loads(done.stdout)
    return imported, first


def _at_most(name: str, measured: float, limit: float) -> Figure:
    return Figure(name, f"{measured:.2f} ms", f"<= {limit:g} ms", measured <= limit)


def _writing(console: Console) -> Iterator[Figure]:
    """Orders of a hundred lines, written as often as read: messages to bytes under one envelope, checks included."""
    data = engine_files.clean(orders=10, lines=100).encode()
    messages = [result.message for result in read(data)]
    [interchange] = read_envelope(data).interchanges
    version = interchange.groups[0].version
    spec = EnvelopeSpec(
        interchange.sender_qualifier,
        interchange.sender_id,
        interchange.receiver_qualifier,
        interchange.receiver_id,
        interchange.groups[0].sender,
        interchange.groups[0].receiver,
        interchange.control_number,
        dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC),
    )

    def write() -> bytes:
        sets = [
            SetContent("850", f"{number:04d}", WRITERS["850"](message, WriteOptions(version)).segments)
            for number, message in enumerate(messages, 1)
        ]
        return write_interchange([GroupContent("PO", "1", version, sets)], spec)

    if [result.message is None for result in read(write())] != [False] * len(messages):
        raise AssertionError("what was written cannot be read")
    pairs = [(seconds(lambda: read(data)), seconds(write)) for _ in range(ROUNDS)]
    reading, writing = (min(times) for times in zip(*pairs, strict=True))
    console.print(f"  850 of 100 lines: read {reading * 100:.2f} ms, written {writing * 100:.2f} ms")
    yield _at_least("engine, writing an 850: speed as a multiple of reading it", reading / writing, WRITING)


def _node_x12(console: Console) -> Iterator[Figure]:
    """node-x12 makes a tree of the clean file, without any guide or mapping: less work than the engine's.

    Only where node is there and CAUSEWAY_BENCH_NODE names a folder in which `npm install node-x12` was run.
    """
    folder, node = os.environ.get("CAUSEWAY_BENCH_NODE"), shutil.which("node")
    if not folder or not node:
        console.print("  node-x12 left out: CAUSEWAY_BENCH_NODE names no folder where it is installed")
        return
    data = engine_files.clean().encode()
    script = _HERE / "peers" / "node_x12.js"
    done = subprocess.run(
        [node, str(script), str(ROUNDS)],
        input=data,
        capture_output=True,
        check=True,
        env={**os.environ, "NODE_PATH": str(Path(folder) / "node_modules")},
    )
    peer = float(done.stdout) / 1000
    ours = min(seconds(lambda: read(data)) for _ in range(ROUNDS))
    yield Figure(
        "engine against node-x12's bare parse of the same file", f"{peer / ours:.1f}x", ">= 1x", peer >= ours
    )


def _pyx12(console: Console) -> Iterator[Figure]:
    """pyx12's own main function over an 850 of the clean kind with our guide as its map: validation, without mapping."""
    if not second_opinion.installed():
        console.print("  pyx12 left out: it is not installed (extra bench)")
        return
    from pyx12.params import params
    from pyx12.x12n_document import x12n_document

    text = engine_files.clean(orders=PYX12_ORDERS)
    data = text.encode()
    guide = find_guide("850", "004010")
    if guide is None:
        raise AssertionError("no guide for 850 004010")
    with folder_of(second_opinion.export(guide)) as folder:

        def validate() -> None:
            if not x12n_document(params(), StringIO(text), None, None, map_path=str(folder)):
                raise AssertionError("pyx12 does not accept the clean file")

        peers, work = [], []
        for _ in range(PYX12_ROUNDS):  # in turns, so that both see the machine in the same mood
            work += [seconds(lambda: read(data)) for _ in range(ROUNDS)]
            peers.append(seconds(validate))
    peer, ours = min(peers), min(work)
    megabytes = len(data) / 1e6
    console.print(
        f"  {megabytes:.2f} MB: pyx12 {megabytes / peer:.3f} MB/s, engine {megabytes / ours:.1f} MB/s"
    )
    name = "engine (validate and map) against pyx12 (validate) on the same file"
    yield Figure(name, f"{peer / ours:.0f}x", f">= {PYX12}x", peer / ours >= PYX12)


PARTS: tuple[Callable[[Console], Iterator[Figure]], ...] = (
    _speeds,
    reading_alone,
    streaming,
    _writing,
    _small,
    _pyx12,
    _node_x12,
)
