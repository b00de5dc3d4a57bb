"""Partners: the companies of the tenant's directory, on which terms documents go to and fro with them, their keys."""

from causeway.portal.web.partners import agreements, directory, keys, pages
from causeway.portal.web.partners.blueprint import blueprint

__all__ = ["agreements", "blueprint", "directory", "keys", "pages"]
