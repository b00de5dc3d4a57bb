"""Under which key a transmission is known when it comes again.

An interchange is known by its parties, usage and control number (ISA05 to ISA08, ISA15, ISA13), read from the first
bytes alone because the sender waits for the answer; anything else by its hash. The key is the sender's own.
"""

import hashlib
import re
from dataclasses import dataclass

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BANNER_LIMIT = 4096
_LONGEST_ISA = 300
_VERSION = re.compile(r"\d{3,6}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class EnvelopeIdentity:
    """What an ISA says about who sends what to whom, without padding."""

    sender_qualifier: str
    sender_id: str
    receiver_qualifier: str
    receiver_id: str
    usage: str
    control_number: str

    @property
    def key(self) -> str:
        """The duplicate key of the interchange."""
        return x12_key(
            (self.sender_qualifier, self.sender_id),
            (self.receiver_qualifier, self.receiver_id),
            usage=self.usage,
            control_number=self.control_number,
        )


def x12_key(sender: tuple[str, str], receiver: tuple[str, str], *, usage: str, control_number: str) -> str:
    """The duplicate key of an interchange; control numbers are compared without their padding."""
    number = control_number.lstrip("0") or control_number
    return "x12" + _BETWEEN + _BETWEEN.join((*sender, *receiver, usage, number))


def duplicate_key(data: bytes, digest: bytes) -> str:
    """The key of a whole transmission: its first interchange's, else its hash."""
    identity = find_envelope_identity(data)
    return identity.key if identity else f"sha256{_BETWEEN}{digest.hex()}"


def conflict_key(key: str, digest: bytes) -> str:
    """The key of other bytes under a known key, so that they too are kept once."""
    return f"conflict{_BETWEEN}{digest.hex()}{_BETWEEN}{hashlib.sha256(key.encode()).hexdigest()}"


def find_envelope_identity(data: bytes) -> EnvelopeIdentity | None:
    """Who sends the first interchange of the bytes to whom, None where they do not begin with a readable ISA."""
    window = _isa_window(data)
    if window is None:
        return None
    # All of an ISA that names parties is ASCII in every charset that we read.
    parts = window.decode("latin-1").split(window[3:4].decode("latin-1"), 16)
    if len(parts) < 17:
        return None
    cleaned = [part.replace("\r", "").replace("\n", "").strip() for part in parts[:16]]
    if not _VERSION.fullmatch(cleaned[12]) or any(_CONTROL.search(part) for part in cleaned):
        return None
    return EnvelopeIdentity(
        sender_qualifier=cleaned[5],
        sender_id=cleaned[6],
        receiver_qualifier=cleaned[7],
        receiver_id=cleaned[8],
        usage=cleaned[15],
        control_number=cleaned[13],
    )


def _isa_window(data: bytes) -> bytes | None:
    head = data[: _BANNER_LIMIT + _LONGEST_ISA].removeprefix(_BYTE_ORDER_MARK).lstrip(b" \t\r\n")
    at = 0 if head.startswith(b"ISA") else head.find(b"\nISA") + 1
    if not head.startswith(b"ISA", at) or (at and at > _BANNER_LIMIT):
        return None
    separator = head[at + 3 : at + 4]
    if not separator or separator.isalnum() or separator in b" \t\r\n":
        return None
    return head[at : at + _LONGEST_ISA]
