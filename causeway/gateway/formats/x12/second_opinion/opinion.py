"""pyx12 over one transaction set: its reader, its walk and its checks, in a loop of ours that keeps maps and places.

Its own main function loads the maps again for each document, takes the places of its findings from an error tree and
drops what it does not expect. Here a set travels in a clean envelope of ours, whose delimiters do not occur in it, so
that ISA versions, qualifiers, padding or binary data cannot hide the verdict on the set.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from io import StringIO
from typing import Any

from causeway.gateway.formats.x12.envelope import TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.second_opinion.findings import Finding, Kind, Opinion
from causeway.gateway.formats.x12.second_opinion.folder import folder_of
from causeway.gateway.formats.x12.second_opinion.maps import export, interchange_version, map_name

_MAPS_KEPT = 32
_ISA_LOOP, _GS_LOOP = "/ISA_LOOP", "/ISA_LOOP/GS_LOOP"
_BEFORE_SET = 2  # ISA and GS
_OTHER = "\x1c\x1d\x1e\x1f\x19\x1a"
_SEGMENT_KINDS = {
    "1": Kind.SEGMENT_NOT_HERE,
    "2": Kind.SEGMENT_FORBIDDEN,
    "3": Kind.SEGMENT_MISSING,
    "4": Kind.TOO_OFTEN,
    "5": Kind.TOO_OFTEN,
    "8": Kind.SEGMENT_EMPTY,
    "HL1": Kind.HIERARCHY,
    "HL2": Kind.HIERARCHY,
}
_ELEMENT_KINDS = {
    "1": Kind.ELEMENT_MISSING,
    "2": Kind.CONDITION,
    "3": Kind.TOO_MANY_ELEMENTS,
    "4": Kind.TOO_SHORT,
    "5": Kind.TOO_LONG,
    "6": Kind.CONTENT,
    "7": Kind.CODE,
    "8": Kind.DATE,
    "9": Kind.TIME,
    "10": Kind.EXCLUDED,
}
_SET_KINDS = {"2": Kind.TRAILER_MISSING, "3": Kind.TRAILER_CONTROL, "4": Kind.TRAILER_COUNT}


class NotInstalledError(RuntimeError):
    """pyx12 is not there; the extra `second-opinion` brings it."""


def installed() -> bool:
    """Whether pyx12 is there."""
    return find_spec("pyx12") is not None


def ask(transaction_set: TransactionSet, guide: Guide) -> Opinion:
    """What pyx12 says of the set. Whatever it raises becomes a finding; NotInstalledError where it is not there."""
    if not installed():
        raise NotInstalledError
    segments, remarks = _readable(transaction_set.segments)
    try:
        findings = tuple(_Run(segments, transaction_set.delimiters.component, guide).findings())
    except Exception as error:  # noqa: BLE001 - a foreign engine: the set is not at fault, and the caller is told
        findings = (_failed(error, None, None),)
    return Opinion(findings, (*remarks, *_blind_spots(segments)))


def _readable(segments: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """The segments with letters that pyx12 does not know as `x`, and a remark where there were any."""
    if all(element.isascii() for segment in segments for element in segment):
        return [list(segment) for segment in segments], []
    return [[_ascii(element) for element in segment] for segment in segments], ["characters_replaced"]


def _ascii(text: str) -> str:
    return "".join(character if character.isascii() else "x" for character in text)


def _blind_spots(segments: Sequence[Sequence[str]]) -> list[str]:
    tags = {segment[0] for segment in segments}
    return ["totals_unchecked"] if tags & {"CTT", "TDS", "BPR"} else []


@lru_cache(maxsize=_MAPS_KEPT)
def _map(guide: Guide) -> Any:
    """The guide as pyx12 holds it; reading it takes longer than most documents do."""
    from pyx12.map_if import load_map_file
    from pyx12.params import params

    with folder_of(export(guide)) as folder:
        return load_map_file(map_name(guide), params(), str(folder))


class _Run:
    def __init__(self, segments: list[list[str]], component: str | None, guide: Guide) -> None:
        self._segments = segments
        self._guide = guide
        self._text = _enveloped(segments, component, guide)
        self._node: Any = None
        self._walker: Any = None

    def findings(self) -> Iterator[Finding]:
        from pyx12.map_walker import walk_tree
        from pyx12.x12file import X12Reader

        self._node = _map(self._guide).getnodebypath(f"{_GS_LOOP}/GS")
        self._walker = walk_tree()
        self._walker.forceWalkCounterToLoopStart(_ISA_LOOP, f"{_ISA_LOOP}/ISA")
        self._walker.forceWalkCounterToLoopStart(_GS_LOOP, f"{_GS_LOOP}/GS")
        reader = X12Reader(StringIO(self._text))
        seen = 0
        for index, segment in enumerate(reader):
            number = index - _BEFORE_SET + 1
            told = reader.pop_errors()
            if number < 1:
                continue  # ISA and GS: ours
            if number > len(self._segments) + 1:
                return  # IEA: ours
            seen = number
            try:
                yield from self._step(segment, number, told)
            except Exception as error:  # noqa: BLE001 - see ask; the segments behind this one can still be read
                yield _failed(error, number, str(segment.get_seg_id()))
        if seen <= len(self._segments):
            yield self._stopped(seen)

    def _step(self, segment: Any, number: int, told: Sequence[Any]) -> Iterator[Finding]:
        """All that is said about one segment; about GE, which is ours, only what is still missing before it."""
        tag, place = str(segment.get_seg_id()), min(number, len(self._segments))
        node, _, _, errors = self._walker.walk_errors(self._node, segment, number, number, None)
        yield from (_segment_finding(error, place, tag) for error in errors)
        if number > len(self._segments):
            return
        yield from (_reader_finding(error, place, tag) for error in told if error[0] in ("st", "seg"))
        if node is not None:
            self._node = node
            _, element_errors = node.is_valid_errors(segment)
            yield from (_element_finding(error, place, tag) for error in element_errors)

    def _stopped(self, seen: int) -> Finding:
        tag = self._segments[seen][0] if seen < len(self._segments) else None
        text = "pyx12 stopped reading before this segment without saying why."
        return Finding("pyx12_stopped", Kind.PYX12_STOPPED, text, min(seen + 1, len(self._segments)), tag)


def _failed(error: Exception, number: int | None, tag: str | None) -> Finding:
    text = f"pyx12 failed with {type(error).__name__}: {error}"
    return Finding("pyx12_failed", Kind.PYX12_FAILED, text, number, tag)


def _enveloped(segments: Sequence[Sequence[str]], component: str | None, guide: Guide) -> str:
    used = set().union(*(element for segment in segments for element in segment))
    marks: list[str] = []
    for wanted in (component or ":>", "*|", "~'"):
        keep = wanted == component  # its own separator stays: it stands between the components
        marks.append(
            next(mark for mark in wanted + _OTHER if keep or (mark not in used and mark not in marks))
        )
    sub, mark, end = marks
    version = interchange_version(guide)
    blank = " " * 10
    eleventh = "^" if version == "00501" else "U"
    isa = (
        "ISA", "00", blank, "00", blank, "ZZ", "SENDER".ljust(15), "ZZ", "RECEIVER".ljust(15), "260105", "0930",
        eleventh, version, "000000001", "0", "P", sub,
    )  # fmt: skip
    day = "20260105"
    gs = ("GS", guide.functional_id, "SENDER", "RECEIVER", day, "0930", "1", "X", guide.version)
    lines = [isa, gs, *segments, ("GE", "1", "1"), ("IEA", "1", "000000001")]
    return "".join(mark.join(line) + end for line in lines)


def _segment_finding(error: Any, number: int, tag: str) -> Finding:
    code = error.err_cde
    if code == "3" and error.map_node is not None:
        tag = str(error.map_node.id)
        if tag == "SE":
            return Finding("segment:3", Kind.TRAILER_MISSING, error.err_str, number, tag)
    return Finding(f"segment:{code}", _SEGMENT_KINDS.get(code, Kind.CONTENT), error.err_str, number, tag)


def _reader_finding(error: Any, number: int, tag: str) -> Finding:
    level, code, text, value = error[:4]
    if level == "st":
        return Finding(f"set:{code}", _SET_KINDS.get(code, Kind.CONTENT), text, number, tag, value=value)
    return Finding(f"segment:{code}", _SEGMENT_KINDS.get(code, Kind.CONTENT), text, number, tag, value=value)


def _element_finding(error: Any, number: int, tag: str) -> Finding:
    code = error.err_cde
    element, component = _place(error, tag)
    kind = _ELEMENT_KINDS.get(code, Kind.CONTENT)
    if code == "10" and error.map_node is not None:
        kind = Kind.ELEMENT_FORBIDDEN
    return Finding(f"element:{code}", kind, error.err_str, number, tag, element, component, error.err_val)


def _place(error: Any, tag: str) -> tuple[int | None, int | None]:
    """Element and component. A broken condition has none: it speaks of several elements."""
    node = error.map_node
    if node is not None:
        return (node.parent.seq, node.seq) if node.parent.is_composite() else (node.seq, None)
    if error.err_cde in ("2", "10") or not error.refdes:
        return None, None
    digits = str(error.refdes).removeprefix(tag)
    return (int(digits), None) if digits.isdigit() else (None, None)
