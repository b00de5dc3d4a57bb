"""Who we exchange with, under which identities and on which terms."""
