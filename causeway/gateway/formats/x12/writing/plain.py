"""Segments that invoices, receipts, advices and remittances share: carrier, plain notes, what has no place at all."""

from collections.abc import Iterable
from typing import Any

import msgspec

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.items import Item
from causeway.gateway.canonical.quantities import Price
from causeway.gateway.canonical.references import Note, Reference
from causeway.gateway.canonical.terms import Transport
from causeway.gateway.formats.x12.meanings import PURPOSE_CODES, REFERENCE_CODES
from causeway.gateway.formats.x12.write_envelope import lines_of
from causeway.gateway.formats.x12.writing.attachments import write_reference
from causeway.gateway.formats.x12.writing.base import Writer
from causeway.gateway.formats.x12.writing.lines import write_more_prices
from causeway.gateway.formats.x12.writing.values import as_sent

_LONGEST_NOTE = 80


def purpose_code(w: Writer, message: Any, place: str) -> str:
    """The purpose (353) of a message."""
    return w.code(message.purpose_as_sent, "353", PURPOSE_CODES, message.purpose or Purpose.ORIGINAL, place)


def lose_fields(w: Writer, owner: Any, tag: str, *names: str) -> None:
    """Tells which of the owner's fields the document has no place for, where they hold something."""
    for name in names:
        if getattr(owner, name) not in (None, ()):
            w.lose(tag, name)


def write_plain_notes(w: Writer, notes: Iterable[Note]) -> None:
    """One NTE for each note, more where a text from elsewhere is longer than an NTE."""
    for note in notes:
        code = as_sent(note.as_sent, "363")
        for text in lines_of(note.text, _LONGEST_NOTE) if not w.is_homecoming else (note.text,):
            w.add("NTE", code, text)


def lose_notes(w: Writer, notes: Iterable[Note]) -> None:
    """Tells the texts of another standard's message, for sets that have no place for a text."""
    if not w.is_homecoming:
        for note in notes:
            w.lose("NTE", note.text)


def write_only_references(w: Writer, references: Iterable[Reference]) -> None:
    """One REF for each reference, for sets whose references have no date."""
    for reference in references:
        write_reference(w, reference)
        if reference.date is not None:
            w.lose("REF", reference.date.isoformat())


def write_only_prices(w: Writer, prices: Iterable[Price], currency: str | None) -> None:
    """One CTP for each price; it says neither for how many the price is nor in which currency but the document's."""
    for price in prices:
        write_more_prices(w, (price,))
        if price.per is not None:
            w.lose("CTP", f"per {price.per.value} {price.per.unit or ''}".strip())
        if price.currency not in (None, currency):
            w.lose("CTP", price.currency)


def reference_pair(w: Writer, reference: Reference | None, place: str) -> tuple[str, str]:
    """Qualifier (128) and number of a reference; empty where there is none."""
    if reference is None or not reference.number:
        return "", ""
    return w.code(reference.as_sent, "128", REFERENCE_CODES, reference.kind, place), reference.number


def write_cad(w: Writer, stage: Transport) -> None:
    """CAD: who carried what is invoiced."""
    [equipment, *more] = stage.equipment or (None,)
    [reference, *further] = stage.references or (None,)
    for spare in more:
        w.lose("CAD03", spare.number if spare else "")
    for other in further:
        w.lose("CAD08", other.number if other else "")
    carrier = stage.carrier
    if carrier is not None and carrier.scheme != "scac":
        w.lose("CAD04", carrier.value)
        carrier = None
    w.add(
        "CAD",
        stage.mode or "",
        "",
        (equipment.number or "") if equipment else "",
        carrier.value if carrier else "",
        stage.routing or stage.carrier_name or "",
        "",
        *reference_pair(w, reference, "CAD07"),
        stage.service_level or "",
    )
    lose_fields(w, stage, "CAD", "stage", "transit_time", "location", "text")


def without_measures(item: Item) -> Item:
    """The item without what was measured, for sets whose MEA does not stand among the PIDs."""
    return msgspec.structs.replace(
        item, attributes=tuple(one for one in item.attributes if not _is_measure(one.as_sent))
    )


def measures_of(item: Item) -> Item:
    """What was measured of the item, and nothing else."""
    return Item(attributes=tuple(one for one in item.attributes if _is_measure(one.as_sent)))


def _is_measure(sent: str | None) -> bool:
    return bool(as_sent(sent, "738") or as_sent(sent, "737"))
