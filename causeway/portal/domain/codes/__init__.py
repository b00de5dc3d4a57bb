"""Whose code is this? Partners' codes for parties, sites, items and units, and the queue of unknown ones."""
