from __future__ import annotations

import pytest

from pedschema.errors import UsageError
from pedschema.probe.authorization import Subject


@pytest.mark.parametrize(
    ("topic", "claims", "told"),
    [
        ("room:1", {"sub": "x"}, "claims-role-missing"),
        ("room:1", {"role": "anon", "sub": "a\0b"}, "claims-unusable"),
        ("room:1", {"role": "anon", "app": {"name": ["\0"]}}, "claims-unusable"),
        ("", {"role": "anon"}, "topic-unusable"),
        ("room:\0", {"role": "anon"}, "topic-unusable"),
    ],
)
def test_what_no_client_can_ask_is_refused(topic: str, claims: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError) as refused:
        Subject(topic, claims)

    assert [mistake.id for mistake in refused.value.mistakes] == [told]


def test_the_words_for_a_zero_byte_are_none() -> None:
    assert Subject("room:1", {"role": "anon", "sub": r"a\u0000b"}).role == "anon"
