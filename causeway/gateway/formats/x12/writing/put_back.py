"""Extensions back to where they came from: whole segments in the guide's order, single elements into their segment.

An extension knows the number of its segment in the set that was read. As long as the written segments count as those
that were read, that number is the place. Where they do not (the message was changed since), an extension goes back
only where one place is possible. In every case it has to come out as an extension again if the result is read: in a
place without a mapping row, reached in the guide's order, free of errors. What cannot is handed back, never guessed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from causeway.gateway.canonical.references import Extension
from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.guides.compile import edge
from causeway.gateway.formats.x12.guides.diagnose import diagnose
from causeway.gateway.formats.x12.guides.model import Guide, Place, SegmentDef
from causeway.gateway.formats.x12.write_envelope import OutElement, OutSegment
from causeway.gateway.formats.x12.writing.values import Default

_PLAIN_SEPARATOR = "\x1f"


@dataclass(slots=True, eq=False)
class Owner:
    """Whose extensions they are, and from which written segment on its own stand; `of` where it goes on from before."""

    extensions: tuple[Extension, ...]
    start: int = 0
    of: "Owner | None" = None


@dataclass(slots=True, eq=False)
class _Sent:
    """What one segment that was read left behind: the whole of it, or elements by position."""

    at: int
    tag: str
    parts: list[Extension]
    elements: dict[int, OutElement] = field(default_factory=dict)
    is_whole: bool = False

    def segment(self) -> OutSegment:
        width = max(self.elements, default=0)
        return [self.tag, *(self.elements.get(position, "") for position in range(1, width + 1))]

    def fits_into(self, segment: OutSegment) -> bool:
        """Whether these are the elements that the segment lacks."""
        if self.is_whole or segment[0] != self.tag:
            return False
        return not any(_holds(segment, position, element) for position, element in self.elements.items())


def put_back(
    segments: Sequence[OutSegment],
    owners: Sequence[Owner],
    guide: Guide,
    mapped: Collection[str],
    count: int | None,
) -> tuple[list[OutSegment], list[Extension]]:
    """The segments with the owners' extensions among them, and the extensions that have no place here.

    `count` is the number of segments of the set that was read, ST and SE included.
    """
    by_number = _ByNumber(guide, mapped)
    merged = by_number.merge(segments, owners)
    if merged is not None and len(merged) + by_number.gaps + 2 == count:
        segments, owners = merged, by_number.owners
        if not any(owner.extensions for owner in owners):
            return merged, []
    by_order = _ByOrder(guide, mapped)
    return by_order.merge(segments, owners), by_order.lost


class _Merge:
    def __init__(self, guide: Guide, mapped: Collection[str]) -> None:
        self.guide = guide
        self.mapped = mapped
        self.lost: list[Extension] = []

    def next_place(self, place: Place, segment: OutSegment, *, is_whole: bool) -> Place | None:
        """Where an extension's segment stands after a place; None where the guide has nothing like it there."""
        tag = str(segment[0])
        found = place.edges.get(tag) or edge(place, tag)
        if found is None or found.out_of_order or found.missing or found.place.tolerated:
            return None
        if is_whole and found.place.path in self.mapped:
            return None
        return found.place if _is_clean(found.place.segment, segment) else None

    def step(self, place: Place, segment: OutSegment) -> Place:
        """The place of a mapped segment; what the guide does not allow is told when the set is checked."""
        tag = str(segment[0])
        found = place.edges.get(tag) or edge(place, tag)
        return found.place if found else place


