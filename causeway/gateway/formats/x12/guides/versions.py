"""The versions that guides exist for, and how the tables tell them apart.

The tables are written for 004010. Older versions (3040 to 3070) differ in dates, lengths and a few places, newer ones
(4020 to 5010) in lengths and added elements; within these three generations the differences are too small to matter:
what is uncertain is read, not refused.
"""

from enum import Enum

BASE_VERSION = "004010"
VERSIONS = (
    "003040",
    "003050",
    "003060",
    "003070",
    BASE_VERSION,
    "004020",
    "004030",
    "004040",
    "004050",
    "004060",
    "005010",
)


class Generation(Enum):
    """Versions that share their elements and segments."""

    OLD = "<"
    BASE = ""
    NEW = ">"


def generation_of(version: str) -> Generation:
    """The generation of a version."""
    if version == BASE_VERSION:
        return Generation.BASE
    return Generation.OLD if version < BASE_VERSION else Generation.NEW


def structure_for(version: str, structure: str) -> str:
    """The lines of a structure that hold in a version: `<004010` says only before it, `@004010` only from it on."""
    found = []
    for line in structure.strip().splitlines():
        if "<" in line or "@" in line:
            conditions = [word for word in line.split() if word[0] in "<@"]
            if all(_holds(word, version) for word in conditions):
                found.append(" ".join(word for word in line.split(" ") if word not in conditions))
        else:
            found.append(line)
    return "\n".join(found)


def _holds(word: str, version: str) -> bool:
    return version < word[1:] if word[0] == "<" else version >= word[1:]
