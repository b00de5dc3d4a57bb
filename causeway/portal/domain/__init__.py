"""The business: no Flask, no connector, no wire format."""