class _ByNumber(_Merge):
    """Merges by the numbers of the segments.

    `gaps` counts the segments that cannot come back like this, which keep their number; `owners` are then left with
    them, and with where they stand among the merged segments.
    """

    def __init__(self, guide: Guide, mapped: Collection[str]) -> None:
        super().__init__(guide, mapped)
        self.gaps = 0
        self.owners: list[Owner] = []

    def merge(self, segments: Sequence[OutSegment], owners: Sequence[Owner]) -> list[OutSegment] | None:
        """The merged segments; None where the numbers do not fit."""
        waiting = {id(owner): _sent(owner.extensions) for owner in owners if owner.of is None}
        out: list[OutSegment] = []
        place, walked = self.guide.start, 0
        ends = [owner.start for owner in owners[1:]] + [len(segments)]
        left: dict[int, Owner] = {}
        for owner, end in zip(owners, ends, strict=True):
            root = owner.of or owner
            sent = waiting[id(root)]
            self.lost = []
            start = len(out)
            if not sent:  # nothing to look for: the place is worked out when it is asked for again
                out += segments[owner.start : end]
            for at in range(owner.start, end) if sent else ():
                place, walked = self._walked(place, out, walked)
                segment = segments[at]
                self._insert(out, sent, place, segment)
                if sent and sent[0].at == len(out) + self.gaps + 2:
                    segment = self._filled(segment, sent.pop(0), segments[owner.start : end])
                out.append(segment)
            if sent:
                place, walked = self._walked(place, out, walked)
                self._insert(out, sent, place, None)
            again = left.get(id(root))
            left[id(root)] = mine = Owner((), start, again)
            (again or mine).extensions += tuple(self.lost)
            self.owners.append(mine)
        return None if any(waiting.values()) else out

    def _walked(self, place: Place, out: list[OutSegment], walked: int) -> tuple[Place, int]:
        """The place after all that is out, and how much that is, from the place after the first `walked`."""
        for segment in out[walked:]:
            place = self.step(place, segment)
        return place, len(out)

    def _insert(
        self, out: list[OutSegment], sent: list[_Sent], place: Place, following: OutSegment | None
    ) -> None:
        """Puts in what stood here by its number, up to what belongs into the segment that follows."""
        while sent and sent[0].at == len(out) + self.gaps + 2:
            if following is not None and sent[0].fits_into(following):
                break
            one = sent.pop(0)
            segment = one.segment()
            found = self.next_place(place, segment, is_whole=one.is_whole)
            if found is None:
                self.lost.extend(one.parts)
                self.gaps += 1
            else:
                out.append(segment)
                place = found

    def _filled(self, segment: OutSegment, one: _Sent, block: Sequence[OutSegment]) -> OutSegment:
        if _may_be_another(segment, one, block):
            self.lost.extend(one.parts)
            return segment
        filled = _fill(self.guide, segment, one)
        if filled is None:
            self.lost.extend(one.parts)
        return filled or segment


@dataclass(slots=True, eq=False)
class _Block:
    """The written segments of one owner in one stretch, and the place in the guide that they follow."""

    owner: Owner
    segments: list[OutSegment]
    before: Place
    is_head: bool


class _ByOrder(_Merge):
    """Merges where the numbers say nothing: only what has one possible place goes back."""

    def merge(self, segments: Sequence[OutSegment], owners: Sequence[Owner]) -> list[OutSegment]:
        """The merged segments."""
        blocks = self._blocks(segments, owners)
        for owner in owners:
            own = [block for block in blocks if block.owner is owner] if owner.extensions else []
            for run in _runs(_sent(owner.extensions)):
                if not (self._fill_only(run, own) or self._insert_run(run, own)):
                    self.lost.extend(part for one in run for part in one.parts)
        return [segment for block in blocks for segment in block.segments]

    def _blocks(self, segments: Sequence[OutSegment], owners: Sequence[Owner]) -> list[_Block]:
        blocks: list[_Block] = []
        place = self.guide.start
        ends = [owner.start for owner in owners[1:]] + [len(segments)]
        for owner, end in zip(owners, ends, strict=True):
            own = list(segments[owner.start : end])
            blocks.append(_Block(owner.of or owner, own, place, not blocks))
            for segment in own:
                place = self.step(place, segment)
        return blocks

    def _fill_only(self, run: list[_Sent], blocks: list[_Block]) -> bool:
        """Fills single elements into the only segment that they can be of."""
        [one, *more] = run
        if more or one.is_whole:
            return False
        alike = [
            (block, at)
            for block in blocks
            for at, segment in enumerate(block.segments)
            if segment[0] == one.tag
        ]
        if len(alike) != 1:
            return False
        block, at = alike[0]
        filled = _fill(self.guide, block.segments[at], one) if one.fits_into(block.segments[at]) else None
        if filled is not None:
            block.segments[at] = filled
        return filled is not None

    def _insert_run(self, run: list[_Sent], blocks: list[_Block]) -> bool:
        found = [(block, spots) for block in blocks if (spots := self._spots(run, block))]
        if len(found) != 1:
            return False
        block, spots = found[0]
        block.segments[spots[-1] : spots[-1]] = [one.segment() for one in run]
        return True

    def _spots(self, run: list[_Sent], block: _Block) -> list[int]:
        """The indices at which the run can stand, provided that they are all within one occurrence of one loop."""
        place = block.before
        passed: list[Place] = []
        spots: list[int] = []
        loops = set()
        for at, segment in enumerate([*block.segments, None]):
            first = self.next_place(place, run[0].segment(), is_whole=run[0].is_whole)
            if (at or block.is_head) and first is not None and self._fits(run, place, segment):
                spots.append(at)
                loops.add(_loop_of(first, passed))
            if segment is not None:
                place = self.step(place, segment)
                passed.append(place)
        return spots if len(loops) == 1 else []

    def _fits(self, run: list[_Sent], place: Place, following: OutSegment | None) -> bool:
        """Whether the run can follow a place, and the next segment stays what it is behind the run."""
        end: Place | None = place
        for one in run:
            end = self.next_place(end, one.segment(), is_whole=one.is_whole) if end else None
        if end is None or following is None:
            return end is not None
        found = edge(end, str(following[0]))
        return found is not None and not found.out_of_order and found.place is self.step(place, following)


