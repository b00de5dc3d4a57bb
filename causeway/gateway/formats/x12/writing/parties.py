"""Parties (N1 to N4, REF and PER), contacts and identifiers of parties."""

from collections.abc import Iterable, Sequence

from causeway.gateway.canonical.parties import Address, Contact, Identifier, Party, PartyRole
from causeway.gateway.formats.x12.meanings import PARTY_CODES, ROLE_CODES
from causeway.gateway.formats.x12.writing.attachments import write_reference
from causeway.gateway.formats.x12.writing.base import Writer
from causeway.gateway.formats.x12.writing.values import as_sent

_NUMBERS_IN_PER = 3
_HEADER_FUNCTIONS = {PartyRole.BUYER: "BD", PartyRole.SELLER: "SU"}


def write_document_contacts(w: Writer, parties: Iterable[Party]) -> None:
    """PER of the header: contacts without a party, and in a set that was read those of a function it gives a party."""
    for party in parties:
        write_contacts(w, party.contacts if _is_only_contacts(party) else _of_header(w, party))


def write_parties(w: Writer, parties: Iterable[Party], *, in_header: bool = False) -> None:
    """The N1 loops of the document or of a line; `in_header` where the header's contacts were written before."""
    for party in parties:
        if not _is_only_contacts(party):
            write_party(w, party, in_header=len(_of_header(w, party)) if in_header else 0)


def _of_header(w: Writer, party: Party) -> tuple[Contact, ...]:
    """The last contacts of a buyer or seller that bear the function by which a reader finds that party."""
    function = _HEADER_FUNCTIONS.get(party.role) if w.is_homecoming else None
    count = 0
    while function and count < len(party.contacts) and party.contacts[-1 - count].function == function:
        count += 1
    return party.contacts[len(party.contacts) - count :]


def _is_only_contacts(party: Party) -> bool:
    return party.role_as_sent is None and not party.ids and not party.name


def write_party(w: Writer, party: Party, *, in_header: int = 0) -> None:
    """One N1 loop, without its last contacts that stand in the header. What is beyond one identifier is told."""
    role = w.code(party.role_as_sent, "98", ROLE_CODES, party.role, "N101")
    w.add("N1", role, party.name or "", *party_id(w, party.ids, "N103"))
    for at in range(0, len(party.more_names), 2):
        w.add("N2", *party.more_names[at : at + 2])
    if party.address is not None:
        _write_address(w, party.address)
    for reference in party.references:
        write_reference(w, reference)
    write_contacts(w, party.contacts[: len(party.contacts) - in_header])
    for tax_id in party.tax_ids:
        w.lose("N1", tax_id.value)


def party_id(w: Writer, ids: Sequence[Identifier], place: str) -> tuple[str, str]:
    """Qualifier (66) and value of the first identifier; the others are told. `place` is the qualifier's."""
    for spare in ids[1:]:
        w.lose(place, spare.value)
    if not ids:
        return "", ""
    return w.code(ids[0].scheme, "66", PARTY_CODES, ids[0].scheme, place), ids[0].value


def _write_address(w: Writer, address: Address) -> None:
    for at in range(0, len(address.lines), 2):
        w.add("N3", *address.lines[at : at + 2])
    location = address.location
    qualifier = as_sent(location.scheme, "309") if location else ""
    place = (address.city or "", address.region or "", address.postal_code or "", address.country or "")
    w.add("N4", *place, qualifier, location.value if location else "")


def write_contacts(w: Writer, contacts: Iterable[Contact]) -> None:
    """One PER for each contact, and one more for every further three numbers."""
    for contact in contacts:
        numbers = [("TE", phone) for phone in contact.phones]
        numbers += [("FX", fax) for fax in contact.faxes] + [("EM", mail) for mail in contact.emails]
        numbers += [(as_sent(other.scheme, "365"), other.value) for other in contact.other]
        for at in range(0, max(len(numbers), 1), _NUMBERS_IN_PER):
            pairs = [part for pair in numbers[at : at + _NUMBERS_IN_PER] for part in pair]
            w.add("PER", contact.function or "IC", contact.name or "", *pairs)
