"""Whether an interchange came before in another transmission, and for how long its control number stays taken.

Accepting a transmission takes the number of its first interchange, which is all the sender waits for; the numbers of
the others are taken when the file is read.
"""

import hashlib
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import Blob, DuplicateKey, Interchange, Transmission
from causeway.gateway.formats import x12
from causeway.gateway.partners.routing import Refusal
from causeway.gateway.partners.terms import Terms
from causeway.gateway.pipeline.arrival import Arrival
from causeway.gateway.pipeline.duplicate_keys import duplicate_key, x12_key
from causeway.gateway.pipeline.safe_text import storable
from causeway.tenants.db import run
from causeway.tenants.ids import new_id

COPY = "duplicate_interchange"
CONFLICT = "control_number_conflict"


def take_number(
    session: Session, arrival: Arrival, interchange: x12.Interchange, terms: Terms
) -> Refusal | None:
    """None for the first interchange of its number, whose window begins now; else what it is instead."""
    transmission = arrival.transmission
    key = _key(interchange)
    if key == duplicate_key(arrival.data, transmission.sha256):
        refusal = Refusal(CONFLICT) if transmission.conflict_with_id is not None else None
    else:
        refusal = _claim(session, arrival, interchange, key)
    if refusal is None:
        _start_window(session, transmission, key, timedelta(days=terms.duplicate_window_days))
    return refusal


def _key(interchange: x12.Interchange) -> str:
    key = x12_key(
        (interchange.sender_qualifier, interchange.sender_id),
        (interchange.receiver_qualifier, interchange.receiver_id),
        usage=interchange.usage,
        control_number=interchange.control_number,
    )
    return str(storable(key))


def _start_window(session: Session, transmission: Transmission, key: str, window: timedelta) -> None:
    run(
        session,
        _START_WINDOW,
        {
            "tenant_id": transmission.tenant_id,
            "partner_id": transmission.partner_id,
            "key": key,
            "transmission_id": transmission.id,
            "ends_at": transmission.at + window,
        },
    )


_START_WINDOW = """
update duplicate_key set window_ends_at = %(ends_at)s
where tenant_id = %(tenant_id)s and partner_id = %(partner_id)s and key = %(key)s
  and transmission_id = %(transmission_id)s
"""


def _claim(session: Session, arrival: Arrival, interchange: x12.Interchange, key: str) -> Refusal | None:
    transmission = arrival.transmission
    digest = hashlib.sha256(arrival.data[interchange.byte_start : interchange.byte_end]).digest()
    statement = insert(DuplicateKey).values(
        tenant_id=transmission.tenant_id,
        id=new_id(),
        partner_id=transmission.partner_id,
        key=key,
        transmission_id=transmission.id,
        sha256=digest,
        seen_at=transmission.at,
    )
    new = statement.excluded
    taken = session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "partner_id", "key"],
            set_={
                "transmission_id": new.transmission_id,
                "sha256": new.sha256,
                "seen_at": new.seen_at,
                "window_ends_at": None,
            },
            where=(DuplicateKey.window_ends_at < new.seen_at)
            | (DuplicateKey.transmission_id == new.transmission_id),
        ).returning(DuplicateKey.id)
    ).first()
    if taken is not None:
        return None
    first = session.scalars(
        select(DuplicateKey).where(
            DuplicateKey.partner_id == transmission.partner_id, DuplicateKey.key == key
        )
    ).one()
    is_copy = digest in (first.sha256, _digest_in(session, first.transmission_id, interchange))
    return Refusal(COPY if is_copy else CONFLICT)


def _digest_in(session: Session, transmission_id: UUID, interchange: x12.Interchange) -> bytes | None:
    """The hash of this interchange's namesake inside another transmission, where that one holds several."""
    length = Interchange.byte_end - Interchange.byte_start
    content = session.scalar(
        select(func.substring(Blob.content, Interchange.byte_start + 1, length))
        .select_from(Interchange)
        .join(
            Transmission,
            (Transmission.tenant_id == Interchange.tenant_id)
            & (Transmission.id == Interchange.transmission_id),
        )
        .join(Blob, (Blob.tenant_id == Transmission.tenant_id) & (Blob.id == Transmission.blob_id))
        .where(
            Interchange.transmission_id == transmission_id,
            Interchange.control_number == storable(interchange.control_number),
        )
        .limit(1)
    )
    return hashlib.sha256(bytes(content)).digest() if content is not None else None
