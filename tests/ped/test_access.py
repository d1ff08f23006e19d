"""The access matrix against the app's own rules, written here a second time and in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.probe.lock import compare_access, render_access_lock
from pedschema.probe.matrix import findings, read_matrix
from pedschema.probe.topics import TopicKind

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast
    from pedschema.probe.database import RealtimeDatabase
    from pedschema.probe.matrix import Matrix

pytestmark = pytest.mark.db

MEMBERS = {"a": {"member", "grouped", "admin", "owner"}, "b": {"other_member", "other_admin"}}
ADMINS = {"a": {"admin", "owner"}, "b": {"other_admin"}, "archived": {"archived_owner"}}
HOME = {"of_b": "b", "of_archived": "archived"}


def _members(community: str) -> set[str]:
    return MEMBERS.get(community, set()) | ADMINS[community]


def _see(game: str) -> set[str]:
    community = HOME.get(game, "a")
    if game == "unreleased":
        return ADMINS[community]
    if game == "for_group":
        return ADMINS[community] | {"grouped"}
    return _members(community)


def _draft(game: str) -> set[str]:
    if game == "no_draft":
        return set()
    return ADMINS["a"] if game == "admins_draft" else _see(game)


def _chat(game: str) -> set[str]:
    return set() if game == "no_chat" else _draft(game)


def _manage(game: str) -> set[str]:
    return ADMINS[HOME.get(game, "a")]


_WHO = {
    "community:admin": ADMINS.__getitem__,
    "community:games": _members,
    "community:stats": _members,
    "group:games": lambda _: {"grouped"},
    "user": lambda user: {user},
    "game": _see,
    "game:draft": _draft,
    "game:chat": _chat,
    "game:live": _chat,
    "game:reviews": _manage,
}


def _expected(label: str, persona: str) -> str:
    kind, key, *purpose = label.replace("<", "").replace(">", "").split(":")
    if persona not in _WHO[":".join([kind, *purpose])](key):
        return "-"
    return "rwpP" if purpose == ["live"] else "r"


@pytest.fixture
def matrix(realtime_db: RealtimeDatabase, realtime_contract: Catalogue, realtime_cast: Cast) -> Matrix:
    return read_matrix(realtime_db.connection, realtime_contract, realtime_cast)


def test_access_is_as_the_app_means_it(
    matrix: Matrix, realtime_contract: Catalogue, realtime_cast: Cast, pytestconfig: pytest.Config
) -> None:
    declared = matrix.of_kind(TopicKind.DECLARED)
    answers = {
        (probed.label, cell.persona): cell.marks for probed, cells in declared.items() for cell in cells
    }
    expected = {
        (probed.label, persona.name): _expected(probed.label, persona.name)
        for probed in declared
        for persona in realtime_cast.personas
    }

    assert answers == expected
    assert findings(matrix, realtime_contract) == ()
    locked = (_contract(pytestconfig) / "access.lock").read_text(encoding="utf-8")
    assert compare_access(locked, render_access_lock(matrix)) == ()


def test_an_open_policy_turns_the_matrix_red(
    realtime_db: RealtimeDatabase,
    realtime_contract: Catalogue,
    realtime_cast: Cast,
    pytestconfig: pytest.Config,
) -> None:
    realtime_db.connection.execute(
        "create policy wide_open on realtime.messages for select to authenticated using (true)"
    )

    matrix = read_matrix(realtime_db.connection, realtime_contract, realtime_cast)

    locked = (_contract(pytestconfig) / "access.lock").read_text(encoding="utf-8")
    assert findings(matrix, realtime_contract) != ()
    assert any(change.widens for change in compare_access(locked, render_access_lock(matrix)))


def _contract(config: pytest.Config) -> Path:
    return config.rootpath / "policies"
