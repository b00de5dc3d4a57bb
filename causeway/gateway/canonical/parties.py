"""Who takes part, where they are and how to reach them. Personal data stands only in Party and Contact."""

from enum import StrEnum

from causeway.gateway.canonical.base import Value
from causeway.gateway.canonical.references import Reference


class Identifier(Value, frozen=True):
    """A value in a scheme: `gln`, `duns`, `gtin`, `buyer`..., else the standard's list and code (`x12:66:94`).

    `written` is the form on the wire where `value` was normalised; `as_sent` is the qualifier where the scheme has
    several and it was not the usual one, so that an answer can echo it.
    """

    scheme: str
    value: str
    written: str | None = None
    as_sent: str | None = None


class Address(Value, frozen=True):
    """A postal address as far as it was sent."""

    lines: tuple[str, ...] = ()
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    location: Identifier | None = None


class Contact(Value, frozen=True):
    """A person or desk."""

    function: str | None = None
    name: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    faxes: tuple[str, ...] = ()
    other: tuple[Identifier, ...] = ()


class PartyRole(StrEnum):
    """The part a party plays in the document."""

    BUYER = "buyer"
    SELLER = "seller"
    SHIP_TO = "ship_to"
    SHIP_FROM = "ship_from"
    BILL_TO = "bill_to"
    REMIT_TO = "remit_to"
    ORDERED_BY = "ordered_by"
    FINAL_RECIPIENT = "final_recipient"
    CARRIER = "carrier"
    WAREHOUSE = "warehouse"
    MANUFACTURER = "manufacturer"
    PAYER = "payer"
    PAYEE = "payee"
    CONSIGNEE = "consignee"
    MESSAGE_SENDER = "message_sender"
    MESSAGE_RECEIVER = "message_receiver"
    OTHER = "other"


class Party(Value, frozen=True):
    """A party in one role; all the identifiers the sender gave are kept."""

    role: PartyRole
    role_as_sent: str | None = None
    ids: tuple[Identifier, ...] = ()
    name: str | None = None
    more_names: tuple[str, ...] = ()
    address: Address | None = None
    contacts: tuple[Contact, ...] = ()
    tax_ids: tuple[Identifier, ...] = ()
    references: tuple[Reference, ...] = ()
