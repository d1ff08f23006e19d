from __future__ import annotations

import base64
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from pedschema.endpoint.tenant import Tenant
from pedschema.endpoint.tokens import TokenError, read_claims, sign_token

SECRET = "a development secret of more than thirty-two bytes"  # noqa: S105
CLAIMS = {"role": "authenticated", "sub": "x"}
KEYS: dict[str, Any] = {
    "RS256": rsa.generate_private_key(65537, 2048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}
WRITERS: dict[str, Any] = {"RS256": RSAAlgorithm, "ES256": ECAlgorithm, "EdDSA": OKPAlgorithm}


def _jwks(*algorithms: str) -> tuple[dict[str, Any], ...]:
    return tuple(
        {**json.loads(WRITERS[name].to_jwk(KEYS[name].public_key())), "kid": f"key-{name}"}
        for name in algorithms
    )


def _signed(algorithm: str, **header: Any) -> str:
    claims = {**CLAIMS, "exp": int(time.time()) + 60}
    return jwt.encode(claims, KEYS[algorithm], algorithm, {"kid": f"key-{algorithm}", **header})


def _refusal(token: str, tenant: Tenant | None = None, **options: Any) -> TokenError:
    with pytest.raises(TokenError) as raised:
        read_claims(token, tenant or Tenant(SECRET), **options)
    return raised.value


def test_development_token_is_read() -> None:
    assert read_claims(sign_token(CLAIMS, SECRET), Tenant(SECRET)).items() >= CLAIMS.items()


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_public_keys_are_found_by_kid(algorithm: str) -> None:
    tenant = Tenant(SECRET, jwks=_jwks("RS256", "ES256", "EdDSA"))

    assert read_claims(_signed(algorithm), tenant)["sub"] == "x"


def test_key_of_another_kid_is_no_key() -> None:
    refusal = _refusal(_signed("ES256", kid="other"), Tenant(SECRET, jwks=_jwks("ES256")))

    sentence = (
        'Failed to generate JWT signer for key ID (kid) "other", check your JWT secret or JWKS configuration'
    )
    assert refusal.join == f"JwtSignerError: {sentence}"
    assert refusal.refresh == sentence


def test_shared_secret_does_not_open_a_door_for_public_keys() -> None:
    """A token whose HMAC key is the public key's own number is somebody else's."""
    jwks = _jwks("RS256")
    forged = jwt.encode({**CLAIMS, "exp": int(time.time()) + 60}, jwks[0]["n"], "HS256", {"kid": "key-RS256"})

    assert _refusal(forged, Tenant(SECRET, jwks=jwks)).join.startswith("JwtSignatureError")


def test_shared_key_may_be_rotated_by_kid() -> None:
    other = "another secret that is long enough for HS256"
    key = {"kty": "oct", "kid": "new", "k": base64.urlsafe_b64encode(other.encode()).rstrip(b"=").decode()}
    token = jwt.encode({**CLAIMS, "exp": int(time.time()) + 60}, other, "HS256", {"kid": "new"})

    assert read_claims(token, Tenant(SECRET, jwks=(key,)))["sub"] == "x"
    assert _refusal(token).join.startswith("JwtSignatureError")


def test_token_of_another_project_fails_by_its_signature() -> None:
    refusal = _refusal(sign_token(CLAIMS, "the secret of another project, long enough too"))

    assert refusal.join == "JwtSignatureError: Failed to validate JWT signature"
    assert refusal.refresh == ":signature_error"


def test_expired_token_says_since_when() -> None:
    now = time.time()
    refusal = _refusal(sign_token({**CLAIMS, "exp": int(now) - 7}, SECRET), now=now)

    assert refusal.join == "InvalidJWTToken: Token has expired 7 seconds ago"
    assert refusal.refresh == "Token has expired 7 seconds ago"
    assert refusal.connect == "Token has expired"


def test_token_expires_on_the_second() -> None:
    token = sign_token({**CLAIMS, "exp": 2000}, SECRET)

    assert read_claims(token, Tenant(SECRET), now=1999)["exp"] == 2000
    assert _refusal(token, now=2000).refresh == "Token has expired 0 seconds ago"


@pytest.mark.parametrize("missing", ["role", "exp"])
def test_role_and_exp_are_needed(missing: str) -> None:
    claims = {
        name: value for name, value in {**CLAIMS, "exp": int(time.time()) + 60}.items() if name != missing
    }

    refusal = _refusal(jwt.encode(claims, SECRET, "HS256"))

    assert refusal.join == "InvalidJWTToken: Fields `role` and `exp` are required in JWT"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.", "sb_publishable_abc", "\x00", "ñ.ñ.ñ"])
def test_what_is_no_token_is_malformed(token: str) -> None:
    refusal = _refusal(token)

    assert refusal.join in {
        "MalformedJWT: The token provided is not a valid JWT",
        "JwtSignerError: Failed to generate JWT signer, check your JWT secret or JWKS configuration",
    }


def test_unsigned_token_is_refused() -> None:
    token = jwt.encode({**CLAIMS, "exp": int(time.time()) + 60}, None, "none")

    assert _refusal(token).join.startswith("JwtSignerError")
