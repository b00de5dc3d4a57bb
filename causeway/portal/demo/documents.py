"""The demo's X12 files with their dates filled in: `{today8}`, `{today6}`, `{time}`, `{+12}` (days after the anchor).

The anchor is the day on which the demo was first prepared, so that a second start sends the same bytes again, which
the endpoint recognises as copies.
"""

import re
from datetime import datetime, timedelta
from importlib.resources import files

_TOKEN = re.compile(r"\{(today6|today8|time|\+\d+)\}")


def render(name: str, anchor: datetime) -> bytes:
    """One file as the partner's system would have written it at that moment, in UTF-8."""
    text = (files(__package__) / "files" / name).read_bytes().decode("utf-8")

    def fill(match: re.Match[str]) -> str:
        wanted = match.group(1)
        if wanted == "today6":
            return anchor.strftime("%y%m%d")
        if wanted == "today8":
            return anchor.strftime("%Y%m%d")
        if wanted == "time":
            return anchor.strftime("%H%M")
        return (anchor + timedelta(days=int(wanted))).strftime("%Y%m%d")

    return _TOKEN.sub(fill, text).encode("utf-8")
