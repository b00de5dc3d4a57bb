"""The place of a list's page in its address: `after=<id>` is the page behind that row, `until=<id>` the one before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from causeway.portal.domain.orders.queries import COUNT_CAP
from causeway.tenants.keyset import Beside, Page


def capped(count: int) -> str:
    """A count that stops where nobody counts on."""
    return f"{COUNT_CAP - 1}+" if count >= COUNT_CAP else str(count)


def tab_count(count: int) -> str | None:
    """The same on a tab or in the navigation, where nothing is said of nothing."""
    return capped(count) if count else None


@dataclass(frozen=True, slots=True)
class Place:
    """What the address says: beside which row, and on which side of it."""

    row_id: UUID
    backwards: bool

    def beside(self, *key: Any) -> Beside:
        """The place by the row's key in the list, where the list is not sorted by id alone."""
        return Beside(key or (self.row_id,), self.backwards)


def place_of(arguments: Mapping[str, str]) -> Place | None:
    """The place that the address names; None for the first page, and for what is no id."""
    for name in ("after", "until"):
        try:
            return Place(UUID(arguments.get(name, "")), backwards=name == "until")
        except ValueError:
            continue
    return None


def beside_of(place: Place | None) -> Beside | None:
    """The place in a list that is sorted by id."""
    return place.beside() if place else None


@dataclass(frozen=True, slots=True)
class Steps:
    """What the addresses of the pages beside this one have in them; None where there is no page."""

    previous: dict[str, Any] | None = None
    next: dict[str, Any] | None = None


def steps_of(page: Page[Any], ids: Sequence[UUID]) -> Steps:
    """The ways on from a page whose rows have these ids."""
    if not ids:
        return Steps()
    return Steps(
        {"until": ids[0]} if page.has_previous else None,
        {"after": ids[-1]} if page.has_next else None,
    )
