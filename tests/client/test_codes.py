from __future__ import annotations

from pathlib import Path

import pytest

from pedschema.emit.codes import Action, load_codes, parse_codes, render_codes_page
from pedschema.endpoint.admission import UNREADABLE
from pedschema.endpoint.channel import NOT_READY, REVOKED
from pedschema.endpoint.faults import REASONS
from pedschema.endpoint.hub import TOO_MANY_MESSAGES
from pedschema.endpoint.tokens import CLAIMS_MISSING, MALFORMED, SIGNATURE
from pedschema.endpoint.tracking import CLIENT_LIMIT, PROJECT_LIMIT, TOO_LARGE

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "codes.md"
TABLE = load_codes()
# What a client of Realtime 2.129.8 can be told, by where it is told.
SERVER = {
    "connect": """InvalidJWTToken MalformedJWT JwtSignatureError JwtSignerError MissingAPIKey
        RealtimeDisabledForTenant TenantNotFound ConnectionRateLimitReached JoinsRateLimitReached
        ErrorConnectingToWebsocket""",
    "join": """Unauthorized InvalidJWTToken MalformedJWT JwtSignatureError JwtSignerError PrivateOnly
        TopicNameRequired UnableToReplayMessages TenantNotFound RealtimeDisabledForTenant
        ChannelRateLimitReached ConnectionRateLimitReached ClientJoinRateLimitReached IncreaseConnectionPool
        DatabaseLackOfConnections DatabaseConnectionRateLimitReached UnableToConnectToProject QueryCanceled
        MissingPartition TimeoutOnRpcCall ErrorOnRpcCall InitializingProjectConnection RealtimeRestarting
        MusterJoinError UnableToSetPolicies UnknownErrorOnChannel""",
    "system": """MessagePerSecondRateLimitReached PresenceRateLimitReached ClientPresenceRateLimitReached
        InvalidJWTToken Unauthorized QueryCanceled TimeoutOnRpcCall ErrorOnRpcCall
        RealtimeDisabledForConfiguration UnableToSubscribeToPostgres""",
    "log": "UnableToBroadcastChanges WarnSendingBroadcastMessage InvalidJoinPayload RlsPolicyError",
}
PHRASES = {
    "Realtime was unable to connect to the project database": "UnableToSetPolicies",
    "Unknown Error on Channel": "UnknownErrorOnChannel",
    TOO_MANY_MESSAGES: "MessagePerSecondRateLimitReached",
    PROJECT_LIMIT: "PresenceRateLimitReached",
    CLIENT_LIMIT: "ClientPresenceRateLimitReached",
    TOO_LARGE: "TrackMessageSizeExceeded",
    "Token has expired 12 seconds ago": "InvalidJWTToken",
    CLAIMS_MISSING: "InvalidJWTToken",
    MALFORMED: "MalformedJWT",
    SIGNATURE: "JwtSignatureError",
    ":signature_error": "JwtSignatureError",
    REVOKED.format(topic="room:1"): "Unauthorized",
    UNREADABLE.format(topic="room:1"): "Unauthorized",
    "Query was cancelled": "QueryCanceled",
    "Node request timeout": "TimeoutOnRpcCall",
    "RPC call error: x": "ErrorOnRpcCall",
    NOT_READY: "ReplicationNotReady",
}


@pytest.mark.parametrize("surface", SERVER)
def test_table_has_what_the_server_tells(surface: str) -> None:
    told = set(SERVER[surface].split())
    seen = {code.name for code in TABLE.codes.values() if surface in code.surfaces}

    assert told <= seen


def test_table_is_held_to_the_version_of_the_lists() -> None:
    assert TABLE.server == "2.129.8"


@pytest.mark.parametrize("code", sorted(REASONS))
def test_reason_of_a_join_has_its_code(code: str) -> None:
    assert TABLE.find(f"{code}: {REASONS[code].format(topic='room:1')}").name == code
    assert "join" in TABLE.codes[code].surfaces


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrase_has_its_code(phrase: str) -> None:
    assert TABLE.find(phrase).name == PHRASES[phrase]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "InvalidJWTToken"),
        (403, "RealtimeDisabledForTenant"),
        (404, "TenantNotFound"),
        (429, "ConnectionRateLimitReached"),
        (500, "ErrorConnectingToWebsocket"),
        (418, "Unknown"),
    ],
)
def test_status_tells_what_the_text_does_not(status: int, code: str) -> None:
    assert TABLE.find("", status).name == code


def test_text_goes_before_the_status() -> None:
    assert TABLE.find("Too many joins per second", 429).name == "JoinsRateLimitReached"


@pytest.mark.parametrize("text", ["", "Nonsense: x", "room: Unauthorized", "a Token has expired"])
def test_other_texts_are_unknown(text: str) -> None:
    assert TABLE.find(text).name == "Unknown"


def test_class_that_stops_never_tries_again_and_no_other() -> None:
    stopping = {each.name for each in TABLE.classes.values() if each.retry.is_never}

    assert stopping == {"auth-denied", "bug"}
    assert TABLE.class_of("Unauthorized").action is Action.STOP


def test_people_are_told_in_every_language() -> None:
    texts = [text for each in TABLE.classes.values() for text in each.text.values()]

    assert all(set(each.text) == {"en", "es"} for each in TABLE.classes.values())
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ('class = "quota"', 'class = "nonsense"', KeyError),
        ('action = "poll"', 'action = "nonsense"', ValueError),
        ('surfaces = ["log"]', 'surfaces = ["nonsense"]', ValueError),
        ("alert = true", "alert = true\nnonsense = 1", TypeError),
        ("[code.Unknown]", "[code.Other]", KeyError),
    ],
)
def test_table_that_cannot_be_is_refused(old: str, new: str, error: type[Exception]) -> None:
    text = (Path(__file__).parents[2] / "pedschema" / "emit" / "codes.toml").read_text(encoding="utf-8")

    with pytest.raises(error):
        parse_codes(text.replace(old, new, 1))


def test_page_is_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_codes_page(TABLE), "write it with render_codes_page"
