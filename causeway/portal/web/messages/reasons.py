"""Why something is held, was rejected or failed, for a person: what happened, and what to do about it."""

from collections.abc import Mapping
from typing import Any

from causeway.portal.web.i18n import gettext, mark
from causeway.portal.web.messages.words import sentence

# By the codes of gateway.exchanges.reasons and of the intakes of the business; a test compares the tables.
REASONS = {
    "control_number_conflict": mark(
        "The same sender, receiver and control number came before with other content. Compare both, then release this one or dismiss it."
    ),
    "duplicate_interchange": mark("This interchange came before in another file; it has no second effect."),
    "unknown_format": mark("The file is in no format that can be recognised."),
    "format_not_supported": mark("Documents in the format %(format)s cannot be read here yet."),
    "unreadable": mark("No interchange could be read from the file."),
    "unknown_sender": mark(
        "There is no agreement with the sender %(sender)s. Set one up under Partners, then release the file."
    ),
    "unknown_receiver": mark(
        "The file is addressed to %(receiver)s, which is not our identity for the sender %(sender)s."
    ),
    "unknown_group_parties": mark(
        "There is no agreement for the group sender %(group_sender)s and receiver %(group_receiver)s."
    ),
    "identity_of_another": mark(
        "The identity %(sender)s belongs to another organization than the key that sent it."
    ),
    "agreement_disabled": mark("The agreement %(agreement)s is switched off."),
    "test_on_live": mark(
        "The file is marked as a test, and the agreement %(agreement)s is for live traffic."
    ),
    "live_on_test": mark("The file is marked as live, and the agreement %(agreement)s is for tests."),
    "information_only": mark("The file is marked as information, which is never applied by itself."),
    "interchange_rejected": mark("The envelope is broken, and nothing in it was processed."),
    "agreement_invalid": mark("The agreement is set up wrongly: %(detail)s"),
    "agreement_error": mark("The agreement is incomplete or contradictory. Correct it, then release this."),
    "document_rejected": mark("The document breaks the rules of its guide; the problems say where."),
    "no_guide": mark("There is no guide for document %(document)s in version %(version)s."),
    "version_not_agreed": mark("Version %(version)s was not agreed on with this partner."),
    "set_too_large": mark("The document is larger than what is read in one piece; its bytes are kept."),
    "wrong_group": mark("A set of the kind %(document)s does not belong into its functional group."),
    "answer_too_long": mark(
        "The number %(value)s is longer than the %(most)s characters that its answer can carry."
    ),
    "answer_unwritable": mark(
        "The number %(value)s holds characters that its answer cannot carry. Change the agreement, then release this."
    ),
    "test_not_applied": mark("A test document is read and acknowledged, and never applied to live orders."),
    "no_handler": mark("Documents of the kind %(document)s are not processed here yet."),
    "refused_by_business": mark("The order was refused: %(detail)s"),
    "acknowledgement_unmatched": mark(
        "Nothing that was sent fits this acknowledgement of %(functional_id)s %(control_number)s."
    ),
    "acknowledgement_ambiguous": mark(
        "More than one thing that was sent fits this acknowledgement of %(functional_id)s %(control_number)s."
    ),
    "acknowledgement_contradicts": mark(
        "What was sent had been answered before with another verdict: %(before)s, now %(now)s."
    ),
    "refused_by_receiver": mark("The receiver could not read it (%(codes)s)."),
    "not_writable": mark("The document cannot be written as agreed: %(detail)s"),
    "superseded": mark("A newer answer went out before it could, so it stays here."),
    "dismissed": mark("A person laid it aside; it has no effect."),
    # the business: orders
    "unmapped_codes": mark("Codes in it are not explained yet. Once they are, it goes on by itself."),
    "codes_contradict": mark("Two codes of the same thing stand for different things here."),
    "order_exists": mark("There is an order %(number)s already. A new one needs its own number or release."),
    "order_unknown": mark("There is no order %(number)s that this could be about."),
    "order_cancelled": mark("The order %(number)s was cancelled and cannot be changed any more."),
    "purpose_unsupported": mark("The purpose %(purpose)s is not one that makes or changes an order."),
    "sender_may_not_order": mark("The sender is neither our own system nor a distributor."),
    "seller_missing": mark("The order names no seller."),
    "seller_ambiguous": mark("The order names more than one seller."),
    "seller_is_own": mark("The seller %(name)s is one of our own companies."),
    "seller_not_own": mark("The seller %(name)s is not one of our own companies."),
    "partner_disabled": mark("The partner %(name)s is switched off."),
    "partner_changed": mark("The change names another seller than the order %(number)s has."),
    "no_lines": mark("The order has no lines."),
    "line_repeated": mark("Two lines have the same number."),
    "line_exists": mark("A line that is to be added is there already."),
    "line_unknown": mark("A line that is to be changed is not in the order."),
    "line_cancelled": mark("A line that was cancelled comes again."),
    "line_unidentified": mark("A line of the change has no number."),
    "quantity_not_positive": mark("A quantity is not more than zero."),
    "number_too_long": mark("A number has more digits than can be kept."),
    "unit_missing": mark("A quantity has no unit."),
    "schedule_sum": mark("The deliveries of a line do not add up to its quantity."),
    "schedule_unit": mark("A delivery has another unit than its line."),
    "change_action_unsupported": mark("A line asks for a kind of change that cannot be processed here yet."),
    "change_kind_unsupported": mark(
        "This kind of change of the order %(number)s cannot be processed here yet."
    ),
    "change_quantity_unknown": mark("It is not certain whether a quantity is the new total or a difference."),
    "change_out_of_order": mark("The change is not newer than the last one applied to the order %(number)s."),
    "internal_error": mark(
        "Processing failed several times, and not through the sender's fault. The bytes are kept: replay it once the cause is gone."
    ),
}


def reason_sentence(code: str | None, data: Mapping[str, Any] | None) -> str | None:
    """The reason as a sentence; a code without one is named, so that it can be asked about."""
    if not code:
        return None
    return sentence(REASONS, code, data or {}) or gettext(
        "It waits for a person (reason %(code)s).", code=code
    )
