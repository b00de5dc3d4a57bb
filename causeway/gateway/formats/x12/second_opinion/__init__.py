"""The second opinion: pyx12, a validator that shares no line with ours, run over one set against our guide in its format.

Run on demand alone, never where messages flow: it takes tens of milliseconds and more. `ask` never raises for what the
set holds, and `compare` lays its findings beside our problems. It needs the extra `second-opinion` (see `installed`).
"""

from collections.abc import Iterable

from causeway.gateway.formats.base import Problem
from causeway.gateway.formats.x12.delimiters import DEFAULT_OPTIONS, ReadOptions
from causeway.gateway.formats.x12.envelope import TransactionSet
from causeway.gateway.formats.x12.guides.model import Guide
from causeway.gateway.formats.x12.second_opinion.compare import Comparison, Row, Side, compare
from causeway.gateway.formats.x12.second_opinion.findings import Finding, Kind, Opinion
from causeway.gateway.formats.x12.second_opinion.maps import export
from causeway.gateway.formats.x12.second_opinion.opinion import NotInstalledError, ask, installed
from causeway.gateway.formats.x12.second_opinion.sentences import kind_name, remark_sentence
from causeway.gateway.formats.x12.validate import validate

__all__ = [
    "Comparison",
    "Finding",
    "Kind",
    "NotInstalledError",
    "Opinion",
    "Row",
    "Side",
    "ask",
    "beside",
    "compare",
    "export",
    "installed",
    "kind_name",
    "remark_sentence",
]


def beside(
    transaction_set: TransactionSet,
    guide: Guide,
    options: ReadOptions = DEFAULT_OPTIONS,
    problems: Iterable[Problem] | None = None,
) -> Comparison:
    """What we say of the set and what pyx12 says, side by side. NotInstalledError where pyx12 is not there.

    `problems` are those of its reader, which also sees hierarchies and sums; without them the set is checked alone.
    """
    ours = validate(transaction_set, guide, options) if problems is None else problems
    return compare(ours, ask(transaction_set, guide))
