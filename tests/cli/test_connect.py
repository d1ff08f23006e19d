from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.cli.development import connect
from pedschema.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Outcome


@pytest.mark.parametrize(
    "url",
    [
        "geheim",
        "postgresql://u:geheim@h:port/d",
        "postgresql://u:geheim@h/d?x=1",
        "postgresql://u:p@geheim@h/d",
        "postgresql://u:p@s/geheim@h/d",
    ],
)
def test_a_url_that_cannot_be_read_is_not_repeated(url: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        connect(url)
    assert "geheim" not in str(caught.value)


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    with pytest.raises(DatabaseError) as caught:
        connect("postgresql://u:geheim@127.0.0.1:1/d")
    assert caught.value.mistakes[0].id == "database-unreachable"
    assert "Connection refused" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_url_among_the_files_to_lint_is_not_repeated(run: Callable[..., Outcome]) -> None:
    done = run("lint", "postgresql://u:geheim@h/d")
    assert (done.code, done.out) == (2, "")
    assert "--database" in done.err
    assert "geheim" not in done.err
