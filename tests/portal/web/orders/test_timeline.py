"""The sentences of the timeline: one for each kind of event, with a way to the message where one may see it."""

import datetime as dt
from types import SimpleNamespace

import pytest

from causeway.portal.web.i18n import choose_locale
from causeway.portal.web.orders.timeline import steps
from causeway.tenants.ids import new_id

SENT, SAID = new_id(), new_id()


def happened(kind, *, message_id=SENT, channel="edi", name="王芳", **data):
    at = dt.datetime(2026, 11, 22, 6, 0, tzinfo=dt.UTC)
    return SimpleNamespace(
        kind=kind, at=at, actor_name=name, channel=channel, message_id=message_id, data=data
    )


@pytest.fixture
def told(portal):
    def tell(event, locale="en", **options):
        with portal.test_request_context():
            choose_locale(locale)
            labels = {SENT: "855 · 000000007", SAID: "997 · 000000009"}
            return steps([event], labels=labels, **{"may_open": True, **options})[0]

    return tell


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (happened("order.received", lines=1), "The order was received with 1 line. Channel: EDI."),
        (happened("order.seen"), "王芳 saw the order for the seller."),
        (
            happened("order.answered", channel="api", outcome="rejected", lines={"rejected": 2}),
            "王芳 rejected 2 lines. Channel: API.",
        ),
        (
            happened("message.sent", document="997", acknowledges="850", status="accepted"),
            "997 was sent: 850 could be read.",
        ),
        (
            happened("message.sent", document="997", acknowledges="850", status="partially_accepted"),
            "997 was sent: 850 was read, and errors in its file were reported.",
        ),
        (happened("message.sent", document="855"), "855 was written and put into the mailbox."),
        (happened("message.delivered", document="855"), "855 was collected by the other system."),
        (
            happened("message.acknowledged", document="855"),
            "The other system acknowledged 855: it could be read.",
        ),
        (happened("message.refused", document="855"), "The other system refused 855: it could not be read."),
        (happened("message.overdue", document="855"), "No acknowledgement of 855 has come in time."),
        (happened("message.failed", document="855"), "855 could not be sent. It is kept for an operator."),
        (happened("order.cancelled"), "The buyer cancelled the order. Channel: EDI."),
        (happened("order.answer_undone"), "王芳 took the answer back before it left."),
        (happened("order.something_new"), "Recorded: order.something_new"),
    ],
)
def test_each_kind_of_event_is_a_whole_sentence(told, event, sentence):
    assert told(event).text == sentence


@pytest.mark.parametrize(
    ("rule", "note"),
    [
        ({"level": "built_in", "version": 1}, "Accepted by the default rule: every answer is taken."),
        ({"level": "partner", "version": 3}, "Accepted by the rule for this partner, version 3."),
    ],
)
def test_an_answer_tells_its_parts_and_the_rule_that_decided(told, rule, note):
    lines = {"confirmed": 1, "rejected": 1}
    step = told(happened("order.answered", outcome="accepted_with_changes", lines=lines, rule=rule))
    assert step.notes == ("As requested: 1, with changes: 0, rejected: 1.", note)


def test_a_long_change_is_cut_and_says_how_much_more_there_is(told):
    changes = [
        {"line_key": str(number), "action": "changed", "field": "quantity", "old": "800", "new": "1000"}
        for number in range(30)
    ]
    step = told(happened("order.changed", changes=changes, change_count=30))
    assert len(step.notes) == 9
    assert step.notes[0] == "Line 0: Quantity 800 → 1,000"
    assert step.notes[-1] == "And 22 more changes."


def test_a_step_opens_its_message_only_for_who_may_see_it(told):
    event = happened("message.sent", document="855")
    assert told(event).link == "855 · 000000007"
    assert told(event).url.endswith(str(SENT))
    assert told(event, may_open=False).url is None
    assert told(happened("message.sent", message_id=new_id(), document="855")).url is None


def test_an_acknowledgement_opens_what_the_other_system_said(told):
    step = told(happened("message.acknowledged", document="855", acknowledgement_id=str(SAID)))
    assert step.link == "997 · 000000009"


def test_the_timeline_speaks_chinese(told):
    step = told(
        happened("order.answered", channel="web", outcome="accepted", lines={"confirmed": 3}), "zh_CN"
    )
    assert step.text == "王芳 按要求确认了 3 行。渠道：门户。"
