"""Reading one set again from its bytes: for a message that was kept without a canonical form."""

from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import Blob, ExchangeState, Message, Transmission
from causeway.gateway.formats import x12
from causeway.gateway.partners.models import Agreement
from causeway.gateway.partners.service import terms_of
from causeway.gateway.pipeline.groups import fill_in, read_in_envelope
from causeway.gateway.pipeline.x12_terms import read_options
from causeway.tenants.db import get_or_404


def read_again(session: Session, message: Message) -> bool:
    """Read the message with today's guides and terms; whether it can go on.

    Its sender was told long ago that it could be read, so a refusal now is for a person here, not for another answer.
    """
    if message.agreement_id is None or message.transmission_id is None:
        return False
    transmission = get_or_404(session, Transmission, message.transmission_id)
    terms = terms_of(get_or_404(session, Agreement, message.agreement_id))
    data = bytes(get_or_404(session, Blob, transmission.blob_id).content)
    for interchange in x12.read_envelope(data, read_options(terms)).interchanges:
        for group in interchange.groups:
            for member in group.sets:
                if member.byte_start == message.byte_start:
                    reading = read_in_envelope(
                        terms, transmission, interchange, group, member, message_id=message.id
                    )
                    fill_in(message, reading, group.version)
                    if reading.message is None:
                        message.state = ExchangeState.HELD.value
                    return reading.message is not None
    return False
