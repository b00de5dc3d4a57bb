"""What a partner sent, made safe to look at: nothing in it can hide, reorder or disguise the text around it.

Escaping alone does not help against characters that have no shape of their own: a right-to-left override swaps what
a reader sees, a zero-width space makes two codes look alike. They are shown as what they are, by their number.
"""

import re

from markupsafe import Markup, escape

# C0 and C1 controls, soft hyphen, Arabic letter mark, zero-width and bidirectional controls, line and paragraph
# separators, invisible operators, variation selectors, byte order mark, interlinear marks, tags, lone surrogates.
_SHAPELESS = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)


def visible(value: object) -> Markup:
    """The text escaped, each character without a shape replaced by a small box with its number."""
    text = str(value)
    if not _SHAPELESS.search(text):
        return escape(text)
    parts: list[str] = []
    end = 0
    for match in _SHAPELESS.finditer(text):
        parts.append(str(escape(text[end : match.start()])))
        parts.append(f'<span class="shapeless">U+{ord(match[0]):04X}</span>')
        end = match.end()
    parts.append(str(escape(text[end:])))
    return Markup("".join(parts))  # noqa: S704 - every piece was escaped or is a number of ours


def plain(value: object) -> str:
    """The same as text, for a place that holds no markup (a title, a file name)."""
    return _SHAPELESS.sub(lambda match: f"[U+{ord(match[0]):04X}]", str(value))


_NOT_IN_FILE_NAMES = re.compile(r"[^\w.\-]+")


def file_name(value: str) -> str:
    """The text as a part of a file name: letters of any script, digits, points and dashes, not too long."""
    return _NOT_IN_FILE_NAMES.sub("_", value).strip("._-")[:80] or "message"
