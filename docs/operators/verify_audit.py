"""Check, without the product and without a network, that an audit entry stands under a day's root you hold.

    python3 verify_audit.py proof.json DAY_HASH

The proof is what the tenant's administrator exported for that entry. DAY_HASH is the hash of that day that you were
given at the time and kept. Exit 0: the entry is what it was when that hash was made. Exit 1: it is not. Exit 2: unusable input.
"""
# ruff: noqa: T201 - a script talks to the person who runs it

import hashlib
import json
import sys
from pathlib import Path


def sha256(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def leaf(data: bytes) -> bytes:
    """The hash of a leaf (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + data)


def climb(start: bytes, path: list) -> bytes:
    """The root that a leaf and its siblings lead to (RFC 6962, section 2.1.1)."""
    for side, sibling in path:
        other = bytes.fromhex(sibling)
        start = sha256(b"\x01" + (other + start if side == "left" else start + other))
    return start


def check(proof: dict, held: bytes) -> str | None:
    """What is wrong, or None."""
    day, block = proof["day"].encode(), proof["block"].encode()
    entry = json.loads(proof["entry"])
    if sha256(day) != held:
        return "the day is not the one whose hash you hold"
    if climb(leaf(sha256(block)), proof["path_to_day"]).hex() != json.loads(day)["root"]:
        return "the block does not belong to the day"
    if climb(leaf(proof["entry"].encode()), proof["path_to_block"]).hex() != json.loads(block)["root"]:
        return "the entry does not belong to the block: it was altered, or it was never there"
    detail = proof["detail"]
    if (
        detail
        and sha256(bytes.fromhex(detail["salt"]) + detail["body"].encode()).hex() != entry["detail_digest"]
    ):
        return "the detail is not the one that was recorded with the entry"
    return None


def main(arguments: list[str]) -> int:
    """Check the proof in the named file against the hash that is held; the exit status."""
    try:
        path, held = arguments
        proof = json.loads(Path(path).read_text(encoding="utf-8"))
        problem = check(proof, bytes.fromhex(held))
    except (ValueError, KeyError, TypeError, OSError) as error:
        print(f"cannot check: {error}", file=sys.stderr)
        return 2
    if problem:
        print(f"NOT PROVEN: {problem}")
        return 1
    print(f"PROVEN: {proof['entry']}")
    print(proof["detail"]["body"] if proof["detail"] else "(the personal detail of this entry was erased)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
