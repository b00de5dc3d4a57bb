"""Who really called and how, when a proxy stands before us: believed from the networks that the operator names only.

Without this an address could be invented by a header, and with it the throttle of the sign-in be got round.
"""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from causeway.tenants.settings import Network

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class TrustedProxies:
    """Wraps the application: X-Forwarded-For, -Proto and -Host count when the peer is a trusted proxy."""

    def __init__(self, application: Application, networks: tuple[Network, ...]) -> None:
        self._application = application
        self._networks = networks

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer the request with the caller's address and scheme put right."""
        if self._is_trusted(environ.get("REMOTE_ADDR", "")):
            self._apply(environ)
        return self._application(environ, start_response)

    def _apply(self, environ: Environ) -> None:
        chain = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        # From the right, the first that is not ours; everything left of it was written by the caller.
        caller = next((address for address in reversed(chain) if not self._is_trusted(address)), None)
        if caller is not None and _address(caller) is not None:
            environ["REMOTE_ADDR"] = caller
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
        if scheme in {"http", "https"}:
            environ["wsgi.url_scheme"] = scheme
        host = environ.get("HTTP_X_FORWARDED_HOST", "").rpartition(",")[2].strip()
        if host:
            environ["HTTP_HOST"] = host

    def _is_trusted(self, text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in network for network in self._networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
