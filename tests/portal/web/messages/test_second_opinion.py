"""The page that lays pyx12's findings beside ours: on demand, for who may see the bytes, within limits of size."""

import pytest

from causeway.portal.web.messages import second_opinion
from tests.portal.web.conftest import words_of
from tests.portal.web.messages.exchanging import order_set

pytest.importorskip("pyx12", reason="pyx12, the second opinion, is not installed (extra second-opinion)")


def address(exchange, *, state="applied"):
    [found] = exchange.messages(document="850", state=state)
    return f"/messages/{found.id}/second-opinion"


def test_the_message_leads_to_a_second_opinion_and_a_clean_one_has_nothing_to_show(exchange, integrator):
    exchange.send(order_set("4711"))
    url = address(exchange)
    assert f'href="{url}"' in integrator.page(url.removesuffix("/second-opinion"))
    page = integrator.page(url)
    assert "Both find it in order" in page
    assert "Neither of us found anything wrong." in page


def test_findings_stand_side_by_side_and_lead_to_their_segment(exchange, integrator, sign_in, trade):
    exchange.send(order_set("4711", quantity="FIVE", extra=("MSG*too early",)))
    url = address(exchange, state="rejected")
    page = integrator.page(url)
    told = words_of(page)
    assert "Both find errors" in told
    assert "Element PO102 is not a number" in told
    assert "contains an invalid character(FIVE)" in told
    assert f'href="{url.removesuffix("/second-opinion")}?view=raw&amp;page=1#s7"' in page
    assert "an error of pyx12" in told  # what our tolerance is to it
    chinese = sign_in(trade.world.own_id, "integrator", locale="zh_CN").page(url)
    assert "双方都发现错误" in chinese
    assert "内容不符合类型" in chinese
    assert '<span lang="en">Data element' in chinese


def test_markup_in_a_message_stays_text(exchange, integrator):
    exchange.send(order_set("4711", quantity="<b>5</b>"))
    page = integrator.page(address(exchange, state="rejected"))
    assert "<b>5" not in page
    assert "&lt;b&gt;5&lt;/b&gt;" in page


def test_who_may_not_see_the_bytes_may_not_ask(exchange, buyer, other_supplier):
    exchange.send(order_set("4711"))
    url = address(exchange)
    assert buyer.get(url).status_code == 403
    assert "second-opinion" not in buyer.page(url.removesuffix("/second-opinion"))
    assert other_supplier.get(url).status_code == 404


def test_what_is_too_large_is_sent_to_the_command_line(exchange, integrator, monkeypatch):
    def never(*_):
        raise AssertionError("asked all the same")

    monkeypatch.setattr(second_opinion, "MOST_SEGMENTS", 5)
    monkeypatch.setattr(second_opinion.second_opinion, "beside", never)
    exchange.send(order_set("4711"))
    assert "causeway edi validate --second-opinion FILE" in integrator.page(address(exchange))


def test_where_pyx12_is_missing_there_is_no_button_and_the_page_says_so(exchange, integrator, monkeypatch):
    monkeypatch.setattr("causeway.gateway.formats.x12.second_opinion.opinion.find_spec", lambda _: None)
    exchange.send(order_set("4711"))
    url = address(exchange)
    assert url not in integrator.page(url.removesuffix("/second-opinion"))
    assert "pyx12 is not installed on this server." in integrator.page(url)


def test_rows_are_bounded(exchange, integrator, monkeypatch):
    monkeypatch.setattr(second_opinion, "MOST_ROWS", 1)
    exchange.send(order_set("4711", quantity="FIVE", extra=("MSG*too early",)))
    page = integrator.page(address(exchange, state="rejected"))
    assert "2 more findings are not shown." in page
