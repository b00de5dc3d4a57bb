"""Seeded inputs: golden files, changed a little or a lot, in every way of ending segments."""

import random
from collections.abc import Iterator
from pathlib import Path

from causeway.gateway.formats.x12.delimiters import Charset

GOLDEN = Path(__file__).parents[1] / "golden" / "x12"
CHARSETS: tuple[Charset, ...] = ("utf-8", "latin-1", "gb18030", "ascii")
_LONGEST = 200_000
_PIECES = (
    *(b"~", b"*", b">", b":", b"^", b"\n", b"\r\n", b"\r", b" ", b"\t", b"\0", b"\xff", b"\x81", b"~~", b"*~", b"~ \n~"),
    *(b"ISA", b"ISA*00*", b"IEA*1*000000101~", b"GS*", b"GE*1*55~", b"ST*850*0001~", b"SE*", b"TA1*", b"LS*", b"LE*"),
    *(b"BIN*999999*", b"BIN*4*", b"BDS*ASC*2*", b"HL*1*1*S~", b"HL*2*3*I~", b"SDQ*EA*92*", b"SLN*1**O*1*EA~"),
    *(b"*99999999999999999999~", b"*-1~", b"*.~", b"*1E9~", b"*20269999~", b"*NaN~"),
    *("订单".encode(), "订单".encode("gb18030"), b"\xef\xbb\xbf", b"*" * 60, b"A" * 500),
)  # fmt: skip


class Inputs:
    """The same inputs for the same seed: the bytes, and the charset that they are read with."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._files = [path.read_bytes() for path in sorted(GOLDEN.glob("*/*/*.edi"))]
        if not self._files:
            raise FileNotFoundError(GOLDEN)

    def __iter__(self) -> Iterator[tuple[bytes, Charset]]:
        while True:
            data = self._ended_otherwise(self._random.choice(self._files))
            for _ in range(self._random.choice((1, 1, 2, 3, 5, 20))):
                data = self._changed(data)
            yield data[:_LONGEST], self._charset()

    def _charset(self) -> Charset:
        return self._random.choices(CHARSETS, (6, 1, 2, 1))[0]

    def _ended_otherwise(self, data: bytes) -> bytes:
        kind = self._random.randrange(8)
        flat = data.translate(None, b"\r\n") if kind < 4 else data
        if kind == 0:
            width = self._random.randint(60, 110)
            return b"\r\n".join(flat[at : at + width] for at in range(0, len(flat), width))
        ends = {1: b"\n", 2: b"\r\n", 3: b"\r"}
        return flat.replace(b"~", ends[kind]) if kind in ends else flat

    def _changed(self, data: bytes) -> bytes:
        at, other = self._place(data), self._place(data)
        first, last = sorted((at, other))
        match self._random.randrange(9):
            case 0:  # a piece is missing
                return data[:at] + data[at + self._random.randint(1, 60) :]
            case 1:  # the file breaks off
                return data[:at]
            case 2 | 3:  # something stands there that does not belong
                return data[:at] + self._random.choice(_PIECES) + data[at:]
            case 4:  # a byte is damaged
                return data[:at] + bytes([self._random.randrange(256)]) + data[at + 1 :]
            case 5:  # a stretch comes again
                return data[:other] + data[at : at + self._random.randint(1, 400)] + data[other:]
            case 6:  # two segments change their places
                return self._swapped(data)
            case 7:  # one file goes on in another
                return data[:first] + self._random.choice(self._files)[self._random.randrange(200) :]
            case _:  # a segment comes very often
                piece = data[first : min(last, first + 80)]
                return data[:first] + piece * self._random.choice((2, 10, 300)) + data[first:]

    def _swapped(self, data: bytes) -> bytes:
        segments = data.split(b"~")
        one, two = self._random.randrange(len(segments)), self._random.randrange(len(segments))
        segments[one], segments[two] = segments[two], segments[one]
        return b"~".join(segments)

    def _place(self, data: bytes) -> int:
        return self._random.randrange(len(data) + 1)
