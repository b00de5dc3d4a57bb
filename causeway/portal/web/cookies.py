"""The cookies of the portal: their names and flags follow the scheme of the public address.

On https they are Secure and carry the __Host- prefix, so that no neighbour on the domain can set them; plain http is
for development.
"""

from dataclasses import dataclass

from flask import Response

YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Cookies:
    """How this installation names and sets its cookies."""

    secure: bool

    @property
    def session(self) -> str:
        """The cookie with the session's token."""
        return "__Host-causeway" if self.secure else "causeway"

    @property
    def visit(self) -> str:
        """The cookie that forms before sign-in are bound to."""
        return "__Host-causeway-visit" if self.secure else "causeway-visit"

    def set(self, response: Response, name: str, value: str, *, max_age: int | None = YEAR) -> None:
        """Set a cookie that scripts cannot read; `max_age` None ends with the browser."""
        response.set_cookie(
            name, value, max_age=max_age, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )

    def remove(self, response: Response, name: str) -> None:
        """Take a cookie back."""
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="Lax")
