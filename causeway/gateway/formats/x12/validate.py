"""Checking a set against its guide without mapping it: for our own output, and for sets that have no reader."""

from causeway.gateway.formats.base import Problem
from causeway.gateway.formats.x12.builders import DocumentBuilder
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.envelope import TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.reading import Reading, Row

_NO_ROWS: dict[str, Row] = {}


def validate(
    transaction_set: TransactionSet, guide: Guide, options: ReadOptions = DEFAULT_OPTIONS
) -> tuple[Problem, ...]:
    """Everything that is wrong with the set's structure and elements, its own envelope included."""
    reading = Reading(transaction_set, guide, options)
    reading.owner = DocumentBuilder()
    reading.walk(_NO_ROWS)
    reading.note_separators_in_elements()
    return (*transaction_set.problems, *reading.problems)
