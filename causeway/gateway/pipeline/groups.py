"""One functional group: its sets as messages, and the one acknowledgement that it is owed."""

import json
from uuid import UUID

from causeway.gateway.canonical import codec
from causeway.gateway.canonical.numbers import chain_of, number_of
from causeway.gateway.exchanges import outbox
from causeway.gateway.exchanges.kinds import INBOUND_APPLY, document_lane, reading_gate
from causeway.gateway.exchanges.models import (
    Direction,
    ExchangeState,
    FunctionalGroup,
    Interchange,
    Message,
    Transmission,
)
from causeway.gateway.formats import x12
from causeway.gateway.formats.x12.acknowledge import SetResult, acknowledge_group, set_status
from causeway.gateway.partners.terms import Terms
from causeway.gateway.pipeline.arrival import Arrival, Owed
from causeway.gateway.pipeline.group_terms import GroupTerms
from causeway.gateway.pipeline.safe_text import may_be_unstorable, storable
from causeway.gateway.pipeline.stored_problems import stored
from causeway.gateway.pipeline.x12_documents import FUNCTIONAL_ACKS, SetReading, ack_document, read_set
from causeway.tenants import metrics, work
from causeway.tenants.ids import new_id


class GroupReader:
    """Reads the groups of one interchange into rows, inside the transaction that reads the transmission."""

    def __init__(self, arrival: Arrival, interchange_row: Interchange, agreed: GroupTerms) -> None:
        self._arrival = arrival
        self._transmission = arrival.transmission
        self._interchange_row = interchange_row
        self._agreed = agreed

    def read(self, interchange: x12.Interchange, group: x12.Group) -> None:
        """The group's row, a message for each set, the work that applies them, and the acknowledgement."""
        group_id = new_id()
        read = [self._read_set(interchange, group, member, group_id) for member in group.sets]
        results = [
            SetResult(member, reading.problems) for member, (_, reading) in zip(group.sets, read, strict=True)
        ]
        row = self._group_row(group, group_id)
        row.ack_status, row.ack_message_id = self._acknowledge(
            interchange, group, results, read[0][0].id if read else None
        )
        self._arrival.rows.add(row)
        for (message, reading), result in zip(read, results, strict=True):
            if row.ack_status is not None:
                # Each message carries the verdict on itself: one on the whole group would tell a partner of others'.
                message.ack_status = set_status(result.problems).value
            self._arrival.rows.add(message)
            if reading.message is not None:
                self._arrival.rows.add(self._work(message, reading.message))

    def _read_set(
        self, interchange: x12.Interchange, group: x12.Group, member: x12.TransactionSet, group_id: UUID
    ) -> tuple[Message, SetReading]:
        message_id = new_id()
        reading = read_in_envelope(
            self._agreed.terms, self._transmission, interchange, group, member, message_id=message_id
        )
        message = Message(
            id=message_id,
            partner_id=self._transmission.partner_id,
            exchanged_with_id=self._transmission.partner_id,
            direction=Direction.IN.value,
            document=str(storable(member.set_id)) or "?",
            agreement_id=self._agreed.agreement.id,
            transmission_id=self._transmission.id,
            interchange_id=self._interchange_row.id,
            group_id=group_id,
            control_number=storable(member.control_number),
            byte_start=member.byte_start,
            byte_end=member.byte_end,
            at=self._transmission.at,
            correlation_id=self._transmission.id,
        )
        fill_in(message, reading, group.version)
        metrics.count_message(message.document, Direction.IN, message.state)
        return message, reading

    def _work(self, message: Message, canonical: codec.CanonicalMessage) -> work.Work:
        sender_id = self._transmission.partner_id
        chain = chain_of(canonical)
        return work.due_now(
            INBOUND_APPLY,
            message.id,
            lane=document_lane(sender_id, chain) if chain else None,
            behind=work.Gate(reading_gate(sender_id), self._arrival.work_id),
        )

    def _acknowledge(
        self,
        interchange: x12.Interchange,
        group: x12.Group,
        results: list[SetResult],
        first_message_id: UUID | None,
    ) -> tuple[str | None, UUID | None]:
        """The verdict on the group and the message that tells it, where one is owed and agreed on."""
        if group.functional_id == FUNCTIONAL_ACKS or not group.sets:
            return None, None
        header = x12.header_for(interchange, group, group.sets[0], message_id=new_id())
        document = ack_document(self._agreed.terms, group.version)
        acknowledgement = acknowledge_group(group, results, header, interchange, document=document)
        if acknowledgement is None:
            return None, None
        if not self._agreed.terms.functional_ack:
            return acknowledgement.status.value, None
        message = outbox.compose(
            message=storable_message(acknowledgement),
            document=document,
            partner_id=self._transmission.partner_id,
            exchanged_with_id=self._transmission.partner_id,
            agreement_id=self._agreed.agreement.id,
            subject=None,
            business_number=None,
            caused_by_id=first_message_id,
        )
        self._arrival.owed.append(Owed(message, self._agreed))
        return acknowledgement.status.value, message.id

    def _group_row(self, group: x12.Group, group_id: UUID) -> FunctionalGroup:
        columns = {
            "functional_id": group.functional_id,
            "sender": group.sender,
            "receiver": group.receiver,
            "control_number": group.control_number,
            "version": group.version,
        }
        return FunctionalGroup(
            id=group_id,
            partner_id=self._transmission.partner_id,
            interchange_id=self._interchange_row.id,
            agreement_id=self._agreed.agreement.id,
            direction=Direction.IN.value,
            problems=stored(group.problems),
            **storable(columns),
        )


def read_in_envelope(
    terms: Terms,
    transmission: Transmission,
    interchange: x12.Interchange,
    group: x12.Group,
    member: x12.TransactionSet,
    *,
    message_id: UUID,
) -> SetReading:
    """One set read with the facts of the envelope around it."""
    header = x12.header_for(
        interchange,
        group,
        member,
        message_id=message_id,
        source_sha256=transmission.sha256.hex(),
        charset=terms.charset,
    )
    return read_set(member, group.version, header, terms)


def fill_in(message: Message, reading: SetReading, version: str) -> None:
    """Put what was read on the message's row: its canonical form, or why there is none."""
    message.problems = stored(reading.problems)
    message.reason, message.reason_data = reading.reason, {}
    if reading.message is None:
        state = ExchangeState.REJECTED if reading.is_rejected else ExchangeState.HELD
        message.state = state.value
        message.reason_data = storable({"document": message.document, "version": version})
        return
    message.state = ExchangeState.RECEIVED.value
    encoded = codec.encode(reading.message)
    plain = json.loads(encoded)
    message.canonical = storable(plain) if may_be_unstorable(encoded) else plain
    message.schema_version = reading.message.header.schema
    message.business_number = storable(number_of(reading.message))


def storable_message(message: codec.CanonicalMessage) -> codec.CanonicalMessage:
    """The message without characters that a row cannot keep (they came as a bad value that an answer repeats)."""
    encoded = codec.encode(message)
    return codec.decode(json.dumps(storable(json.loads(encoded)))) if may_be_unstorable(encoded) else message
