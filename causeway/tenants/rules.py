"""One resolver for every rule: the tenant's default, a group of partners, one partner; versioned with dates.

It returns the value and where it came from, because every refusal that a person reads names rule, level and version.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Mapped, Session

from causeway.tenants import clock
from causeway.tenants.models import Organization
from causeway.tenants.orm import Base, Shared, one_of, tenant_index


class Level(StrEnum):
    """How near to the partner a rule was set; the nearest wins."""

    BUILT_IN = "built_in"
    DEFAULT = "default"
    GROUP = "group"
    PARTNER = "partner"


_NEARNESS = {Level.DEFAULT: 1, Level.GROUP: 2, Level.PARTNER: 3}


class Rule(Shared, Base):
    """One version of one rule at one level; `partner_id` is set at the partner's level only."""

    __tablename__ = "rule"

    name: Mapped[str]
    level: Mapped[str]
    partner_group: Mapped[str | None]
    version: Mapped[int]
    value: Mapped[dict[str, Any]]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    __table_args__ = (one_of("level", Level), tenant_index("ix_rule_name", "name", "partner_id"))


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule's value as it applies to one partner on one day, and where it came from."""

    name: str
    value: dict[str, Any]
    level: Level
    version: int

    def origin(self) -> dict[str, Any]:
        """What is kept beside a decision, so that it can be explained for ever."""
        return {"rule": self.name, "level": self.level.value, "version": self.version, "value": self.value}


def resolve(
    session: Session, name: str, partner_id: UUID, *, built_in: dict[str, Any], on: date | None = None
) -> Ruling:
    """The rule of that name as it applies to the partner; `built_in` is the product's own answer where no row says."""
    day = on or clock.now().date()
    group = session.scalar(select(Organization.partner_group).where(Organization.id == partner_id))
    rows = session.scalars(
        select(Rule).where(
            Rule.name == name,
            or_(Rule.partner_id == partner_id, Rule.partner_id.is_(None)),
            Rule.valid_from <= day,
            or_(Rule.valid_until.is_(None), Rule.valid_until >= day),
        )
    ).all()
    fitting = [row for row in rows if row.level != Level.GROUP or row.partner_group == group]
    if not fitting:
        return Ruling(name, built_in, Level.BUILT_IN, 1)
    nearest = max(fitting, key=lambda row: (_NEARNESS[Level(row.level)], row.version))
    return Ruling(name, nearest.value, Level(nearest.level), nearest.version)
