"""The data directory of one installation, and the short private directory that holds its sockets.

A data directory carries a marker, so that we never start servers in, or write to, a directory that is not ours.
"""

import errno
import hashlib
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from causeway.tenants.embedded.processes import LifeLock
from causeway.tenants.errors import SetupError

MARKER = "causeway.json"
LOCK = "causeway.lock"
FORMAT = 1
SOCKET_PATH_LIMIT = 107 - len("/postgres/.s.PGSQL.5432")

_REMEDIES = {
    errno.EROFS: "the disk is read-only; choose another directory with --data",
    errno.EACCES: "this user may not write there; choose another directory with --data",
    errno.EPERM: "this user may not write there; choose another directory with --data",
    errno.ENOSPC: "the disk is full; free some space or choose another directory with --data",
    errno.ENOTDIR: "a part of the path is a file; choose another directory with --data",
    errno.EEXIST: "it is a file; choose another directory with --data",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what the operating system says about a path into one line that says what to do."""
    try:
        yield
    except OSError as problem:
        remedy = _REMEDIES.get(problem.errno or 0, "choose another directory with --data")
        raise SetupError(f"Cannot use {path} ({problem.strerror}): {remedy}.") from problem


def open_data_directory(path: Path) -> Path:
    """The absolute path of a directory that is ours: made now, or made by us earlier; SetupError if it is not."""
    directory = path.expanduser().absolute()
    with explained(directory):
        if not directory.exists():
            _make_private(directory)
        if not any(directory.iterdir()):
            write_private(directory / MARKER, json.dumps({"format": FORMAT}) + "\n")
    _check_marker(directory)
    return directory


def claim(directory: Path) -> LifeLock:
    """The lock of the one start that may use the directory; SetupError if another start has it."""
    lock = LifeLock(directory / LOCK)
    with explained(directory):
        if not lock.acquire(timeout_seconds=0.3):
            raise SetupError(
                f"Causeway already runs on {directory}: stop it, or choose another directory with --data."
            )
    return lock


def is_claimed(directory: Path) -> bool:
    """Whether a start has the directory at this moment."""
    lock = LifeLock(directory / LOCK)
    with explained(directory):
        free = lock.acquire(timeout_seconds=0)
    lock.release()
    return not free


def keep_secret(path: Path) -> str:
    """The random text that the file keeps, made at the first call."""
    with explained(path):
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48) + "\n")
        return path.read_text(encoding="utf-8").strip()


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner reads, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _make_private(directory: Path) -> None:
    # Root runs Postgres as another user, who must be able to pass through; what lies inside stays private.
    directory.mkdir(parents=True)
    directory.chmod(0o711 if os.getuid() == 0 else 0o700)


def _check_marker(directory: Path) -> None:
    marker = directory / MARKER
    with explained(directory):
        text = marker.read_text(encoding="utf-8") if marker.is_file() else ""
    try:
        found = json.loads(text or "{}").get("format")
    except (ValueError, AttributeError):
        found = None
    if found is None:
        raise SetupError(
            f"{directory} is not empty and was not made by Causeway: choose another directory with --data."
        )
    owner = marker.stat().st_uid
    if owner != os.getuid():
        # Root could go on, but would take the files away from the user, who could never start again.
        raise SetupError(
            f"{directory} belongs to the user with id {owner}: start Causeway as that user, "
            "or choose another directory with --data."
        )
    if found != FORMAT:
        raise SetupError(
            f"{directory} has format {found}, this Causeway reads {FORMAT}: "
            "use the version that made it, or choose another directory with --data."
        )


def socket_directory(data_directory: Path) -> Path:
    """A directory with a path short enough for sockets, the same at every start on the same data.

    The name can be guessed in a shared /tmp, so a directory that is not ours alone is passed over for a new one.
    """
    name = f"causeway-{os.getuid()}-{hashlib.sha256(str(data_directory).encode()).hexdigest()[:8]}"
    for parent in _socket_parents():
        candidate = parent / name
        if len(str(candidate)) > SOCKET_PATH_LIMIT:
            continue
        try:
            candidate.mkdir(mode=0o711, exist_ok=True)
            candidate.chmod(0o711, follow_symlinks=False) if _is_ours(candidate) else None
        except OSError:
            continue
        if _is_ours(candidate):
            return candidate
    with explained(Path(tempfile.gettempdir())):
        fresh = Path(tempfile.mkdtemp(prefix="causeway-"))
        fresh.chmod(0o711)
        return fresh


def _socket_parents() -> list[Path]:
    # Another user than root must reach the sockets of a root start, so its private runtime directory is out.
    runtime = os.environ.get("XDG_RUNTIME_DIR", "") if os.getuid() != 0 else ""
    return [Path(place) for place in (runtime, tempfile.gettempdir(), "/tmp") if place]  # noqa: S108


def _is_ours(directory: Path) -> bool:
    status = directory.lstat()
    return (
        stat.S_ISDIR(status.st_mode)
        and status.st_uid == os.getuid()
        and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )
