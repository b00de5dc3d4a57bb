"""Which guide fits a set and a version, and what segments and elements are called."""

from functools import cache, lru_cache

from causeway.gateway.formats.base import Locale, Problem, Severity
from causeway.gateway.formats.x12.guides import (
    structure_810,
    structure_820,
    structure_824,
    structure_830,
    structure_846,
    structure_850,
    structure_852,
    structure_855,
    structure_856,
    structure_860,
    structure_861,
    structure_862,
    structure_865,
    structure_997,
    structure_999,
)
from causeway.gateway.formats.x12.guides.compile import compile_guide
from causeway.gateway.formats.x12.guides.derive import derive
from causeway.gateway.formats.x12.guides.dictionary import segment_defs
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.guides.overlays import Overlay, OverlayError, decode
from causeway.gateway.formats.x12.guides.versions import BASE_VERSION, VERSIONS, structure_for

# One row per set: functional identifier code (GS01) and structure. To add a set see docs/edi/adding-an-x12-set.md.
SETS: dict[str, tuple[str, str]] = {
    "810": ("IN", structure_810.STRUCTURE),
    "820": ("RA", structure_820.STRUCTURE),
    "824": ("AG", structure_824.STRUCTURE),
    "830": ("PS", structure_830.STRUCTURE),
    "846": ("IB", structure_846.STRUCTURE),
    "850": ("PO", structure_850.STRUCTURE),
    "852": ("PD", structure_852.STRUCTURE),
    "855": ("PR", structure_855.STRUCTURE),
    "856": ("SH", structure_856.STRUCTURE),
    "860": ("PC", structure_860.STRUCTURE),
    "861": ("RC", structure_861.STRUCTURE),
    "862": ("SS", structure_862.STRUCTURE),
    "865": ("CA", structure_865.STRUCTURE),
    "997": ("FA", structure_997.STRUCTURE),
    "999": ("FA", structure_999.STRUCTURE),
}
# The first version that has the set, where it is younger than our oldest.
SINCE = {"999": "005010"}
_OVERLAYS_KEPT = 512


def find_guide(set_id: str, version: str, overlay: Overlay | None = None) -> Guide | None:
    """The guide for a set under a GS08 such as `004010`, `004010VICS` or `005010X230`; None where there is none.

    With an overlay it is the guide with the partner's rules: OverlayError where they do not fit it, ValueError for an
    overlay that is made for another set or version (`in_force` chooses one that fits).
    """
    release = version.strip()[:6]
    if set_id not in SETS or release not in VERSIONS or release < SINCE.get(set_id, ""):
        return None
    if overlay is None:
        return _compiled(set_id, release)
    if not overlay.fits(set_id, release):
        raise ValueError(f"overlay {overlay.name} is not for {set_id} {release}")
    return _overlaid(overlay)


def read_overlay(data: bytes | str) -> Overlay:
    """The overlay of a JSON text, checked against its guide. Raises OverlayError with all that is wrong."""
    overlay = decode(data)
    if find_guide(overlay.set_id, overlay.version, overlay) is None:
        asked = f"{overlay.set_id} {overlay.version}"
        raise OverlayError([Problem("overlay_without_guide", Severity.ERROR, value=asked)])
    return overlay


@cache
def _compiled(set_id: str, version: str) -> Guide:
    functional_id, structure = SETS[set_id]
    return compile_guide(set_id, version, functional_id, structure_for(version, structure))


@lru_cache(maxsize=_OVERLAYS_KEPT)
def _overlaid(overlay: Overlay) -> Guide:
    return derive(_compiled(overlay.set_id, overlay.version), overlay)


def functional_id_of(set_id: str) -> str | None:
    """The GS01 under which a set travels."""
    return SETS[set_id][0] if set_id in SETS else None


_CONTROL_NAMES = {
    "ISA": ("Interchange header", "交换开始"),
    "IEA": ("Interchange trailer", "交换结束"),
    "GS": ("Functional group header", "功能组开始"),
    "GE": ("Functional group trailer", "功能组结束"),
    "TA1": ("Interchange acknowledgment", "交换确认"),
}


def segment_name(tag: str, locale: Locale) -> str | None:
    """What a segment is called, None for one that no guide of ours uses."""
    segment = segment_defs(BASE_VERSION).get(tag)
    names = segment.names if segment else _CONTROL_NAMES.get(tag)
    return names[locale == "zh_CN"] if names else None


def element_name(tag: str, position: int, locale: Locale, guide: Guide | None = None) -> str | None:
    """What the element at a position (from 1) is called, None where the segment or position is not defined."""
    segments = guide.segments if guide else segment_defs(BASE_VERSION)
    segment = segments.get(tag)
    if segment is None or not 0 < position <= len(segment.elements):
        return None
    return segment.elements[position - 1].element.names[locale == "zh_CN"]
