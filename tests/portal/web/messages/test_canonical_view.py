"""The canonical message as lines, each tied to the segment and element that it came from."""

from causeway.portal.web.messages.canonical_view import json_lines, parse_path, path_text, window

MESSAGE = {
    "message": "order",
    "order_number": "4711",
    "lines": [
        {"position": 1, "quantity": {"value": "5"}},
        {"position": 2, "quantity": {"value": "7"}, "empty": []},
    ],
}
ORIGINS = {
    ("order_number",): (2, 3),
    ("lines", 0, "quantity", "value"): (5, 2),
    ("lines", 1, "quantity", "value"): (9, 2),
}


def texts(lines):
    return [line.markup.striptags() for line in lines]


def test_lines_are_the_message_as_json():
    import json

    lines = json_lines(MESSAGE, {})
    joined = "\n".join(line.markup.striptags() for line in lines)
    import html

    assert json.loads(html.unescape(joined)) == MESSAGE


def test_a_field_stands_at_its_own_segment_and_element():
    lines = {path_text(line.path): line for line in json_lines(MESSAGE, ORIGINS)}
    assert (lines["order_number"].segment, lines["order_number"].element) == (2, 3)
    assert (lines["lines[1].quantity.value"].segment, lines["lines[1].quantity.value"].element) == (9, 2)


def test_a_field_that_was_worked_out_stands_with_what_it_is_in():
    lines = {path_text(line.path): line for line in json_lines(MESSAGE, ORIGINS)}
    assert lines["lines[1].position"].segment == 9
    assert lines["lines[1].position"].element is None
    assert lines["message"].segment is None


def test_a_window_holds_the_lines_of_its_segments_and_no_others():
    lines = json_lines(MESSAGE, ORIGINS)
    second = window(lines, 6, 10)
    assert {line.segment for line in second} == {9}
    assert any("7" in text for text in texts(second))
    assert not any('"5"' in text for text in texts(second))
    assert window(lines, 20, 30) == ()


def test_values_cannot_leave_their_line():
    lines = json_lines({"name": '<img src=x onerror="x">\u202e'}, {})
    markup = str(lines[1].markup)
    assert "<img" not in markup
    assert "\u202e" not in markup
    assert "U+202E" in markup


def test_paths_are_read_as_they_are_written():
    for path in (("lines", 1, "quantity", "value"), ("parties", 0), ("currency",)):
        assert parse_path(path_text(path)) == path
