"""Control numbers of what we send: one row per series, taken in the transaction that writes the envelope."""

from uuid import UUID

from sqlalchemy.orm import Session

from causeway.tenants.context import current_scope
from causeway.tenants.db import run
from causeway.tenants.ids import new_id

LARGEST = 999_999_999


# The owner is the first agreement made between the same two interchange identities: ISA13 counts per pair of
# identities, whatever their groups agreed on. Rows are taken in one order, so that two transactions cannot cross.
_TAKE = """
with owner as (
  select o.id from agreement a join agreement o on o.tenant_id = a.tenant_id
    and o.their_qualifier = a.their_qualifier and o.their_id = a.their_id
    and o.our_qualifier = a.our_qualifier and o.our_id = a.our_id
  where a.tenant_id = %(tenant_id)s and a.id = %(agreement_id)s order by o.id limit 1
)
insert into control_number as c (tenant_id, id, agreement_id, series, last_value)
select %(tenant_id)s, new.id, owner.id, new.series, 1
from owner, unnest(cast(%(ids)s as uuid[]), cast(%(series)s as text[])) as new(id, series)
order by new.series
on conflict (tenant_id, agreement_id, series) do update set last_value = c.last_value %% %(largest)s + 1
returning series, last_value
"""


def take(session: Session, agreement_id: UUID, *series: str) -> list[int]:
    """The next number of each series, from 1 to nine nines and round again.

    Agreements between the same two interchange identities share their series. The rows stay locked until the
    transaction ends, so numbers are handed out one transaction after the other and come back when one fails: no gap,
    no clash.
    """
    rows = run(
        session,
        _TAKE,
        {
            "tenant_id": current_scope().tenant_id,
            "agreement_id": agreement_id,
            "ids": [new_id() for _ in series],
            "series": list(series),
            "largest": LARGEST,
        },
    )
    taken: dict[str, int] = dict(rows.fetchall())
    return [taken[name] for name in series]
