"""What is being put together while a set is read: parties, notes, and the owner (document or line) they belong to."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.items import Attribute, Description, Item, ItemClass
from causeway.gateway.canonical.parties import Address, Contact, Identifier, Party, PartyRole
from causeway.gateway.canonical.quantities import Money, Price, Quantity
from causeway.gateway.canonical.references import Extension, Note, NotePurpose, Reference
from causeway.gateway.canonical.terms import AllowanceCharge, DeliveryTerms, PaymentTerms, Tax, Transport
from causeway.gateway.canonical.times import Moment, OtherDate, Window


class PartyBuilder:
    """A party whose N2, N3, N4, PER and REF are still to come."""

    def __init__(self, role: PartyRole, role_as_sent: str | None) -> None:
        self.role = role
        self.role_as_sent = role_as_sent
        self.ids: list[Identifier] = []
        self.name: str | None = None
        self.more_names: list[str] = []
        self.lines: list[str] = []
        self.place: tuple[str | None, ...] = (None, None, None, None)
        self.location: Identifier | None = None
        self.contacts: list[Contact] = []
        self.references: list[Reference] = []

    def build(self) -> Party:
        """The party as far as it was sent."""
        city, region, postal_code, country = self.place
        address = None
        if self.lines or self.location or any(self.place):
            address = Address(tuple(self.lines), city, region, postal_code, country, self.location)
        return Party(
            self.role,
            self.role_as_sent,
            tuple(self.ids),
            self.name,
            tuple(self.more_names),
            address,
            tuple(self.contacts),
            (),
            tuple(self.references),
        )


class NoteBuilder:
    """A note whose text lines are still coming."""

    def __init__(self, purpose: NotePurpose, as_sent: str | None) -> None:
        self.purpose = purpose
        self.as_sent = as_sent
        self.lines: list[str] = []

    def build(self) -> Note:
        """The lines joined by line feeds."""
        text = self.lines[0] if len(self.lines) == 1 else "\n".join(self.lines)
        return Note(self.purpose, text, None, self.as_sent)


class OwnerBuilder:
    """What documents and lines have in common: the things that may be attached to either.

    Each list comes into being when it is first asked for: most lines need none. `attached` tells whether any is there.
    """

    LISTS: ClassVar[frozenset[str]] = frozenset(
        {
            "parties",
            "references",
            "notes",
            "dates",
            "payment_terms",
            "transport",
            "allowances",
            "taxes",
            "extensions",
        }
    )

    # What a line need not state stands on the class: assigning it for each line would be felt.
    attached = False
    cancel_after: Moment | None = None
    delivery_terms: DeliveryTerms | None = None
    currency: str | None = None
    open_note: NoteBuilder | None = None
    parties: list[PartyBuilder]
    references: list[Reference]
    notes: list[NoteBuilder]
    dates: list[OtherDate]
    windows: dict[str, Window]
    payment_terms: list[PaymentTerms]
    transport: list[Transport]
    allowances: list[AllowanceCharge]
    taxes: list[Tax]
    extensions: list[Extension]

    if not TYPE_CHECKING:  # or else it would hide misspelt names from the type checker

        def __getattr__(self, name):
            if name in self.LISTS:
                made = []
            elif name == "windows":
                made = {}
            else:
                raise AttributeError(name)
            self.attached = True
            setattr(self, name, made)
            return made

    def many(self, name: str) -> tuple[Any, ...]:
        """What is in one of the lists, without bringing it into being."""
        return tuple(self.__dict__.get(name, ()))

    def built_parties(self) -> tuple[Party, ...]:
        """The parties in the order they were sent."""
        return tuple([party.build() for party in self.many("parties")])

    def built_notes(self) -> tuple[Note, ...]:
        """The notes that have text."""
        return tuple([note.build() for note in self.many("notes") if note.lines])


class DocumentBuilder(OwnerBuilder):
    """The header and summary of an order or a response."""

    def __init__(self) -> None:
        self.purpose: Purpose | None = None
        self.exchange_rate: Decimal | None = None
        self.contacts: list[Contact] = []
        self.line_count: int | None = None
        self.hash_total: Decimal | None = None
        self.weight: Quantity | None = None
        self.volume: Quantity | None = None
        self.amount: Money | None = None


class LineBuilder(OwnerBuilder):
    """One line while its segments are read."""

    LISTS = OwnerBuilder.LISTS | {"more_prices", "attributes", "classes"}
    line_id: str | None = None
    quantity: Quantity | None = None
    price: Price | None = None
    ids: Sequence[Identifier] = ()
    more_prices: list[Price]
    attributes: list[Attribute]
    classes: list[ItemClass]

    def __init__(self, position: int, segment: int) -> None:
        self.position = position
        self.segment = segment
        self.descriptions: list[Description] = []

    def item(self) -> Item:
        """The item with everything that was said about it."""
        if not self.attached:
            return Item(tuple(self.ids), tuple(self.descriptions))
        return Item(
            tuple(self.ids),
            tuple(self.descriptions),
            None,
            self.many("attributes"),
            None,
            (),
            self.many("classes"),
        )
