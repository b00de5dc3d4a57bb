"""Random secrets and the hash under which they are kept."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """256 random bits in letters that pass through a URL, a cookie and a header unchanged."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> bytes:
    """What is stored of a random secret; it has too much entropy for a slow hash to matter."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
