"""The person: sign-in and its links, their account, language and appearance."""

from causeway.portal.web.account import door, own, preferences
from causeway.portal.web.account.blueprint import blueprint

__all__ = ["blueprint", "door", "own", "preferences"]
