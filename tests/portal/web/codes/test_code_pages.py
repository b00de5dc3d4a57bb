"""Unknown codes: found in the queue, explained by a person, and what waited goes on; the tables behind them."""

import re
from threading import Thread

import pytest
from sqlalchemy import select

from causeway.portal.domain.codes.models import CodeEntry, CodeKind, UnknownCode
from causeway.tenants.db import unit_of_work
from tests.builders.orders import SELLER_CODE
from tests.builders.trade import GTIN, another_item
from tests.gateway.pipeline.support import drain
from tests.portal.web.messages.exchanging import order_set


@pytest.fixture
def waiting(exchange):
    """Two orders that wait for the same item code."""
    exchange.send(order_set("4711", item="THEIRS-9"))
    exchange.send(order_set("4712", item="THEIRS-9"))
    return open_code(exchange, "THEIRS-9")


def open_code(exchange, code: str) -> UnknownCode:
    with unit_of_work(exchange.trade.world.staff) as session:
        return session.scalars(
            select(UnknownCode).where(UnknownCode.code == code, UnknownCode.resolved_at.is_(None))
        ).one()


def test_the_queue_says_what_whose_and_how_many_wait(waiting, integrator):
    page = integrator.page("/codes")
    assert "THEIRS-9" in page
    assert "Buyer&#39;s item code" in page
    assert "华东电气股份有限公司" in page
    assert "2 messages" in page
    assert '<span class="count ">1</span>' in page
    assert "THEIRS-9" not in integrator.page("/codes?kind=unit")


def test_explaining_a_code_lets_what_waits_go_on(exchange, waiting, trade, integrator):
    page = integrator.page(f"/codes/unknown/{waiting.id}")
    assert "Explain and let 2 messages go on" in page
    assert "4711" in page
    response = integrator.post(
        f"/codes/unknown/{waiting.id}/resolve", {"target": f"id:{trade.item_id}"}, follow_redirects=True
    )
    assert "2 messages go on." in response.text
    assert "No code waits for an answer" in response.text
    drain()
    assert {exchange.message(number).state for number in ("4711", "4712")} == {"applied"}
    exchange.send(order_set("4713", item="THEIRS-9"))
    assert exchange.message("4713").state == "applied"


def test_nothing_is_chosen_beforehand_by_likeness(exchange, trade, integrator):
    exchange.send(order_set("4711", item="M-10O"))
    page = integrator.page(f"/codes/unknown/{open_code(exchange, 'M-10O').id}")
    assert "Similar code" in page
    assert " checked" not in page
    assert GTIN not in page


def test_a_search_offers_what_the_suggestions_lack(exchange, waiting, trade, integrator):
    with unit_of_work(trade.world.staff) as session:
        another_item(session, "ZZ-77", name="密封圈 FKM")
    for typed in ("ZZ-7", "zz-77", "密封圈"):
        page = integrator.page(f"/codes/unknown/{waiting.id}?q={typed}")
        assert "ZZ-77" in page, typed
        assert "Found by your search" in page
    assert "Nothing begins with" in integrator.page(f"/codes/unknown/{waiting.id}?q=<b>none</b>")
    assert "<b>none" not in integrator.page(f"/codes/unknown/{waiting.id}?q=<b>none</b>")


@pytest.mark.parametrize("target", ["", "id:nonsense", "id:01890000-0000-7000-8000-000000000000", "code:EA"])
def test_a_target_that_does_not_fit_is_refused(exchange, waiting, integrator, target):
    response = integrator.post(f"/codes/unknown/{waiting.id}/resolve", {"target": target})
    assert response.status_code == 422
    assert "Choose what the code stands for." in response.text
    assert open_code(exchange, "THEIRS-9").id == waiting.id


def test_an_unknown_unit_is_explained_by_a_unit(exchange, integrator):
    exchange.send(order_set("4711", unit="UN"))
    code = open_code(exchange, "UN")
    page = integrator.page(f"/codes/unknown/{code.id}?q=piece")
    assert "X12 unit (355)" in page
    integrator.post(f"/codes/unknown/{code.id}/resolve", {"target": "code:EA"})
    drain()
    assert exchange.message("4711").state == "applied"


def test_a_packing_unit_is_explained_by_a_number(exchange, integrator):
    exchange.send(order_set("4711", unit="CA"))
    code = open_code(exchange, "XCS")
    page = integrator.page(f"/codes/unknown/{code.id}")
    assert "How many base units does one hold?" in page
    for wrong in ("", "0", "-3", "many"):
        response = integrator.post(f"/codes/unknown/{code.id}/resolve", {"factor": wrong})
        assert response.status_code == 422, wrong
        assert "Enter a number above zero" in response.text
    integrator.post(f"/codes/unknown/{code.id}/resolve", {"factor": "12"})
    drain()
    assert exchange.message("4711").state == "applied"


