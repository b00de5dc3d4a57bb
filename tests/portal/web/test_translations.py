"""Both languages are complete, and nothing is said in only one of them."""

import re
from pathlib import Path

import pytest

from causeway.portal.web import translations_tool as tool
from causeway.portal.web.errors import WORDINGS
from causeway.portal.web.i18n import LOCALES, TRANSLATIONS, translations

TEMPLATES = sorted((Path(tool.__file__).parent).rglob("templates/**/*.html"))
# Names and signs that read the same in both languages.
SAME_EVERYWHERE = {
    "Causeway",
    "通衢",
    "J",
    "K",
    "X",
    "Z",
    "Enter",
    "Ctrl",
    "Esc",
    "Ctrl K",
    "Authorization: Bearer",
    "ISA",
    "GS",
    "ST",
}
# Element positions of X12, algorithms: the same word in every language.
TECHNICAL = re.compile(r"(?:(?:ISA|GS|ST|BEG|PO1)\d{2}|SHA-256|[ ·,/])+")


@pytest.fixture(scope="module")
def wanted():
    return tool.extract()


def test_the_sources_hold_texts(wanted):
    assert sum(len(catalog) for catalog in wanted.values()) > 300
    assert {"shell", "orders", "messages", "codes", "people", "partners"} <= wanted.keys()


def test_every_text_is_translated_with_the_same_placeholders(wanted):
    assert [str(finding) for finding in tool.check("zh_CN", wanted)] == []


def test_what_is_missing_is_found(wanted, tmp_path, monkeypatch):
    (tmp_path / "zh_CN").mkdir()
    source = (TRANSLATIONS / "zh_CN" / "home.po").read_text(encoding="utf-8")
    changed = source.replace('msgstr "工作台"', 'msgstr ""').replace("待办事项", "")
    (tmp_path / "zh_CN" / "home.po").write_text(changed, encoding="utf-8")
    monkeypatch.setattr(tool, "TRANSLATIONS", tmp_path)
    found = {finding.what for finding in tool.check("zh_CN", wanted)}
    assert {"is missing", "has no translation"} <= found


@pytest.mark.parametrize(
    ("original", "translated", "wrong"),
    [
        ("%(name)s is out", "%(name)s 已停用", False),
        ("%(name)s is out", "已停用", True),
        ("%(name)s is out", "%(nam)s 已停用", True),
        ("100 % sure", "100 % 确定", False),
    ],
)
def test_other_placeholders_are_found(tmp_path, monkeypatch, original, translated, wrong):
    (tmp_path / "zh_CN").mkdir()
    (tmp_path / "zh_CN" / "a.po").write_text(
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "{original}"\nmsgstr "{translated}"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(tool, "TRANSLATIONS", tmp_path)
    found = [finding.what for finding in tool.check("zh_CN", {})]
    assert found == (["has other placeholders than its original"] if wrong else [])


def test_extracting_again_changes_nothing(wanted, tmp_path, monkeypatch):
    (tmp_path / "zh_CN").mkdir()
    for path in (TRANSLATIONS / "zh_CN").glob("*.po"):
        (tmp_path / "zh_CN" / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(tool, "TRANSLATIONS", tmp_path)
    tool.update("zh_CN", wanted)
    assert tool.update("zh_CN", wanted) == []
    assert list(tool.check("zh_CN", wanted)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_speaks_outside_of_the_translations(path):
    assert raw_texts(path.read_text(encoding="utf-8")) == []


def test_raw_text_is_found():
    assert raw_texts("<p>Hello there</p>") == ["Hello there"]
    assert raw_texts('<input placeholder="Your name">') == ["Your name"]
    assert raw_texts("<p>{{ _('Hello') }}</p>{# a remark #}{% if x %}<b>{{ x }}</b>{% endif %}") == []


def test_error_pages_are_translated():
    chinese = translations("zh_CN")
    for wording in WORDINGS.values():
        assert chinese.gettext(wording.title) != wording.title
        assert chinese.gettext(wording.text) != wording.text


def test_a_page_comes_in_the_language_the_browser_asks_for(portal):
    client = portal.test_client()
    assert 'lang="zh-CN"' in client.get("/sign-in", headers={"Accept-Language": "zh-TW,zh;q=0.9"}).text
    assert 'lang="en"' in client.get("/sign-in", headers={"Accept-Language": "de-DE,de;q=0.9"}).text
    assert 'lang="en"' in client.get("/sign-in", headers={"Accept-Language": "en-US,zh;q=0.5"}).text


def test_the_language_that_was_chosen_wins_and_keeps_the_page(admin):
    for locale, language in (("zh_CN", "zh-CN"), ("en", "en")):
        response = admin.post("/language", {"locale": locale, "next": "/people?tab=own"})
        assert response.headers["Location"] == "/people?tab=own"
        assert f'<html lang="{language}"' in admin.get("/people", headers={"Accept-Language": "fr"}).text


def test_there_are_two_languages():
    assert set(LOCALES) == {"zh_CN", "en"}


def raw_texts(source: str) -> list[str]:
    """Words in a template that are neither a translation nor a value."""
    text = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    text = re.sub(r"\{%-?\s*trans.*?endtrans\s*-?%\}", "", text, flags=re.DOTALL)
    # The class of the page area is a block, too, and no text.
    text = re.sub(r"\{% block page_class %\}.*?\{% endblock %\}", "", text)
    text = re.sub(r"\{%.*?%\}", "\x00", text, flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}", "\x00", text, flags=re.DOTALL)
    attributes = re.findall(r'(?:placeholder|title|aria-label|alt)="([^"]*)"', text)
    bodies = re.sub(r"<[^>]*>", "\n", text).replace("\x00", "\n").split("\n")
    return [
        words
        for words in (one.replace("\x00", "").strip(" ·…—–:()|/\t\"'") for one in [*bodies, *attributes])
        if re.search(r"[A-Za-z]{2,}|[\u4e00-\u9fff]", words)
        and words not in SAME_EVERYWHERE
        and not TECHNICAL.fullmatch(words)
        and not words.startswith("&")
    ]
