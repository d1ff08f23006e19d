"""Who may talk to the console: a page of its own address, with the admin token."""

from __future__ import annotations

__all__ = ["allowed_hosts", "check_host", "check_token"]

import secrets
from typing import TYPE_CHECKING

from pedschema.errors import Mistake

if TYPE_CHECKING:
    from starlette.requests import Request

NAMES = ("127.0.0.1", "localhost", "[::1]")
BEARER = "bearer "
_OWN_SITE = frozenset({"same-origin", "none"})


def allowed_hosts(request: Request) -> frozenset[str]:
    """Return the values of `Host` under which loopback is reached at the port that was asked."""
    _, port = request.scope["server"]
    return frozenset(f"{name}:{port}" for name in NAMES)


def check_host(request: Request) -> Mistake | None:
    """Return what is wrong with where a request comes from, or None.

    A name that somebody else's DNS points at loopback is refused, and so is every request that a page of
    another site makes, whatever it knows.
    """
    host = request.headers.get("host", "")
    if host not in allowed_hosts(request):
        what, fix = (
            "the console answers to loopback names only",
            "open it at the URL that `pedschema dev` prints",
        )
        return Mistake("header Host", what, fix, "console-host")
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "none")
    navigates = request.method == "GET" and request.headers.get("sec-fetch-mode") == "navigate"
    if origin not in {None, f"http://{host}"} or (site not in _OWN_SITE and not navigates):
        what, fix = "another site asks", "use the console's own page"
        return Mistake("header Origin", what, fix, "console-origin")
    return None


def check_token(request: Request, token: str) -> Mistake | None:
    """Return what is wrong with the token of a request, or None."""
    given = request.headers.get("authorization", "")
    if given.lower().startswith(BEARER) and secrets.compare_digest(
        given[len(BEARER) :].encode(), token.encode()
    ):
        return None
    fix = "open the console's URL as `pedschema dev` prints it, or paste the admin token"
    return Mistake("console", "the admin token is missing or wrong", fix, "console-token")
