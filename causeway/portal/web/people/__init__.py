"""People of the tenant: who works here, for which company, in which roles; for the tenant's administrator."""

from causeway.portal.web.people import changes, inviting, pages
from causeway.portal.web.people.blueprint import blueprint

__all__ = ["blueprint", "changes", "inviting", "pages"]
