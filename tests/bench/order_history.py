"""Many orders of one tenant, as years of trade would leave them: states, partners and dates unevenly spread.

They are written by one statement under the staff role, that is through the walls and the keys, but not through the
domain: a list reads nothing but these rows.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from causeway.tenants import db
from causeway.tenants.context import IDENTITY_SCOPE, Role, Scope
from causeway.tenants.directory import NewOrganization, add_organization, found_tenant
from tests.bench.stack import Stack

PARTNERS = 200
# The tenant's largest supplier, whose list is measured: even over 10,000 orders it fills every tab.
LARGEST_SHARE = 0.35
YEARS = 3
CHUNK = 100_000

_FILL = text("""
insert into trade_order (
  tenant_id, id, partner_id, direction, state, buyer_id, seller_id, number, number_folded, release_number, order_type,
  order_date, currency, amount, line_count, requested_date, sort_date, confirmed_date, ship_to_name, plant_code,
  version, response_version, revision, channel, header, created_at, updated_at)
select :tenant_id, uuidv7(f.age), f.partner, 'purchase', f.state, :own_id, f.partner, f.number, lower(f.number), '',
  'standalone', f.day, 'CNY', 1000 + f.n % 90000, 3, f.day + f.lead, f.day + f.lead,
  case when f.state in ('confirmed', 'partly_confirmed') then f.day + f.lead + 1 end,
  '上海临港一号仓', 'PL-LG', 1, case when f.state in ('confirmed', 'partly_confirmed', 'rejected') then 1 else 0 end,
  1, 'edi', '{}', f.at, f.at
from (
  select d.*, now() + d.age as at, (now() + d.age)::date as day,
    'PO' || to_char(now() + d.age, 'YY') || lpad(d.n::text, 8, '0') as number,
    (cast(:partners as uuid[]))[case when d.share < :largest then 1 else 2 + floor((:count - 1) * d.rank * d.rank)::int end]
      as partner,
    case when d.dice < 0.08 then 'to_confirm' when d.dice < 0.11 then 'changed' when d.dice < 0.16 then 'partly_confirmed'
      when d.dice < 0.90 then 'confirmed' when d.dice < 0.94 then 'rejected' else 'cancelled' end as state
  from (
    select n, -(:span * (1 - n::float8 / :total)) * interval '1 second' as age, 10 + floor(random() * 50)::int as lead,
      random() as share, random() as rank, random() as dice
    from generate_series(cast(:first as bigint), cast(:last as bigint)) n
  ) d
) f
""")


@dataclass(frozen=True)
class Trade:
    """A tenant and its partners, the first of which has the most orders and the last the fewest."""

    tenant_id: UUID
    own_id: UUID
    partners: tuple[UUID, ...]

    @property
    def staff(self) -> Scope:
        """The core enterprise's side."""
        return Scope(tenant_id=self.tenant_id)

    @property
    def largest(self) -> Scope:
        """The side of the partner with the most orders."""
        return self._partner(0)

    @property
    def smallest(self) -> Scope:
        """The side of the partner with the fewest."""
        return self._partner(-1)

    def _partner(self, index: int) -> Scope:
        return Scope(tenant_id=self.tenant_id, role=Role.PARTNER, partner_id=self.partners[index])


def make_trade(slug: str) -> Trade:
    """A tenant of its own with its partners and no order yet."""
    with db.unit_of_work(IDENTITY_SCOPE) as session:
        tenant_id = found_tenant(session, slug=slug, name="Bench", time_zone="Asia/Shanghai").id
    with db.unit_of_work(Scope(tenant_id=tenant_id)) as session:
        own_id = add_organization(session, NewOrganization("Bench", is_own=True)).id
        partners = [
            add_organization(session, NewOrganization(f"Supplier {number:03d}", is_supplier=True)).id
            for number in range(PARTNERS)
        ]
    return Trade(tenant_id, own_id, tuple(partners))


def fill(stack: Stack, trade: Trade, orders: int) -> None:
    """Give the tenant that many orders; vacuumed and analysed, as a database that has grown over years is."""
    for first in range(1, orders + 1, CHUNK):
        with db.unit_of_work(trade.staff) as session:
            session.execute(text("select setseed(0.42)"))
            session.execute(
                _FILL,
                {
                    "tenant_id": trade.tenant_id,
                    "own_id": trade.own_id,
                    "partners": list(trade.partners),
                    "count": PARTNERS,
                    "largest": LARGEST_SHARE,
                    "span": YEARS * 365 * 86400,
                    "total": orders,
                    "first": first,
                    "last": min(orders, first + CHUNK - 1),
                },
            )
    with stack.admin() as admin:
        admin.execute("vacuum (analyze) trade_order")
        admin.execute("vacuum (analyze) organization")
