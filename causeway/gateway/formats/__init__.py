"""Wire formats, each both ways between bytes and canonical messages. Pure: no session, no clock, no network."""
