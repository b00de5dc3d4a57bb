"""An agreement as a form: identities and terms in fields, each with its own sentence when it cannot work."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

import msgspec
from marshmallow import Schema, ValidationError, fields, validates_schema

from causeway.gateway.formats.base import Locale, describe
from causeway.gateway.formats.x12.guides import read_overlay
from causeway.gateway.formats.x12.guides.overlays import OverlayError
from causeway.gateway.formats.x12.guides.versions import VERSIONS
from causeway.gateway.partners.models import Agreement, Usage
from causeway.gateway.partners.service import Identities, terms_of
from causeway.gateway.partners.terms import Terms
from causeway.portal.web.forms import Choice, Line, Whole
from causeway.portal.web.i18n import current_locale, gettext, ngettext

CHARSETS = ("utf-8", "gb18030", "latin-1", "ascii")
WRITE_VERSIONS = VERSIONS
QUANTITY_MEANINGS = ("new_total", "current_total_before_change", "original_total", "delta", "unknown")
LINE_ENDS = {"none": "", "lf": "\n", "crlf": "\r\n"}
DELIMITERS = ("element", "component", "repetition", "terminator")
LENIENT, STRICT, CHOSEN = "lenient", "strict", "chosen"
LONGEST_WINDOW_DAYS = 3660
LONGEST_ACK_HOURS = 24 * 60
LONGEST_RULES = 200_000
# A line end cannot be typed into a field: it is spelled.
_SPELLED = {"\n": "\\n", "\r": "\\r"}
_MEANT = {spelled: sign for sign, spelled in _SPELLED.items()}
_QUALIFIER = re.compile(r"[A-Z0-9]{2}")
_IDENTITY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,13}[\x21-\x7e])?")


class Qualifier(Line):
    """ISA05 and ISA07: two capital letters or digits."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options).upper()
        if not _QUALIFIER.fullmatch(text):
            raise ValidationError(gettext("Two letters or digits, for example ZZ or 01."))
        return text


class Identity(Line):
    """ISA06, ISA08, GS02, GS03: up to fifteen plain characters."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if not _IDENTITY.fullmatch(text):
            raise ValidationError(gettext("Use 1 to 15 letters, digits or plain signs."))
        return text


class Rules(fields.String):
    """A partner's overlays as JSON: one object or a list of them; each is checked against its guide."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options).strip()
        if len(text) > LONGEST_RULES:
            raise ValidationError(
                ngettext("Use at most %(num)d character.", "Use at most %(num)d characters.", LONGEST_RULES)
            )
        try:
            given = msgspec.json.decode(text) if text else []
        except (msgspec.DecodeError, RecursionError) as error:  # the latter: nested a thousand deep
            raise ValidationError(gettext("This is no JSON: %(reason)s.", reason=str(error))) from error
        listed = given if isinstance(given, list) else [given]
        for one in listed:
            _check_overlay(one)
        return listed


def _language() -> Locale:
    return "zh_CN" if current_locale() == "zh_CN" else "en"


def _check_overlay(one: Any) -> None:
    try:
        read_overlay(msgspec.json.encode(one))
    except OverlayError as error:
        problems = [describe(problem, _language()) for problem in error.problems]
        raise ValidationError(" ".join(problems)) from error


class Delimiter(Line):
    """One character that never stands in data."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        text = _MEANT.get(text, text)
        if len(text) != 1 or text.isalnum() or text in " .-":
            raise ValidationError(gettext("One sign, no letter, digit, blank, point or minus."))
        return text


class Versions(Line):
    """GS08 versions, separated by commas or blanks."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        versions = [part for part in re.split(r"[,，;\s]+", text) if part]
        if not all(re.fullmatch(r"[0-9]{6}", version) for version in versions):
            raise ValidationError(gettext("Write versions as in GS08, for example 004010, 005010."))
        return versions


