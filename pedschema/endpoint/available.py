"""Whether the server's libraries are there: an extra, since a contract needs no server."""

from __future__ import annotations

__all__ = ["require_endpoint"]

from importlib.util import find_spec

from pedschema.errors import Mistake, UsageError

LIBRARIES = {
    "jsonschema": "jsonschema",
    "jwt": "PyJWT",
    "starlette": "starlette",
    "uvicorn": "uvicorn",
    "websockets": "websockets",
}


def require_endpoint() -> None:
    """Return if the libraries can be imported.

    Raises:
        UsageError: one is not installed.
    """
    missing = [name for module, name in LIBRARIES.items() if find_spec(module) is None]
    if missing:
        what = f"the server needs {', '.join(missing)}"
        fix = "run `pip install 'pedschema[endpoint]'`"
        raise UsageError(Mistake("pedschema dev", what, fix, "endpoint-missing"))
