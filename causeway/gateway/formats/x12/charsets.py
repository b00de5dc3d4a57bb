"""Bytes and characters: where a byte is a character of its own, and text out of bytes that may be damaged.

Delimiters are looked for in the bytes, so that offsets are bytes and a file need not be decoded as a whole. In UTF-8
and Latin-1 a byte below 0x80 is always itself. In GB18030 it may be the second byte of a character (a tilde, a bar,
a caret, any letter), so those characters are masked first, which leaves every byte in its place.
"""

import re

from causeway.gateway.formats.x12.delimiters import Charset

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MASK = b"\x80"
_CHARACTERS = re.compile(
    rb"(?:[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[\x30-\x39][\x81-\xfe][\x30-\x39]))+",
)
_BROKEN_OFF = re.compile(rb"[\x81-\xfe](?:[\x30-\x39][\x81-\xfe]?)?\Z")
_LONGEST = 4
_UNREADABLE = re.compile("[\udc80-\udcff\x00]")


def plain(data: bytes, charset: Charset) -> bytes:
    """As many bytes, in which whatever looks like an ASCII character is one."""
    if charset != "gb18030" or data.isascii():
        return data
    return _CHARACTERS.sub(lambda found: _MASK * len(found[0]), data)


def length_of_whole(data: bytes, charset: Charset) -> int:
    """How many of the bytes can be masked now; the rest begin a character that goes on in the next chunk."""
    if charset != "gb18030" or data[-_LONGEST:].isascii():
        return len(data)
    broken = _BROKEN_OFF.search(plain(data, charset)[-_LONGEST:])
    return len(data) - len(broken[0]) if broken else len(data)


def decode(data: bytes, charset: Charset) -> str:
    """The text, with what cannot be decoded and NUL as U+FFFD."""
    return readable(data.decode(charset, "surrogateescape"))


def readable(text: str) -> str:
    """The text with what could not be decoded, and NUL, as U+FFFD."""
    return _UNREADABLE.sub("\ufffd", text)