class Zone(Line):
    """A time zone of the IANA list, or nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(optional=True, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if text is not None and text not in available_timezones():
            raise ValidationError(gettext("Write a time zone such as Asia/Shanghai or Europe/Oslo."))
        return text


class AgreementSchema(Schema):
    """Everything that the form of an agreement holds."""

    name = Line(longest=80)
    usage = Choice([usage.value for usage in Usage])
    their_qualifier = Qualifier()
    their_id = Identity()
    their_group_id = Identity()
    our_qualifier = Qualifier()
    our_id = Identity()
    our_group_id = Identity()
    versions = Versions()
    charset = Choice(CHARSETS)
    reading = Choice((LENIENT, STRICT, CHOSEN))
    duplicate_window_days = Whole(least=1, most=LONGEST_WINDOW_DAYS)
    unknown_document = Choice(("held", "rejected"))
    quantity_means = Choice(QUANTITY_MEANINGS)
    overlays = Rules(load_default=())
    time_zone = Zone()
    write_version = Choice(WRITE_VERSIONS)
    element = Delimiter()
    component = Delimiter()
    repetition = Delimiter()
    terminator = Delimiter()
    line_end = Choice(list(LINE_ENDS))
    functional_ack = Choice(("yes", "no"))
    functional_ack_document = Choice(("997", "999"))
    interchange_ack = Choice(("never", "when_asked"))
    answer_wanted = Choice(("yes", "no"))
    ack_wanted = Choice(("yes", "no"))
    ack_hours = Whole(least=1, most=LONGEST_ACK_HOURS)

    @validates_schema
    def _delimiters_differ(self, data: dict[str, Any], **_: Any) -> None:
        given = [data[name] for name in DELIMITERS]
        doubled = [name for name in DELIMITERS if given.count(data[name]) > 1]
        if doubled:
            raise ValidationError(
                {name: [gettext("The four signs differ from each other.")] for name in doubled}
            )


def values_of(agreement: Agreement) -> dict[str, Any]:
    """An agreement as the form shows it."""
    identities = {name: getattr(agreement, name) for name in Identities.__dataclass_fields__}
    return {
        "name": agreement.name,
        "usage": agreement.usage,
        "revision": agreement.revision,
        **identities,
        **_shown(terms_of(agreement)),
    }


def values_of_new() -> dict[str, Any]:
    """The form of an agreement that is not there yet: the product's own terms."""
    return {"usage": Usage.LIVE.value, "their_qualifier": "ZZ", "our_qualifier": "ZZ", **_shown(Terms())}


def identities_in(given: dict[str, Any]) -> Identities:
    """The identities in the checked values."""
    return Identities(**{name: given[name] for name in Identities.__dataclass_fields__})


def terms_in(given: dict[str, Any], former: Terms) -> dict[str, Any]:
    """The terms in the checked values, as they are stored; what the form does not show stays as it was."""
    leniencies = {LENIENT: None, STRICT: (), CHOSEN: former.leniencies}[given["reading"]]
    same = (
        "versions",
        "charset",
        "duplicate_window_days",
        "unknown_document",
        "quantity_means",
        "overlays",
        "time_zone",
        "write_version",
    )
    return {
        **msgspec.to_builtins(former),
        **{name: given[name] for name in (*same, "functional_ack_document", "interchange_ack", "ack_hours")},
        **{name: given[name] == "yes" for name in ("functional_ack", "answer_wanted", "ack_wanted")},
        "delimiters": {name: given[name] for name in DELIMITERS},
        "line_end": LINE_ENDS[given["line_end"]],
        "leniencies": None if leniencies is None else [str(leniency) for leniency in leniencies],
    }


def _shown(terms: Terms) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.structs.asdict(terms)
    signs = msgspec.structs.asdict(plain.pop("delimiters"))
    leniencies = plain.pop("leniencies")
    reading = LENIENT if leniencies is None else CHOSEN if leniencies else STRICT
    line_end = next(name for name, text in LINE_ENDS.items() if text == plain["line_end"])
    yes_no = {name: "yes" if value else "no" for name, value in plain.items() if isinstance(value, bool)}
    return {
        **plain,
        **yes_no,
        **{name: _SPELLED.get(sign, sign) for name, sign in signs.items()},
        "versions": ", ".join(terms.versions),
        "overlays": _pretty(terms.overlays),
        "line_end": line_end,
        "reading": reading,
    }


def _pretty(overlays: Sequence[Mapping[str, Any]]) -> str:
    """The overlays as somebody would write them; nothing where there are none."""
    return msgspec.json.format(msgspec.json.encode(overlays), indent=2).decode() if overlays else ""
