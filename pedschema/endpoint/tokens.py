"""Tokens: who signed them, whether they have expired, and the server's sentences about it."""

from __future__ import annotations

__all__ = ["Claims", "TokenError", "read_claims", "sign_token"]

import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jwt
from jwt.exceptions import InvalidTokenError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.endpoint.tenant import Tenant

_KEY_TYPES = {"HS": "oct", "RS": "RSA", "ES": "EC"}
_EDWARDS = frozenset({"EdDSA", "Ed25519", "Ed448"})
_SIZES = ("256", "384", "512")

Claims = dict[str, Any]

MALFORMED = "The token provided is not a valid JWT"
SIGNATURE = "Failed to validate JWT signature"
CLAIMS_MISSING = "Fields `role` and `exp` are required in JWT"
CHECK_KEYS = "check your JWT secret or JWKS configuration"


class TokenError(Exception):
    """A token is refused, in the words of Realtime 2.129.8.

    Attributes:
        join: the reason in the reply to a join.
        refresh: the system message when a channel that is open gets such a token.
        connect: the `error` of the HTTP answer when a socket is opened with it.
    """

    def __init__(self, join: str, refresh: str, connect: str) -> None:
        super().__init__(join)
        self.join = join
        self.refresh = refresh
        self.connect = connect

    @classmethod
    def expired(cls, seconds: int) -> TokenError:
        """Return the refusal of a token that expired some seconds ago."""
        sentence = f"Token has expired {seconds} seconds ago"
        return cls(f"InvalidJWTToken: {sentence}", sentence, "Token has expired")


def read_claims(token: str, tenant: Tenant, *, now: float | None = None) -> Claims:
    """Return the claims of a token of this project.

    Raises:
        TokenError: it is no token, signed by somebody else, expired, or without `role` or `exp`.
    """
    token = "".join(unquote(token).split())
    header = _read_header(token)
    key, algorithm = _find_key(header, tenant)
    try:
        claims: Claims = jwt.decode(token, key, [algorithm], options=_SIGNATURE_ONLY)
    except (InvalidTokenError, ValueError, TypeError) as error:
        raise TokenError(f"JwtSignatureError: {SIGNATURE}", ":signature_error", SIGNATURE) from error
    _check_claims(claims, int(time.time() if now is None else now))
    return claims


def sign_token(claims: Mapping[str, object], secret: str, *, seconds: int = 3600) -> str:
    """Return a token for development: the claims with `iat` and `exp`, signed with HS256."""
    now = int(time.time())
    return jwt.encode({"iat": now, "exp": now + seconds, **claims}, secret, algorithm="HS256")


_SIGNATURE_ONLY: Any = {"verify_signature": True} | dict.fromkeys(
    ("verify_exp", "verify_nbf", "verify_iat", "verify_aud", "verify_iss", "verify_sub", "verify_jti"), False
)


def _read_header(token: str) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(token, options={"verify_signature": False})
    except (InvalidTokenError, ValueError) as error:
        raise _malformed() from error
    if not isinstance(claims, dict):
        raise _malformed()
    return header


def _find_key(header: Mapping[str, Any], tenant: Tenant) -> tuple[Any, str]:
    algorithm, kid = str(header.get("alg")), header.get("kid")
    family = "OKP" if algorithm in _EDWARDS else _family(algorithm)
    if header.get("typ") != "JWT" or not family:
        raise _unsigned(kid)
    found = next(
        (
            jwk
            for jwk in tenant.jwks
            if kid is not None and jwk.get("kid") == kid and jwk.get("kty") == family
        ),
        None,
    )
    if found is None and family != "oct":
        raise _unsigned(kid)
    if found is None:
        return tenant.secret, algorithm
    name = "EdDSA" if family == "OKP" else algorithm
    try:
        return jwt.PyJWK(dict(found), name).key, name
    except jwt.exceptions.PyJWTError as error:
        raise _unsigned(kid) from error


def _family(algorithm: str) -> str:
    return _KEY_TYPES.get(algorithm[:2], "") if algorithm[2:] in _SIZES else ""


def _check_claims(claims: Claims, now: int) -> None:
    expires = claims.get("exp")
    if isinstance(expires, int | float) and expires <= now:
        raise TokenError.expired(now - int(expires))
    if not {"role", "exp"} <= claims.keys():
        raise TokenError(f"InvalidJWTToken: {CLAIMS_MISSING}", CLAIMS_MISSING, CLAIMS_MISSING)
    if not isinstance(expires, int) or not isinstance(claims["role"], str):
        raise TokenError(
            "Unknown Error on Channel", "Unknown Error on Channel", "Error connecting to Realtime"
        )


def _malformed() -> TokenError:
    return TokenError(f"MalformedJWT: {MALFORMED}", MALFORMED, MALFORMED)


def _unsigned(kid: object) -> TokenError:
    named = f" for key ID (kid) {json.dumps(kid)}" if isinstance(kid, str) else ""
    sentence = f"Failed to generate JWT signer{named}, {CHECK_KEYS}"
    return TokenError(f"JwtSignerError: {sentence}", sentence, sentence)
