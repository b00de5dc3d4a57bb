"""Static files under addresses that carry their content's hash, so that a browser may keep them for a year.

The styles and the scripts are small files by subject; each kind is served as one, put together when the process
starts. Vendored files are checked against `vendor/lock.json` by a test.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, url_for

from causeway.portal.web.access import public

STATIC = Path(__file__).parent / "static"
YEAR = "public, max-age=31536000, immutable"
_KEY = "causeway_assets"

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served."""

    content: bytes
    content_type: str
    digest: str


def load_assets() -> dict[str, Asset]:
    """Every file that pages may ask for, by name; `app.css` and `app.js` are put together from their parts."""
    assets = {
        "app.css": _asset("app.css", _joined(STATIC / "styles", "*.css")),
        "app.js": _asset("app.js", _joined(STATIC / "scripts", "*.js")),
    }
    for folder in ("images", "vendor"):
        for path in sorted((STATIC / folder).iterdir()):
            if path.suffix in {".svg", ".png", ".js", ".css"}:
                assets[f"{folder}/{path.name}"] = _asset(path.name, path.read_bytes())
    return assets


def asset_url(name: str) -> str:
    """The address of a static file, with its hash; KeyError for a name that does not exist."""
    return url_for("assets.serve", digest=_assets()[name].digest, name=name)


@blueprint.get("/static/<digest>/<path:name>")
@public
def serve(digest: str, name: str) -> Response:
    """The file; an address of an older version is answered with the present one, which is then not kept."""
    asset = _assets().get(name)
    if asset is None:
        abort(404)
    response = Response(asset.content, content_type=asset.content_type)
    response.headers["Cache-Control"] = YEAR if digest == asset.digest else "no-cache"
    response.set_etag(asset.digest)
    response.make_conditional(request)
    return response


@blueprint.get("/favicon.ico")
@public
def favicon() -> Response:
    """The icon for those who ask at the usual place."""
    return serve(_assets()["images/icon.svg"].digest, "images/icon.svg")


def _assets() -> dict[str, Asset]:
    extensions = current_app.extensions
    if _KEY not in extensions:
        extensions[_KEY] = load_assets()
    assets: dict[str, Asset] = extensions[_KEY]
    return assets


def _joined(folder: Path, pattern: str) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.glob(pattern)))


def _asset(name: str, content: bytes) -> Asset:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind in {"application/javascript", "image/svg+xml"}
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Asset(content, f"{kind}; charset=utf-8" if text else kind, digest)
