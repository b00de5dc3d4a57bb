"""What a partner sent can neither run nor hide nor disguise itself on a page."""

import pytest

from causeway.portal.web.messages.visible import file_name, plain, visible


def test_markup_is_shown_and_not_run():
    assert str(visible("<script>alert(1)</script>")) == "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.mark.parametrize(
    ("character", "number"),
    [
        ("\u202e", "U+202E"),  # right-to-left override
        ("\u2066", "U+2066"),
        ("\u200b", "U+200B"),  # zero-width space
        ("\ufeff", "U+FEFF"),
        ("\x00", "U+0000"),
        ("\x1b", "U+001B"),
        ("\n", "U+000A"),
        ("\u2028", "U+2028"),
        ("\u3164", "U+3164"),  # a letter without any ink
    ],
)
def test_a_character_without_a_shape_is_shown_by_its_number(character, number):
    shown = str(visible(f"A{character}B"))
    assert character not in shown
    assert shown == f'A<span class="shapeless">{number}</span>B'
    assert plain(f"A{character}B") == f"A[{number}]B"


def test_chinese_text_and_accents_stay_as_they_are():
    assert str(visible("深沟球轴承 Müller")) == "深沟球轴承 Müller"


def test_markup_around_a_shapeless_character_is_escaped_too():
    assert str(visible("<b>\u202e</b>")) == '&lt;b&gt;<span class="shapeless">U+202E</span>&lt;/b&gt;'


@pytest.mark.parametrize("name", ["../../etc/passwd", 'a"b\r\nX-Evil: 1', "..", "\u202egpj.exe"])
def test_a_file_name_cannot_leave_its_header_or_folder(name):
    cleaned = file_name(name)
    assert not set(cleaned) & set('"\r\n/\\;')
    assert not cleaned.startswith(".")
    assert "\u202e" not in cleaned


def test_a_file_name_keeps_chinese_letters():
    assert file_name("850-订单 4711-0001") == "850-订单_4711-0001"
