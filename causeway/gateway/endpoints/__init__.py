"""Machine traffic over HTTP."""
