"""Whether a set that we wrote keeps to its guide: yes or no, in a fraction of the time of a reading.

A no may be too strict (a leniency, a segment out of its order); who asks looks closer then, with a whole reading.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from causeway.gateway.formats.base import Severity
from causeway.gateway.formats.x12.guides import checks
from causeway.gateway.formats.x12.guides.compile import edge as find_edge
from causeway.gateway.formats.x12.guides.diagnose import diagnose
from causeway.gateway.formats.x12.guides.model import Guide, Place

_CHECKS_KEPT = 8_192


def is_clean(guide: Guide, segments: Sequence[list[str]], separator: str | None) -> bool:
    """Whether the segments from ST to SE are all in place, often enough and not too often, and free of errors."""
    place = guide.start
    counts: dict[Place, int] = {}
    if not _segment_is_clean(place, segments[0], separator):
        return False
    for segment in segments[1:]:
        tag = segment[0]
        edge = place.edges.get(tag) or find_edge(place, tag)
        if edge is None or edge.missing or edge.out_of_order or edge.place.forbidden:
            return False
        place = edge.place
        counts[place] = count = counts.get(place, 1) + 1 if edge.repeats else 1
        if count > 1 and (most := _most(place)) is not None and count > most:
            return False
        if not _check(place, len(segment) - 1)(segment) and not _segment_is_clean(place, segment, separator):
            return False
    return place.segment.tag == "SE"


@lru_cache(maxsize=_CHECKS_KEPT)
def _most(place: Place) -> int | None:
    begins_loop = place.loop.trigger is place and place.loop.parent is not None
    return place.loop.most if begins_loop else place.most


def _segment_is_clean(place: Place, segment: list[str], separator: str | None) -> bool:
    severe = (Severity.ERROR, Severity.FATAL)
    return not any(fault[1] in severe for fault in diagnose(place.segment, segment, separator))


@lru_cache(maxsize=_CHECKS_KEPT)
def _check(place: Place, count: int) -> Any:
    # By place: a definition is a value, and comparing it costs more than all of the check.
    test, constants = checks.condition(place.segment, count)
    return checks.function(f"def run(s):\n {checks.names(count)}= s\n return {test}", constants)
