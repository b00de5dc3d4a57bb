"""The addresses of pages: a page asks for thirty to forty of them, and most are those of the page before."""

from typing import Any

from flask import Flask, has_request_context, request

MOST_KEPT = 4096


class Portal(Flask):
    """The application; it keeps the addresses it has built, which Werkzeug takes longer to build than a row to write.

    Inside a request an address without host depends on the place where the application is mounted, the endpoint and
    its values, and on nothing else.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._kept: dict[tuple[Any, ...], str] = {}

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As Flask says it; only what is asked for in the common way is kept."""
        # `flask.url_for` names all of its own options, whether it was given them or not.
        values = {name: value for name, value in values.items() if name[0] != "_" or value is not None}
        if not has_request_context() or endpoint[0] == "." or any(name[0] == "_" for name in values):
            return super().url_for(endpoint, **values)
        # With the types: what is equal (1, True) is not always written alike.
        key = (request.script_root, endpoint, *values.items(), *map(type, values.values()))
        try:
            kept = self._kept.get(key)
        except TypeError:  # a list of values
            return super().url_for(endpoint, **values)
        if kept is None:
            kept = super().url_for(endpoint, **values)
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = kept
        return kept
