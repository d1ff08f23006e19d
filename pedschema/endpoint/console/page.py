"""The page and its two files, as they stand in the package."""

from __future__ import annotations

__all__ = ["FILES", "serve_file"]

from importlib import resources

from starlette.responses import Response

FILES = {
    "": ("index.html", "text/html; charset=utf-8"),
    "console.js": ("console.js", "text/javascript; charset=utf-8"),
    "console.css": ("console.css", "text/css; charset=utf-8"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
}
"""Path below the console to file and type."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def serve_file(path: str, host: str) -> Response:
    """Return a file of `FILES`.

    Args:
        path: a key of `FILES`.
        host: where the page may open sockets: the checked `Host` of the request.
    """
    name, media_type = FILES[path]
    folder = resources.files("pedschema.endpoint.console") / "static"
    headers = {
        "content-security-policy": _POLICY.format(host=host),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    return Response((folder / name).read_bytes(), media_type=media_type, headers=headers)
