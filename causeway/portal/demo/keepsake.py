"""What the demo must remember between two starts: the passwords and keys that the database holds hashes of only."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

_FILE = "demo.json"
# Easy to read out and to type on a phone; about 95 bits.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass
class Keepsake:
    """The demo's secrets and the day it was first prepared, kept in the data directory for its owner alone."""

    anchor: str
    passwords: dict[str, str] = field(default_factory=dict)
    api_keys: dict[str, str] = field(default_factory=dict)

    @property
    def anchor_moment(self) -> datetime:
        """When the demo's documents were written."""
        return datetime.fromisoformat(self.anchor)


def load(data_dir: Path) -> Keepsake | None:
    """What an earlier start left, or None on the first one."""
    path = data_dir / _FILE
    if not path.exists():
        return None
    return Keepsake(**json.loads(path.read_text(encoding="utf-8")))


def save(data_dir: Path, keepsake: Keepsake) -> None:
    """Write it so that nobody else reads it and a crash leaves either the old or the new one."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / _FILE
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(keepsake), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def new_password() -> str:
    """A password for one persona, four groups of five."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))
