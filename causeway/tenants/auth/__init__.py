"""Who is there: passwords, sessions, single-use links, API keys, and the commands that manage people.

Everything here is global by nature, because it is looked up before a tenant is known; secrets are kept as hashes only.
"""
