"""Pages by area, rendered on the server; what a role sees is permission and wording, never a second copy of a page."""
