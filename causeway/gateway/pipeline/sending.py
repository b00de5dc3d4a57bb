"""A decided message becomes the bytes of one interchange in a mailbox, with its control numbers.

Control numbers are taken in the transaction that keeps the bytes: a failure gives them back, so there is no gap, and
the row lock keeps two senders from the same number.
"""

import hashlib
import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from causeway.gateway.canonical import codec
from causeway.gateway.exchanges.control_numbers import take
from causeway.gateway.exchanges.models import Direction, Message, OutboundState
from causeway.gateway.formats.x12.ta1 import INTERCHANGE_ACK
from causeway.gateway.partners.models import Agreement
from causeway.gateway.pipeline.group_terms import GroupTerms
from causeway.gateway.pipeline.stored_problems import stored
from causeway.gateway.pipeline.x12_documents import FUNCTIONAL_ACK_DOCUMENTS
from causeway.gateway.pipeline.x12_writing import Numbers, Written, write_message
from causeway.tenants import clock, metrics
from causeway.tenants.context import current_scope
from causeway.tenants.db import run
from causeway.tenants.errors import AgreementError
from causeway.tenants.ids import new_id

_NEVER_ACKNOWLEDGED = FUNCTIONAL_ACK_DOCUMENTS | {INTERCHANGE_ACK}


def send(session: Session, message: Message, agreed: GroupTerms) -> None:
    """Write the message and keep its bytes; what the message's row is to say stands on it afterwards.

    AgreementError where it cannot go out as agreed; the numbers are taken by then, so the transaction must not go on.
    """
    agreement, terms = agreed.agreement, agreed.terms
    if agreement.disabled_at is not None:
        raise AgreementError(f"The agreement {agreement.name} is switched off.", agreement=agreement.name)
    canonical = codec.decode(json.dumps(message.canonical))
    numbers = Numbers(*take(session, agreement.id, "interchange", "group"))
    now = clock.now()
    written_at = now.astimezone(ZoneInfo(terms.time_zone)) if terms.time_zone else now
    written = write_message(canonical, message.document, agreement, terms, numbers, written_at=written_at)
    _keep(session, message, agreement, written, now)
    if terms.ack_wanted and message.document not in _NEVER_ACKNOWLEDGED:
        message.ack_due_at = now + timedelta(hours=terms.ack_hours)
    metrics.count_message(message.document, Direction.OUT, message.state)


# One statement for what one interchange adds to the log; a TA1 has no group.
_KEEP = """
with bytes as (
  insert into blob (tenant_id, id, partner_id, sha256, size, content)
  values (%(tenant_id)s, %(id)s, %(partner_id)s, %(sha256)s, %(size)s, %(content)s)
), sent as (
  insert into transmission (tenant_id, id, partner_id, direction, state, blob_id, sha256, size, format, content_type,
                            channel, at)
  values (%(tenant_id)s, %(id)s, %(partner_id)s, 'out', 'sent', %(id)s, %(sha256)s, %(size)s, 'x12', 'application/edi-x12', 'mailbox',
          %(at)s)
), envelope as (
  insert into interchange (tenant_id, id, partner_id, transmission_id, agreement_id, direction, state, sender, receiver,
                           control_number, version, usage, envelope, byte_start, byte_end, problems)
  values (%(tenant_id)s, %(interchange_id)s, %(partner_id)s, %(id)s, %(agreement_id)s, 'out', 'sent', %(sender)s, %(receiver)s,
          %(interchange_control)s, %(interchange_version)s, %(usage)s, '{}', 0, %(size)s, '[]')
)
insert into functional_group (tenant_id, id, partner_id, interchange_id, agreement_id, direction, functional_id, sender,
                              receiver, control_number, version, problems)
select %(tenant_id)s, %(group_id)s, %(partner_id)s, %(interchange_id)s, %(agreement_id)s, 'out', %(functional_id)s, %(group_sender)s,
       %(group_receiver)s, %(group_control)s, %(version)s, '[]'
where cast(%(group_control)s as text) is not null
"""


def _keep(session: Session, message: Message, agreement: Agreement, written: Written, now: datetime) -> None:
    """Bytes, transmission, interchange and group as rows; the message points to them."""
    transmission_id, interchange_id, group_id = new_id(), new_id(), new_id()
    run(
        session,
        _KEEP,
        {
            "tenant_id": current_scope().tenant_id,
            "id": transmission_id,
            "interchange_id": interchange_id,
            "group_id": group_id,
            "partner_id": message.exchanged_with_id,
            "agreement_id": agreement.id,
            "sha256": hashlib.sha256(written.data).digest(),
            "size": len(written.data),
            "content": written.data,
            "at": now,
            "sender": f"{agreement.our_qualifier}:{agreement.our_id}",
            "receiver": f"{agreement.their_qualifier}:{agreement.their_id}",
            "interchange_control": written.interchange_control,
            "interchange_version": written.interchange_version,
            "usage": written.usage,
            "functional_id": written.functional_id,
            "group_sender": agreement.our_group_id,
            "group_receiver": agreement.their_group_id,
            "group_control": written.group_control,
            "version": written.version,
        },
    )
    message.transmission_id, message.interchange_id = transmission_id, interchange_id
    message.group_id = group_id if written.group_control is not None else None
    message.control_number = written.set_control
    message.byte_start, message.byte_end = written.set_range
    message.state, message.sent_at = OutboundState.SENT.value, now
    message.reason, message.reason_data, message.problems = None, {}, stored(written.losses)
