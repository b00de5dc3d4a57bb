"""Folded forms of text, computed by the application because an index on an expression is not used behind a wall."""

import unicodedata
from functools import lru_cache


def fold(value: str) -> str:
    """Text as it is compared: full width made half, case folded, blanks at the ends cut."""
    return unicodedata.normalize("NFKC", value).casefold().strip()


@lru_cache(maxsize=4096)
def sort_key(value: str) -> str:
    """Text as it is sorted: pinyin for Chinese, folded letters for the rest, so that both languages mix sensibly."""
    # Its dictionaries take a second to load, which processes that never sort names need not wait for.
    from pypinyin import Style, lazy_pinyin

    return " ".join(part for part in lazy_pinyin(fold(value), style=Style.NORMAL) if part.strip())
