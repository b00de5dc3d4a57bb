"""The two ledgers of one shape, so that everything below is written once: a tenant's, and the platform's."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from causeway.tenants.audit import models
from causeway.tenants.audit.canonical import sha256
from causeway.tenants.context import Scope

PLATFORM_ID = UUID(int=0)
"""The id of the platform's head row, where a tenant's has the tenant's."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tables of one ledger and the scope in which it is read."""

    tenant_id: UUID | None
    entry: Any
    detail: Any
    block: Any
    head: Any
    day_root: Any

    @property
    def scope(self) -> Scope:
        """The side of the wall from which the ledger is kept."""
        return Scope(tenant_id=self.tenant_id)

    @property
    def lock_key(self) -> int:
        """The advisory lock that one sealer of this ledger holds."""
        seed = b"audit" + (self.tenant_id or PLATFORM_ID).bytes
        return int.from_bytes(sha256(seed)[:8], signed=True)

    def find_head(self, session: Session) -> Any:
        """The head row, or None while nothing is sealed."""
        if self.tenant_id is None:
            return session.get(self.head, PLATFORM_ID)
        return session.get(self.head, (self.tenant_id, self.tenant_id))

    def new_head(self, **values: Any) -> Any:
        """The head row of a chain that begins."""
        return self.head(id=self.tenant_id or PLATFORM_ID, **values)


def ledger_of(tenant_id: UUID | None) -> Ledger:
    """The tenant's ledger; without a tenant, the platform's."""
    if tenant_id is None:
        return Ledger(
            None,
            models.PlatformAuditEntry,
            models.PlatformAuditDetail,
            models.PlatformAuditBlock,
            models.PlatformAuditHead,
            models.PlatformAuditDayRoot,
        )
    return Ledger(
        tenant_id,
        models.AuditEntry,
        models.AuditDetail,
        models.AuditBlock,
        models.AuditHead,
        models.AuditDayRoot,
    )
