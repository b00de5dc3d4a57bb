"""`causeway edi`: look into, check, translate and answer EDI files. Pure: no database, no server, no tenant."""

from causeway.portal.cli.edi.commands import edi

__all__ = ["edi"]
