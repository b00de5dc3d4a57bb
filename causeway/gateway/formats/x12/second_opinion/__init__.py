"""The second opinion: pyx12, a validator that shares no line with ours, run over one set against our guide in its format.

Run on demand alone, never where messages flow: it takes tens of milliseconds and more. `ask` never raises for what the
set holds, and `compare` lays its findings beside our problems. It needs the extra `second-opinion` (see `installed`).
"""

from causeway.gateway.formats.x12.second_opinion.compare import Comparison, Row, Side, compare
from causeway.gateway.formats.x12.second_opinion.findings import Finding, Kind, Opinion
from causeway.gateway.formats.x12.second_opinion.maps import export
from causeway.gateway.formats.x12.second_opinion.opinion import NotInstalledError, ask, installed
from causeway.gateway.formats.x12.second_opinion.sentences import kind_name, remark_sentence

__all__ = [
    "Comparison",
    "Finding",
    "Kind",
    "NotInstalledError",
    "Opinion",
    "Row",
    "Side",
    "ask",
    "compare",
    "export",
    "installed",
    "kind_name",
    "remark_sentence",
]
