"""Which family of formats a transmission belongs to, from its first bytes."""

from typing import Literal

Format = Literal["x12", "edifact", "xml", "json"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BANNER_LIMIT = 4096


def detect(data: bytes) -> Format | None:
    """The format of the bytes, or None. A banner that a VAN put before an X12 interchange does not hide it."""
    head = data[:_BANNER_LIMIT].removeprefix(_BYTE_ORDER_MARK).lstrip(b" \t\r\n")
    if head.startswith(b"ISA") and not head[3:4].isalnum():
        return "x12"
    if head.startswith((b"UNA", b"UNB")):
        return "edifact"
    if head.startswith(b"<"):
        return "xml"
    if head.startswith((b"{", b"[")):
        return "json"
    return "x12" if _holds_isa_line(head) else None


def _holds_isa_line(head: bytes) -> bool:
    at = head.find(b"\nISA")
    return at >= 0 and len(head) > at + 4 and not head[at + 4 : at + 5].isalnum()
