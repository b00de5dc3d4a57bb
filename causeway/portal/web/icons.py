"""The icons of the portal, drawn on a grid of 16 with one stroke; decoration only, a word always stands beside."""

from functools import cache

from markupsafe import Markup

_PATHS = {
    "home": "M2 7.5 8 2.5l6 5V13a.8.8 0 0 1-.8.8H2.8A.8.8 0 0 1 2 13zM6.3 13.8V9.5h3.4v4.3",
    "order": "M4 2h8v12H4zM6 5.5h4M6 8h4M6 10.5h2",
    "truck": (
        "M1.5 4h8v7h-8zM9.5 6.5h3l2 2.2V11h-5M4.5 13a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6"
        "M12 13a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6"
    ),
    "box": "M2 5 8 2l6 3v6l-6 3-6-3zM2 5l6 3 6-3M8 8v6",
    "message": "M5 4 2 8l3 4M11 4l3 4-3 4M9 3 7 13",
    "code": "M2.5 3v10M5 3v10M7.5 3v7M10 3v7M13.5 3v10M7.5 13h3",
    "people": (
        "M6 7.5a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8M1.8 13c.4-2.4 2-3.7 4.2-3.7s3.8 1.3 4.2 3.7"
        "M11 7.3a2 2 0 1 0 0-4M11.8 9.4c1.4.4 2.2 1.6 2.5 3.4"
    ),
    "person": "M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8M2.8 13.8c.4-2.8 2.4-4.3 5.2-4.3s4.8 1.5 5.2 4.3",
    "partners": "M2 13.5V5l4-2.5V13.5M6 6h8v7.5M1 13.5h14M8.5 8.5h1M11 8.5h1M8.5 11h1M11 11h1",
    "search": "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M10.3 10.3l3.4 3.4",
    "more": "M3.5 8h.01M8 8h.01M12.5 8h.01",
    "menu": "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
    "up": "m4 9.5 4-4 4 4",
    "down": "m4 6.5 4 4 4-4",
    "right": "m6 3.5 4.5 4.5L6 12.5",
    "left": "M10 3.5 5.5 8l4.5 4.5",
    "close": "m4 4 8 8M12 4l-8 8",
    "check": "m3 8.5 3.2 3.2L13 5",
    "plus": "M8 3v10M3 8h10",
    "sun": (
        "M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3"
        "M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9"
    ),
    "moon": "M13.5 9.7A5.8 5.8 0 0 1 6.3 2.5a5.8 5.8 0 1 0 7.2 7.2z",
    "contrast": "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 2v12M8 5h3.5M8 8h6M8 11h3.5",
    "keyboard": "M1.5 4h13v8h-13zM4 6.5h.01M6.5 6.5h.01M9 6.5h.01M11.5 6.5h.01M5 9.5h6",
    "sign-out": "M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6",
    "switch": "M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13",
    "shield": "M8 1.8 13 4v3.6c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6V4z",
    "key": "M5.3 11.7a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6M7.3 7l5.5-4.5M10.5 4.3l1.8 2.2",
    "device": "M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3",
    "warning": "M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.6h.01",
    "info": "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 7.3v3.9M8 5h.01",
    "clock": "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M8 4.8V8l2.2 1.6",
    "inbox": "M2 9.5 4 3h8l2 6.5V13H2zM2 9.5h3.3l.9 1.7h3.6l.9-1.7H14",
    "copy": "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
    "pin": "M8 14s4.5-4 4.5-7.3a4.5 4.5 0 0 0-9 0C3.5 10 8 14 8 14M8 8.2a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2",
    "link": "M6.5 9.5l3-3M7.5 4.5l1.2-1.2a2.8 2.8 0 0 1 4 4L11.5 8.5M8.5 11.5l-1.2 1.2a2.8 2.8 0 0 1-4-4L4.5 7.5",
    "filter": "M2 3.5h12L9.5 8.8V13l-3-1.5V8.8z",
    "download": "M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.5 13.5h11",
    "upload": "M8 10.5V3M4.8 6 8 2.8 11.2 6M2.5 13.5h11",
    "edit": "M2.5 13.5l.7-3L10.5 3.2l2.3 2.3-7.3 7.3zM9 4.7 11.3 7",
    "split": "M2.5 8h4L10 3.5h3.5M6.5 8 10 12.5h3.5M11.5 1.5l2 2-2 2M11.5 10.5l2 2-2 2",
    "undo": "M5.5 3 2.5 6l3 3M2.5 6h7a3.8 3.8 0 0 1 0 7.5H6",
    "send": "M14 2 7.2 8.8M14 2 9.5 14 7.2 8.8 2 6.5z",
    "flag": "M3.5 14V2.5h8.5L10.3 5.5 12 8.5H3.5",
}


@cache
def icon(name: str) -> Markup:
    """The icon of that name as inline SVG, hidden from screen readers; KeyError for one that does not exist."""
    return Markup(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="{}"/></svg>'
    ).format(_PATHS[name])


def names() -> tuple[str, ...]:
    """All icons there are."""
    return tuple(_PATHS)
