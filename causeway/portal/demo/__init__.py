"""The demo tenant: made by the product's own commands, its orders sent as X12 files to the real endpoint."""

from causeway.portal.demo.preparing import Demo, prepare
from causeway.portal.demo.sending import send

__all__ = ["Demo", "prepare", "send"]
