"""Chaos: partners' systems send and resend while processes and servers are killed; their own notes are the judge."""
