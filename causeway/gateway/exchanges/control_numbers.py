"""Control numbers of what we send: one row per series, taken in the transaction that writes the envelope."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from causeway.gateway.exchanges.models import ControlNumber
from causeway.tenants.context import current_scope
from causeway.tenants.ids import new_id

LARGEST = 999_999_999


def take(session: Session, owner_id: UUID, series: str) -> int:
    """The next number of the owner's series, from 1 to nine nines and round again.

    The row stays locked until the transaction ends, so numbers are handed out one transaction after the other and
    come back when one fails: no gap, no clash.
    """
    statement = insert(ControlNumber).values(
        tenant_id=current_scope().tenant_id, id=new_id(), agreement_id=owner_id, series=series, last_value=1
    )
    taken: int | None = session.scalar(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "agreement_id", "series"],
            set_={"last_value": ControlNumber.last_value % LARGEST + 1},
        ).returning(ControlNumber.last_value)
    )
    if taken is None:
        raise LookupError(f"no control number for {series}")
    return taken
