"""The audit: what was done, by whom, sealed into a hash chain a moment later, provable to whoever holds a day's root."""

from causeway.tenants.audit.recording import record
from causeway.tenants.audit.sealing import Sealer, seal, seal_days
from causeway.tenants.audit.verifying import Report, verify

__all__ = ["Report", "Sealer", "record", "seal", "seal_days", "verify"]
