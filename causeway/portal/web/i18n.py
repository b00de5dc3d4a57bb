"""Texts in the reader's language: English is in the code, other languages in one file of translations per area.

The files are read when the process starts, so that nothing depends on a build step. Command line:
`python -m causeway.portal.web.i18n extract` brings the files up to date with the sources, `check` tells what is
missing. The tool's half is in `translations_tool`.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, g, has_request_context, request
from markupsafe import Markup

TRANSLATIONS = Path(__file__).parent / "translations"
SOURCE_LOCALE = "en"
LOCALES = {"zh_CN": "中文", "en": "English"}
SHORT_NAMES = {"zh_CN": "中文", "en": "EN"}
HTML_LANGUAGES = {"zh_CN": "zh-CN", "en": "en"}
LANGUAGE_COOKIE = "causeway-language"


def mark(message: str) -> str:
    """The message itself: only tells the extractor that a table of texts is to be translated when it is shown."""
    return message


def load_catalog(locale: str) -> Catalog:
    """All areas' translations of a language in one catalog; fuzzy ones are left out."""
    merged = Catalog(locale=locale)
    for path in sorted((TRANSLATIONS / locale).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                if message.id and message.string and not message.fuzzy:
                    merged[message.id] = message
    return merged


@lru_cache(maxsize=8)
def translations(locale: str) -> NullTranslations:
    """The translations of a language, ready for look-ups."""
    if locale == SOURCE_LOCALE:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, load_catalog(locale))
    compiled.seek(0)
    return Translations(compiled)


def current_locale() -> str:
    """The language of this answer: what the person chose, else the best the browser asks for."""
    # Asked some hundred times for each page: one look at the request's own values, not three.
    try:
        locale: str = g.locale
    except AttributeError:
        g.locale = locale = _negotiated() if has_request_context() else SOURCE_LOCALE
    except RuntimeError:
        return SOURCE_LOCALE  # outside of any request or command
    return locale


def choose_locale(locale: str | None) -> None:
    """Use that language for the rest of this answer; None and unknown ones change nothing."""
    if locale in LOCALES:
        g.locale = locale


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Use a language inside the body, for texts that go to somebody else than the person at the page."""
    former = g.get("locale")
    g.locale = locale
    try:
        yield
    finally:
        g.locale = former


def babel_locale() -> Locale:
    """The language as Babel's number and date formats want it."""
    return parsed_locale(current_locale())


@lru_cache(maxsize=8)
def parsed_locale(name: str) -> Locale:
    """A language as Babel wants it."""
    # Parsing takes longer than ten dates take to be written, and every number and date asks.
    return Locale.parse(name)


def gettext(message: str, **parameters: Any) -> str:
    """The message in the reader's language, with its named parameters filled in."""
    text = translations(current_locale()).gettext(message)
    return text % parameters if parameters else text


def ngettext(singular: str, plural: str, number: int, **parameters: Any) -> str:
    """The form that fits the number, which is also the parameter `num`."""
    parameters.setdefault("num", number)
    return translations(current_locale()).ngettext(singular, plural, number) % parameters


def pgettext(context: str, message: str, **parameters: Any) -> str:
    """The message as it is said in that context."""
    text = translations(current_locale()).pgettext(context, message)
    return text % parameters if parameters else text


def npgettext(context: str, singular: str, plural: str, number: int, **parameters: Any) -> str:
    """The form that fits the number, in that context."""
    parameters.setdefault("num", number)
    return translations(current_locale()).npgettext(context, singular, plural, number) % parameters


def install(app: Flask) -> None:
    """Give the templates `_`, `ngettext`, `{% trans %}` and their languages."""
    environment = app.jinja_env
    environment.policies["ext.i18n.trimmed"] = True
    environment.add_extension("jinja2.ext.i18n")
    install_callables: Callable[..., None] = environment.install_gettext_callables  # type: ignore[attr-defined]
    install_callables(
        lambda message: translations(current_locale()).gettext(message),
        lambda one, many, number: translations(current_locale()).ngettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, message: translations(current_locale()).pgettext(context, message),
        npgettext=lambda context, one, many, number: translations(current_locale()).npgettext(
            context, one, many, number
        ),
    )
    environment.globals.update(_=_placed, gettext=_placed)
    environment.globals.update(locales=LOCALES, locale_short_names=SHORT_NAMES, html_languages=HTML_LANGUAGES)
    for locale in LOCALES:
        translations(locale)


def _placed(message: str, /, **parameters: Any) -> Markup:
    """The message for a template: trusted as a translator's text, its parameters escaped as they are filled in."""
    # Always read as a pattern, as `ngettext` and `{% trans %}` do, so that %% is written in every message alike.
    if parameters:
        return _pattern(message, current_locale()) % parameters
    return _plain(message, current_locale())


# A page has some seventy texts, nearly all without parameters; the way through Jinja's own functions took a tenth of
# the CPU of a page.
@lru_cache(maxsize=4096)
def _plain(message: str, locale: str) -> Markup:
    return _pattern(message, locale) % {}


@lru_cache(maxsize=4096)
def _pattern(message: str, locale: str) -> Markup:
    return Markup(translations(locale).gettext(message))  # noqa: S704  # translators' texts, as in Jinja's own


def _negotiated() -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LOCALES:
        return chosen
    wanted = request.accept_languages.best_match(["zh", "zh-CN", "zh-Hans", "en"], default="en")
    return "zh_CN" if wanted.startswith("zh") else "en"


if __name__ == "__main__":
    from causeway.portal.web.translations_tool import main

    sys.exit(main(sys.argv[1:]))
