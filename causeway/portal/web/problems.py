"""What an error means to the person at the page: one sentence per code, which says what to do.

Codes are stable and come from the floors below; a code without a sentence is told in the words of whoever raised it.
"""

from causeway.portal.web.i18n import gettext, mark
from causeway.tenants.errors import CausewayError

SENTENCES = {
    "conflict": mark("This was changed by somebody else in the meantime. Look at it again and repeat."),
    "not_found": mark("This does not exist, or it is not yours to see."),
    "not_permitted": mark("Your role does not allow this. Ask an administrator of your company."),
}


def explain(error: CausewayError) -> str:
    """The error as a sentence in the reader's language, with its values filled in."""
    sentence = SENTENCES.get(error.code)
    if sentence is None:
        return error.message
    return gettext(sentence, **error.parameters)


def add_sentences(sentences: dict[str, str]) -> None:
    """Let an area explain the codes of its own domain, once, when it is imported."""
    SENTENCES.update(sentences)
