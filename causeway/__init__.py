"""Causeway (通衢): a multi-tenant B2B collaboration portal with an EDI/API gateway."""
