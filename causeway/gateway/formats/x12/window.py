"""The part of a file that is held in memory: all of it, or what a stream gave and was not let go yet.

Places are offsets in the file. `plain` are the same bytes as `data` with nothing in them that only looks like a
delimiter (see charsets).
"""

from collections.abc import Callable

from causeway.gateway.formats.x12 import charsets
from causeway.gateway.formats.x12.delimiters import Charset

_CHUNK = 1 << 18


class Window:
    """Bytes of the file from `base` on; `more` reads on and lets go what is not needed any more."""

    __slots__ = ("_pending", "_read", "base", "charset", "data", "is_last", "plain")

    def __init__(self, data: bytes, charset: Charset, read: Callable[[int], bytes] | None = None) -> None:
        self.charset = charset
        self.base = 0
        self._read = read
        self._pending = b""
        self.is_last = read is None
        self.data = data
        self.plain = charsets.plain(data, charset)

    @property
    def end(self) -> int:
        """The place after the last byte that is held."""
        return self.base + len(self.data)

    def more(self, keep: int) -> bool:
        """Reads on, and lets go what stands before `keep`; False when the file is at its end."""
        if self.is_last or self._read is None:
            return False
        # As much again as is held, so that a long set is not copied once for every chunk of it.
        chunk = self._read(max(_CHUNK, self.end - keep))
        self.is_last = not chunk
        new = self._pending + chunk
        whole = len(new) if self.is_last else charsets.length_of_whole(new, self.charset)
        self._pending = new[whole:]
        added = new[:whole]
        masked = charsets.plain(added, self.charset)
        held = keep - self.base
        same = self.plain is self.data
        self.data = self.data[held:] + added
        self.plain = self.data if same and masked is added else self.plain[held:] + masked
        self.base = keep
        return True

    def hold(self, at: int, length: int, keep: int) -> None:
        """Reads on until that many bytes from `at` are held, or the file is at its end."""
        while self.end - at < length and self.more(keep):
            pass

    def mask_again(self, at: int) -> None:
        """Masks anew from a place on: what went before was binary and threw the characters out of step."""
        if self.plain is not self.data:
            here = at - self.base
            self.plain = self.plain[:here] + charsets.plain(self.data[here:], self.charset)

    def find(self, wanted: bytes, start: int, end: int | None = None) -> int:
        """The place of the next occurrence in what is held, or -1."""
        stop = len(self.plain) if end is None else end - self.base
        at = self.plain.find(wanted, start - self.base, stop)
        return at + self.base if at >= 0 else -1

    def bytes_of(self, start: int, end: int) -> bytes:
        """The bytes as they came."""
        return self.data[start - self.base : end - self.base]

    def plain_of(self, start: int, end: int) -> bytes:
        """The bytes to look for delimiters in."""
        return self.plain[start - self.base : end - self.base]
