"""The audit: what was done, by whom, sealed into a hash chain a moment later, provable to whoever holds a day's root."""

from causeway.tenants.audit.recording import record

__all__ = ["record"]