def test_of_two_people_at_once_one_explains_and_the_other_is_told(exchange, waiting, trade, sign_in):
    people = [sign_in(trade.world.own_id, role) for role in ("integrator", "buyer")]
    tokens = [person.csrf() for person in people]
    told: list[str] = []

    def press(person, token: str) -> None:
        answer = person.client.post(
            f"/codes/unknown/{waiting.id}/resolve",
            data={"csrf_token": token, "target": f"id:{trade.item_id}"},
            follow_redirects=True,
        )
        told.append(answer.text)

    threads = [Thread(target=press, args=pair) for pair in zip(people, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("Somebody else explained this code" in text for text in told) == [False, True]
    with unit_of_work(trade.world.staff) as session:
        assert len(session.scalars(select(CodeEntry).where(CodeEntry.code == "THEIRS-9")).all()) == 1


def test_looking_again_finds_an_item_that_was_added(exchange, waiting, trade, integrator):
    with unit_of_work(trade.world.staff) as session:
        another_item(session, "THEIRS-9")
    response = integrator.post(f"/codes/unknown/{waiting.id}/recheck", follow_redirects=True)
    assert "2 messages are tried again." in response.text
    drain()
    assert exchange.message("4711").state == "applied"


def test_a_table_lists_an_owners_codes_and_what_they_stand_for(trade, integrator):
    page = integrator.page(f"/codes/tables/party?owner={trade.world.own_id}")
    assert SELLER_CODE in page
    assert "宁波海川精密制造有限公司" in page
    assert "This table is empty" in integrator.page(f"/codes/tables/party?owner={trade.world.distributor_id}")
    assert integrator.get("/codes/tables/factor").status_code == 404
    assert integrator.get("/codes/tables/nonsense").status_code == 404


def test_a_code_is_added_and_removed_by_hand(exchange, waiting, trade, integrator):
    fields = {"owner": str(trade.world.own_id), "scheme": "buyer", "code": "THEIRS-9", "target": "m-100"}
    response = integrator.post("/codes/tables/item", fields, follow_redirects=True)
    assert "2 messages go on." in response.text
    assert "THEIRS-9" in response.text
    action = re.search(r'action="(/codes/tables/item/[^"]+/remove)"', response.text)[1]
    assert "The code was removed." in integrator.post(action, follow_redirects=True).text
    assert "Somebody else removed this row" in integrator.post(action, follow_redirects=True).text
    exchange.send(order_set("4799", item="THEIRS-9"))
    assert exchange.message("4799").state == "held"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("owner", "", "Choose whose documents"),
        ("owner", "01890000-0000-7000-8000-000000000000", "Choose whose documents"),
        ("scheme", "nonsense", "Choose the list"),
        ("code", " ", "Enter the code"),
        ("target", "no such thing", "Nothing has exactly this code or name"),
    ],
)
def test_what_is_wrong_with_a_new_code_stands_at_its_field(trade, integrator, field, value, sentence):
    fields = {"owner": str(trade.world.own_id), "scheme": "buyer", "code": "X-1", "target": "M-100"}
    response = integrator.post("/codes/tables/item", {**fields, field: value})
    assert response.status_code == 422
    assert sentence in response.text


def test_a_code_keeps_one_meaning(trade, integrator):
    with unit_of_work(trade.world.staff) as session:
        another_item(session, "M-200")
    fields = {"owner": str(trade.world.own_id), "scheme": "buyer", "code": "X-1", "target": "M-100"}
    assert integrator.post("/codes/tables/item", fields).status_code == 303
    response = integrator.post("/codes/tables/item", {**fields, "target": "M-200"})
    assert response.status_code == 422
    assert "stands for something else already" in response.text


@pytest.mark.parametrize("kind", [kind.value for kind in CodeKind if kind is not CodeKind.FACTOR])
def test_every_table_opens_in_both_languages(trade, sign_in, kind):
    for locale in ("en", "zh_CN"):
        assert (
            sign_in(trade.world.own_id, "integrator", locale=locale).get(f"/codes/tables/{kind}").status_code
            == 200
        )


def test_codes_are_the_tenants_business(waiting, supplier, distributor, buyer):
    for person in (supplier, distributor):
        assert person.get("/codes").status_code == 403
        assert person.get(f"/codes/unknown/{waiting.id}").status_code == 403
        assert person.post(f"/codes/unknown/{waiting.id}/resolve", {"target": "x"}).status_code == 403
        assert person.post("/codes/tables/item", {}).status_code == 403
    assert buyer.get("/codes").status_code == 200


def test_another_tenants_code_is_not_found(waiting, integrator):
    unknown = "/codes/unknown/01890000-0000-7000-8000-000000000000"
    assert integrator.get(unknown).status_code == 404
    assert integrator.post(f"{unknown}/resolve", {"target": "x"}).status_code == 404
    assert integrator.post(f"{unknown}/recheck").status_code == 404


def test_a_code_cannot_run_or_disguise_itself(exchange, integrator):
    exchange.send(order_set("4711", item="<script>\u202eX", extra=("PID*F****<img onerror=1>",)))
    with unit_of_work(exchange.trade.world.staff) as session:
        code = session.scalars(select(UnknownCode)).one()
    for page in (integrator.page("/codes"), integrator.page(f"/codes/unknown/{code.id}")):
        assert "<script>\u202e" not in page
        assert "\u202e" not in page
        assert "U+202E" in page
        assert "<img" not in page.split("<main")[1]
