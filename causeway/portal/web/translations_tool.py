"""Brings the files of translations up to date with the sources, and tells what is missing in them.

One file per area (`orders.po`, `people.po`, ...; `shell.po` for what is common), so that work on two areas never
meets in one file. A text that `shell.po` holds is not repeated in the areas.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from causeway.portal.web.i18n import LOCALES, SOURCE_LOCALE, TRANSLATIONS, load_catalog

PORTAL = Path(__file__).parent.parent
COMMON = "shell"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "mark": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]?\d*(?:\.\d+)?[a-zA-Z]")
Identity = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with the translations."""

    locale: str
    area: str
    text: str
    what: str

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"{self.locale}/{self.area}.po: {self.what}: {self.text!r}"


def extract() -> dict[str, Catalog]:
    """The texts of the sources by area, common ones only under `shell`."""
    found: dict[str, Catalog] = {}
    for name, _line, message, comments, context in extract_from_dir(
        PORTAL,
        METHODS,
        options_map=OPTIONS,
        keywords=KEYWORDS,
        comment_tags=("NOTE:",),
        strip_comment_tags=True,
    ):
        catalog = found.setdefault(area_of(name), Catalog(fuzzy=False))
        catalog.add(message, None, [(f"causeway/portal/{name}", 0)], auto_comments=comments, context=context)
    common = {_identity(message) for message in found.get(COMMON, ())}
    return {area: _without(catalog, common) if area != COMMON else catalog for area, catalog in found.items()}


def area_of(path: str) -> str:
    """The area a source belongs to, told from its path under causeway/portal: web/orders/... is orders."""
    parts = Path(path).parts
    if len(parts) > 2 and parts[0] in {"web", "domain"} and parts[1] not in {"templates", "static"}:
        return parts[1]
    return COMMON


def update(locale: str, wanted: dict[str, Catalog], only: Iterable[str] = ()) -> list[Path]:
    """Write the language's files: what is translated stays, what is new is empty, what is gone goes."""
    chosen = set(only) or wanted.keys()
    written = []
    known = load_catalog(locale)
    for area in sorted(wanted.keys() & chosen):
        path = TRANSLATIONS / locale / f"{area}.po"
        content = _rendered(locale, _merged(locale, wanted[area], _read(path, locale), known))
        if content.strip() and (not path.exists() or path.read_bytes() != content):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            written.append(path)
    return written


def check(locale: str, wanted: dict[str, Catalog]) -> Iterator[Finding]:
    """What is missing, fuzzy, contradictory between areas, or has other placeholders than its original."""
    known: dict[Identity, tuple[str, Message]] = {}
    for area in sorted({path.stem for path in (TRANSLATIONS / locale).glob("*.po")}):
        for message in _read(TRANSLATIONS / locale / f"{area}.po", locale):
            if not message.id:
                continue
            yield from _faults(locale, area, message)
            former = known.setdefault(_identity(message), (area, message))
            if _is_translated(former[1]) and _is_translated(message) and former[1].string != message.string:
                yield Finding(
                    locale, area, _identity(message)[0], f"is translated otherwise in {former[0]}.po"
                )
    for area, catalog in wanted.items():
        for message in catalog:
            if message.id and _identity(message) not in known:
                yield Finding(locale, area, _identity(message)[0], "is missing")


def main(arguments: list[str]) -> int:
    """The command line: `extract [AREA...]` writes the files, `check` ends with 1 when something is wrong."""
    command, *areas = arguments or ["check"]
    wanted = extract()
    targets = [locale for locale in LOCALES if locale != SOURCE_LOCALE]
    if command == "extract":
        for locale in targets:
            for path in update(locale, wanted, areas):
                print(path.relative_to(PORTAL.parent.parent))  # noqa: T201  # a command's answer
        return 0
    findings = [finding for locale in targets for finding in check(locale, wanted)]
    for finding in findings:
        print(finding)  # noqa: T201
    return 1 if findings else 0


def _faults(locale: str, area: str, message: Message) -> Iterator[Finding]:
    text = _identity(message)[0]
    originals = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    if not all(strings):
        yield Finding(locale, area, text, "has no translation")
        return
    if message.fuzzy:
        yield Finding(locale, area, text, "is fuzzy")
    expected = _placeholders(originals)
    for string in strings:
        if not _placeholders([str(string)]) <= expected or _placeholders(originals[-1:]) - {
            "num"
        } - _placeholders([str(string)]):
            yield Finding(locale, area, text, "has other placeholders than its original")


def _is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


def _placeholders(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in _PLACEHOLDER.findall(text)}


def _identity(message: Message) -> Identity:
    text = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
    return str(text), message.context


def _without(catalog: Catalog, left_out: set[Identity]) -> Catalog:
    kept = Catalog(fuzzy=False)
    for message in catalog:
        if message.id and _identity(message) not in left_out:
            kept[message.id] = message
    return kept


def _read(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def _merged(locale: str, wanted: Catalog, former: Catalog, elsewhere: Catalog) -> Catalog:
    """The wanted texts with their translations; a new text takes the one it has in another area already."""
    merged = Catalog(locale=locale, project="Causeway", fuzzy=False)
    for message in wanted:
        if not message.id:
            continue
        known = former.get(message.id, message.context)
        if known is None or not _is_translated(known):
            known = elsewhere.get(message.id, message.context)
        empty = ("",) * merged.num_plurals if isinstance(message.id, (list, tuple)) else ""
        merged.add(
            message.id,
            known.string if known is not None else empty,
            locations=message.locations,
            flags=known.flags if known is not None else (),
            auto_comments=message.auto_comments,
            context=message.context,
        )
    return merged


def _rendered(locale: str, catalog: Catalog) -> bytes:
    """The file's bytes, without dates and line numbers, which would change with every run."""
    content = BytesIO()
    write_po(content, catalog, width=110, omit_header=True, sort_output=True, include_lineno=False)
    header = (
        f'msgid ""\nmsgstr ""\n"Project-Id-Version: Causeway\\n"\n"Language: {locale}\\n"\n'
        f'"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return header.encode() + content.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
