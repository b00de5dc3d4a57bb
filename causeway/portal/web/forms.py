"""Forms as pages need them: what was typed, what is wrong with it in the reader's language, and the checked values.

The rules are marshmallow schemas, as everywhere at the edges; a field's message is made when it is refused, so that it
is in the language of the request.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from causeway.portal.web.i18n import gettext, ngettext

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST_TEXT = 200
LONGEST_EMAIL = 254


class Form:
    """A form on its way: filled from a request, or from values to begin with; the macros show it."""

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self._values: MultiDict[str, str] = _as_multidict(values or {})
        self.errors: dict[str, str] = {}
        self.problem: str | None = None

    @classmethod
    def sent(cls) -> "Form":
        """The form of this request."""
        form = cls()
        form._values = MultiDict(request.form)
        return form

    def value(self, name: str) -> str:
        """What stands in the field."""
        return self._values.get(name, "")

    def values(self, name: str) -> list[str]:
        """Everything that is ticked or given under that name."""
        return self._values.getlist(name)

    def load(self, schema: Schema) -> dict[str, Any] | None:
        """The checked values; None when something is wrong, which then stands in `errors`."""
        data: dict[str, Any] = {
            field.data_key or name: (
                self.values(field.data_key or name)
                if isinstance(field, fields.List)
                else self.value(field.data_key or name)
            )
            for name, field in schema.fields.items()
        }
        try:
            loaded: dict[str, Any] = schema.load(data, unknown=EXCLUDE)
        except ValidationError as error:
            self.errors.update(_first_messages(error.messages_dict))
            return None
        return loaded

    @property
    def is_refused(self) -> bool:
        """Whether anything is wrong with it."""
        return bool(self.errors or self.problem)


class Line(fields.String):
    """One line of text, blanks at its ends cut; empty becomes None where the field is optional."""

    def __init__(self, *, optional: bool = False, longest: int = LONGEST_TEXT, **options: Any) -> None:
        super().__init__(required=True, allow_none=True, **options)
        self.optional = optional
        self.longest = longest

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options).strip()
        if not text:
            if self.optional:
                return None
            raise ValidationError(gettext("Fill this in."))
        if len(text) > self.longest:
            raise ValidationError(
                ngettext("Use at most %(num)d character.", "Use at most %(num)d characters.", self.longest)
            )
        if not text.isprintable():
            raise ValidationError(gettext("Remove line breaks and control characters."))
        return text


class Email(Line):
    """An e-mail address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=LONGEST_EMAIL, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if text is not None and not _EMAIL.fullmatch(text):
            raise ValidationError(gettext("Write an e-mail address, for example wang@example.com."))
        return text


class Password(fields.String):
    """A password as it was typed: nothing cut, nothing folded."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=True, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if not text:
            raise ValidationError(gettext("Fill this in."))
        return text


class Choice(fields.String):
    """One of the given values."""

    def __init__(self, allowed: Sequence[str], *, optional: bool = False, **options: Any) -> None:
        super().__init__(required=True, **options)
        self.allowed = frozenset(allowed)
        self.optional = optional

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if not text and self.optional:
            return None
        if text not in self.allowed:
            raise ValidationError(gettext("Choose one of the list."))
        return text


class Choices(fields.List[str]):
    """At least one of the given values."""

    def __init__(self, allowed: Sequence[str], *, message: str | None = None, **options: Any) -> None:
        super().__init__(fields.String(), required=True, **options)
        self.allowed = frozenset(allowed)
        self.message = message

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        chosen = super()._deserialize(value, attr, data, **options)
        if not chosen or not set(chosen) <= self.allowed:
            raise ValidationError(gettext(self.message) if self.message else gettext("Choose at least one."))
        return chosen


class Whole(Line):
    """A whole number within bounds."""

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if text is None:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            raise ValidationError(
                gettext("Write a whole number from %(least)d to %(most)d.", least=self.least, most=self.most)
            )
        return int(text)


def _as_multidict(values: Mapping[str, Any]) -> MultiDict[str, str]:
    found: MultiDict[str, str] = MultiDict()
    for name, value in values.items():
        listed = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
        found.setlist(name, ["" if one is None else str(one) for one in listed])
    return found


def _first_messages(messages: Mapping[str, Any]) -> dict[str, str]:
    return {name: _first(found) for name, found in messages.items()}


def _first(found: Any) -> str:
    if isinstance(found, Mapping):
        return _first(next(iter(found.values())))
    return str(found[0]) if isinstance(found, list) else str(found)
