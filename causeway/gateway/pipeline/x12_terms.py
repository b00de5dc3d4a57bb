"""An agreement's terms in the words of the X12 engine, which knows no agreements."""

import datetime as dt
from functools import lru_cache

import msgspec

from causeway.gateway.canonical.orders import QuantityMeaning
from causeway.gateway.formats.x12 import Delimiters, Leniency, ReadOptions, WriteOptions
from causeway.gateway.formats.x12.guides import read_overlay
from causeway.gateway.formats.x12.guides.overlays import Overlay, OverlayError, in_force
from causeway.gateway.partners.terms import Terms
from causeway.tenants.errors import AgreementError

_AGREEMENTS_KEPT = 512


def read_options(terms: Terms) -> ReadOptions:
    """How this partner's files are read."""
    means = QuantityMeaning(terms.quantity_means)
    if terms.leniencies is None:
        return ReadOptions(charset=terms.charset, quantity_means=means)
    chosen = frozenset(Leniency(name) for name in terms.leniencies)
    return ReadOptions(charset=terms.charset, leniencies=chosen, quantity_means=means)


def overlay_for(terms: Terms, set_id: str, version: str, day: dt.date | None) -> Overlay | None:
    """The partner's rules for a set written on that day; the youngest of all where no day is known.

    AgreementError where the rules do not fit their guide.
    """
    if not terms.overlays:
        return None
    return in_force(overlays_of(terms), set_id, version, day or dt.date.max)


def overlays_of(terms: Terms) -> tuple[Overlay, ...]:
    """The partner's rules for all sets, checked against their guides; AgreementError where they do not fit."""
    return _overlays(msgspec.json.encode(terms.overlays))


@lru_cache(maxsize=_AGREEMENTS_KEPT)
def _overlays(encoded: bytes) -> tuple[Overlay, ...]:
    try:
        return tuple(read_overlay(bytes(one)) for one in msgspec.json.decode(encoded, type=list[msgspec.Raw]))
    except OverlayError as error:
        raise AgreementError(str(error)) from error


def write_delimiters(terms: Terms) -> Delimiters:
    """The four characters that we write with."""
    chosen = terms.delimiters
    return Delimiters(chosen.element, chosen.component, chosen.repetition, chosen.terminator)


def write_options(terms: Terms, version: str) -> WriteOptions:
    """How our documents are written for this partner."""
    return WriteOptions(
        version=version,
        units=tuple(sorted(terms.units.items())),
        delivery_qualifier=terms.delivery_qualifier,
        ship_qualifier=terms.ship_qualifier,
    )
