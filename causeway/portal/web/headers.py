"""The headers that every answer carries, errors included."""

from flask import Flask, Response, g, request

# Nothing inline, nothing from elsewhere; what is not named is forbidden.
CONTENT_SECURITY_POLICY = "; ".join(  # noqa: FLY002  # one directive a line can be reviewed
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
TWO_YEARS = 2 * 365 * 24 * 3600


def install(app: Flask, *, https: bool) -> None:
    """Add the headers to all answers of the application."""

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        # Not no-referrer: with that, browsers send `Origin: null` with our own forms.
        headers["Referrer-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = PERMISSIONS_POLICY
        if https:
            headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
        if request.endpoint != "assets.serve" or response.status_code >= 400:
            headers["Cache-Control"] = "no-store"
        if "request_id" in g:
            headers["X-Request-Id"] = str(g.request_id)
        return response
