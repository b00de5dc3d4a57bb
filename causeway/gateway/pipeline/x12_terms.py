"""An agreement's terms in the words of the X12 engine, which knows no agreements."""

from causeway.gateway.canonical.orders import QuantityMeaning
from causeway.gateway.formats.x12 import Delimiters, Leniency, ReadOptions, WriteOptions
from causeway.gateway.partners.terms import Terms


def read_options(terms: Terms) -> ReadOptions:
    """How this partner's files are read."""
    means = QuantityMeaning(terms.quantity_means)
    if terms.leniencies is None:
        return ReadOptions(charset=terms.charset, quantity_means=means)
    chosen = frozenset(Leniency(name) for name in terms.leniencies)
    return ReadOptions(charset=terms.charset, leniencies=chosen, quantity_means=means)


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