def _loop_of(place: Place, passed: list[Place]) -> tuple[str, int]:
    """The loop that a segment at a place stands in, and which segment began it; a loop of its own counts outside."""
    loop = place.loop
    if loop.trigger is place and loop.parent is not None:
        loop = loop.parent
    began = max((n for n, other in enumerate(passed) if other is loop.trigger), default=-1)
    return loop.path, began


def _sent(extensions: Sequence[Extension]) -> list[_Sent]:
    """The extensions as segments and parts of segments, in the order they were read."""
    found: dict[tuple[int, str], _Sent] = {}
    pending = list(extensions)
    for extension in pending:
        pending.extend(extension.children)
        tag, _, position = extension.tag.partition(".")
        one = found.setdefault((extension.at, tag), _Sent(extension.at, tag, []))
        one.parts.append(extension)
        if position:
            one.elements[int(position)] = extension.elements[0] if extension.elements else ""
        else:
            one.is_whole = True
            one.elements.update(enumerate(extension.elements, 1))
    return sorted(found.values(), key=lambda one: one.at)


def _runs(sent: list[_Sent]) -> list[list[_Sent]]:
    """Whole segments that stood one behind the other, kept together: a loop with what hangs below it."""
    runs: list[list[_Sent]] = []
    for one in sent:
        last = runs[-1][-1] if runs else None
        if last and one.is_whole and last.is_whole and one.at == last.at + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _holds(segment: OutSegment, position: int, element: OutElement) -> bool:
    """Whether the segment says something else there; the first part of a composite may have a field of its own."""
    written = segment[position] if position < len(segment) else ""
    if not written or isinstance(written, Default):
        return False
    return not (isinstance(element, tuple) and element[0] == written)


def _fill(guide: Guide, segment: OutSegment, one: _Sent) -> OutSegment | None:
    """The segment with the elements in it; None where they would bring in an error that is not there without them."""
    filled = list(segment)
    for position, element in one.elements.items():
        filled.extend([""] * (position + 1 - len(filled)))
        filled[position] = element
    definition = guide.segments.get(one.tag)
    if definition is None or (_is_clean(definition, segment) and not _is_clean(definition, filled)):
        return None
    return filled


def _may_be_another(segment: OutSegment, one: _Sent, block: Sequence[OutSegment]) -> bool:
    """Whether the segment with this number may be another one than was read there, as its like are put in order."""
    if segment[0] == "PID":
        # Descriptions are written before characteristics: what is left of the one does not go with the other.
        is_description = segment[1] == "F"
        if 2 in one.elements:
            return not is_description
        has_code = len(segment) > 4 and bool(segment[4])
        return is_description and (4 in one.elements or not has_code)
    return segment[0] == "DTM" and sum(other[0] == "DTM" for other in block) > 1


def _is_clean(definition: SegmentDef, segment: OutSegment) -> bool:
    """Whether nothing in the segment is an error by the guide."""
    texts = [_flat(element) for element in segment]
    severe = (Severity.ERROR, Severity.FATAL)
    return not any(fault[1] in severe for fault in diagnose(definition, texts, _PLAIN_SEPARATOR))


def _flat(element: OutElement) -> str:
    if isinstance(element, str):
        return element
    return _PLAIN_SEPARATOR.join(part if isinstance(part, str) else _flat(part) for part in element)
