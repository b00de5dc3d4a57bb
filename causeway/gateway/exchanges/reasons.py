"""Why something waits or was refused: stable codes, each with one English sentence for the partner's machine.

Pages translate by code; the named values come from `reason_data`. Codes of the business (an unmapped item, say) are
added by whoever binds the business to the gateway.
"""

from collections.abc import Mapping
from typing import Any

_SENTENCES: dict[str, str] = {
    # a transmission or an interchange
    "control_number_conflict": "The same sender, receiver and control number came before with other content.",
    "duplicate_interchange": "This interchange came before in another transmission; it has no second effect.",
    "unknown_format": "The bytes are of no format that we know.",
    "format_not_supported": "Documents in the format %(format)s cannot be read here yet.",
    "unreadable": "No interchange could be read from the bytes.",
    "unknown_sender": "There is no agreement with the sender %(sender)s.",
    "unknown_receiver": "The receiver %(receiver)s is not one of our identities for the sender %(sender)s.",
    "unknown_group_parties": "There is no agreement for the group sender %(group_sender)s and receiver %(group_receiver)s.",
    "identity_of_another": "The identity %(sender)s belongs to another organization than the key that sent it.",
    "agreement_disabled": "The agreement %(agreement)s is switched off.",
    "test_on_live": "The interchange is marked as a test, and the agreement %(agreement)s is for live traffic.",
    "live_on_test": "The interchange is marked as live, and the agreement %(agreement)s is for tests.",
    "information_only": "The interchange is marked as information, which is never applied by itself.",
    "agreement_invalid": "The agreement is set up wrongly: %(detail)s",
    "dismissed": "A person laid it aside; it will have no effect.",
    # a message that came in
    "document_rejected": "The document breaks the rules of its guide; the problems say where.",
    "no_guide": "There is no guide for document %(document)s in version %(version)s.",
    "set_too_large": "The document is larger than what is read in one piece; its bytes are kept.",
    "version_not_agreed": "The version %(version)s is not one that was agreed on.",
    "wrong_group": "A set of the kind %(document)s does not belong into its functional group.",
    "answer_too_long": "The number %(value)s is longer than the %(most)s characters that an answer can carry.",
    "answer_unwritable": "The number %(value)s holds characters that an answer cannot carry under this agreement.",
    "test_not_applied": "A test document is read and acknowledged, and never applied in a live tenant.",
    "no_handler": "Documents of the kind %(document)s are not processed here yet.",
    "refused_by_business": "%(detail)s",
    "acknowledgement_unmatched": "Nothing that we sent fits this acknowledgement of %(functional_id)s %(control_number)s.",
    "acknowledgement_ambiguous": "More than one thing that we sent fits this acknowledgement of %(functional_id)s %(control_number)s.",
    "acknowledgement_contradicts": "What we sent was answered before with another verdict: %(before)s, now %(now)s.",
    # a message that goes out
    "refused_by_receiver": "The receiver could not read it (%(codes)s).",
    "not_writable": "The document cannot be written as agreed: %(detail)s",
    "superseded": "A newer answer went out before it could, so it stays here.",
    "agreement_error": "It cannot go out under its agreement: %(detail)s",
    # ours
    "internal_error": "Processing failed several times for a reason of ours; the bytes are kept and can be replayed.",
}


def register(sentences: Mapping[str, str]) -> None:
    """Add the codes of the business; a code keeps one meaning, so another sentence for a known one is a mistake."""
    for code, sentence in sentences.items():
        if _SENTENCES.setdefault(code, sentence) != sentence:
            raise ValueError(f"the reason {code} has a sentence already")


def known_reasons() -> Mapping[str, str]:
    """Every code with its sentence and named values, for whoever translates them."""
    return dict(_SENTENCES)


def describe(code: str, data: Mapping[str, Any]) -> str:
    """The sentence for a machine or a log; a value that is missing shows as a question mark."""
    sentence = _SENTENCES.get(code)
    if sentence is None:
        return f"This waits for a person ({code})."
    return sentence % _Lenient(data)


class _Lenient(dict[str, Any]):
    """Named values for a sentence; a row written by an older version may lack one."""

    def __missing__(self, key: str) -> str:
        return "?"
