"""As whom Postgres runs: it refuses root and users without a name, and must reach its programs and its data.

Tried in this order, and nothing is ever made readable for others on the way:
1. not root, and the user has a name: ourselves;
2. root: the user `nobody`, where it can reach both;
3. an unprivileged user of a namespace of our own, whose files stay ours (root with the checkout in a closed
   home; a container's user that is only a number);
4. root: `nobody` again, with the programs copied and the data kept under /var/lib/causeway (containers that
   forbid namespaces).
"""

import os
import pwd
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from causeway.tenants.embedded.binaries import POSTGRES_MAJOR, PostgresPrograms
from causeway.tenants.embedded.directories import explained
from causeway.tenants.embedded.processes import Identity, Launch, own_identity
from causeway.tenants.errors import SetupError

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
RELOCATED = Path("/var/lib/causeway")


@dataclass(frozen=True, slots=True)
class PostgresHome:
    """Programs, cluster directory and identity that fit each other."""

    programs: PostgresPrograms
    cluster: Path
    identity: Identity


def settle(programs: PostgresPrograms, data_directory: Path, *, say: Callable[[str], None]) -> PostgresHome:
    """The first way of the list that works here; SetupError with what to do if none does."""
    cluster = data_directory / "postgres"
    if os.getuid() != 0 and _has_name(os.getuid()):
        return PostgresHome(programs, cluster, own_identity())
    nobody = _nobody() if os.getuid() == 0 else None
    if not cluster.is_symlink():
        for identity in (nobody, _namespace()):
            if identity is not None and _reaches(identity, programs, data_directory):
                return PostgresHome(programs, cluster, identity)
    if nobody is not None:
        return _relocate(programs, cluster, nobody, say=say)
    raise SetupError(
        "PostgreSQL runs neither as root nor as a user without a name, and no user namespace can be made here: "
        "start Causeway as an ordinary user, or set DATABASE_URL."
    )


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _namespace() -> Identity | None:
    """Ourselves outside; inside the first ordinary user that has a name. It gets no rights by that."""
    for entry in pwd.getpwall():
        if entry.pw_uid != 0:
            return Identity(f"namespace:{entry.pw_uid}:{entry.pw_gid}", os.getuid(), os.getgid())
    return None


def _nobody() -> Identity | None:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return None
    return Identity(f"user:{entry.pw_uid}:{entry.pw_gid}", entry.pw_uid, entry.pw_gid)


def _reaches(identity: Identity, programs: PostgresPrograms, directory: Path) -> bool:
    """Whether this identity can run the programs and enter the directory, found by doing both."""
    script = 'cd -- "$1" && exec "$2" --version'
    command = ("/bin/sh", "-c", script, "sh", directory, programs.postgres)
    return Launch(command, ENVIRONMENT, identity=identity).run().returncode == 0


def _relocate(
    programs: PostgresPrograms, cluster: Path, nobody: Identity, *, say: Callable[[str], None]
) -> PostgresHome:
    """Programs and data where `nobody` reaches them; the data directory keeps a link to its cluster."""
    with explained(RELOCATED):
        RELOCATED.mkdir(mode=0o711, parents=True, exist_ok=True)
        copied = _copy_programs(programs, say=say)
        if cluster.is_symlink():
            place = cluster.readlink()
        else:
            place = Path(mkdtemp(prefix="data-", dir=RELOCATED))
            place.chmod(0o711)
            _move_cluster(cluster, place / "postgres")
            place = place / "postgres"
            cluster.symlink_to(place)
            say(f"The database lies in {place}: the user nobody cannot enter {cluster.parent}")
    if not _reaches(nobody, copied, place.parent):
        raise SetupError(
            "PostgreSQL does not run as root, and the user `nobody` cannot run it here either: "
            "start Causeway as an ordinary user, or set DATABASE_URL."
        )
    return PostgresHome(copied, place, nobody)


def _move_cluster(cluster: Path, place: Path) -> None:
    if cluster.exists():
        shutil.move(cluster, place)


def _copy_programs(programs: PostgresPrograms, *, say: Callable[[str], None]) -> PostgresPrograms:
    # The name carries size and time of the program, so that another version of the wheel is copied anew.
    status = programs.postgres.stat()
    home = RELOCATED / f"programs-{POSTGRES_MAJOR}-{status.st_size:x}-{int(status.st_mtime):x}"
    copied = PostgresPrograms(home / programs.root.parent.name / programs.root.name)
    if not home.exists():
        say(f"Copying the PostgreSQL programs to {home}")
        draft = Path(mkdtemp(dir=RELOCATED))
        draft.chmod(0o755)
        inside = draft / copied.root.relative_to(home)
        shutil.copytree(programs.root, inside)
        shutil.copytree(programs.libraries, draft / programs.libraries.name)
        draft.rename(home)
    return copied


def give(path: Path, identity: Identity) -> None:
    """Makes a directory and all in it the identity's own, when an earlier start ran as somebody else."""
    if path.lstat().st_uid == identity.uid:
        return
    for folder, _folders, files in os.walk(path):
        os.chown(folder, identity.uid, identity.gid)
        for name in files:
            os.chown(Path(folder) / name, identity.uid, identity.gid, follow_symlinks=False)
