"""The pages of the code tables and of the codes that nobody has explained yet."""

from causeway.portal.web.codes.pages import blueprint

__all__ = ["blueprint"]
