"""Which differences between two access matrices an edit may make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.cli.narrowing import compare_cells
from pedschema.model.persona import Persona
from pedschema.probe.access import Check
from pedschema.probe.matrix import Cell, Matrix
from pedschema.probe.topics import Probed, TopicKind

if TYPE_CHECKING:
    from pedschema.cli.narrowing import CellChange
    from pedschema.model.catalogue import Catalogue

ROOM = "00000000-0000-4000-8000-000000000001"
CHAT, LIVE = f"room:{ROOM}:chat", f"room:{ROOM}:live"
KINDS = {CHAT: TopicKind.DECLARED, LIVE: TopicKind.DECLARED}


@pytest.fixture(scope="module")
def rooms() -> Catalogue:
    """Members read the chat; they read, write and are present where the room is live."""
    return load_catalogue(Path(__file__).parent.parent / "lint" / "contract")


def _cell(topic: str, marks: str, role: str) -> Cell:
    """Return the cell of those marks; `?` is a failed read check, `!` a failed write check."""
    read = Check(error="RlsPolicyError") if "?" in marks else Check("r" in marks, "p" in marks)
    write = Check(error="RlsPolicyError") if "!" in marks else Check("w" in marks, "P" in marks)
    return Cell(Probed(topic, topic, KINDS.get(topic, TopicKind.FOREIGN)), role, read, write)


def _matrix(*cells: Cell) -> Matrix:
    people = tuple(Persona(name, "", {"role": name}) for name in ("authenticated", "anon"))
    return Matrix(people, frozenset(), cells)


def _compare(
    rooms: Catalogue, topic: str, had: str, has: str, role: str = "authenticated"
) -> list[CellChange]:
    before, after = _matrix(_cell(topic, had, role)), _matrix(_cell(topic, has, role))
    return list(compare_cells(before, after, rooms))


@pytest.mark.parametrize(
    ("topic", "had", "has", "role"),
    [
        pytest.param(CHAT, "rp", "r", "authenticated", id="presence that the topic does not have"),
        pytest.param(CHAT, "rwP", "r", "authenticated", id="writing that the topic does not have"),
        pytest.param(CHAT, "r", "-", "anon", id="reading of a role that is not declared"),
        pytest.param(LIVE, "rwpP", "-", "anon", id="all of a role that is not declared"),
        pytest.param(CHAT, "?!", "-", "anon", id="checks that fail"),
        pytest.param("elsewhere", "rwpP", "w", "authenticated", id="a topic that is not declared"),
    ],
)
def test_access_may_narrow_to_the_declaration(
    topic: str, had: str, has: str, role: str, rooms: Catalogue
) -> None:
    (change,) = _compare(rooms, topic, had, has, role)

    assert change.harm == ""


@pytest.mark.parametrize(
    ("topic", "cells", "role", "harm"),
    [
        pytest.param(CHAT, "rp p", "authenticated", "the contract lets them receive", id="reading"),
        pytest.param(CHAT, "p -", "authenticated", "the contract lets them join", id="joining"),
        pytest.param(LIVE, "rwp rp", "authenticated", "the contract lets them broadcast", id="writing"),
        pytest.param(LIVE, "rp r", "authenticated", "the contract lets them see presence", id="seeing"),
        pytest.param(LIVE, "rpP rp", "authenticated", "the contract lets them track", id="tracking"),
        pytest.param(CHAT, "- r", "authenticated", "they could not", id="declared reading is gained"),
        pytest.param(LIVE, "r rw", "authenticated", "they could not broadcast", id="writing is gained"),
        pytest.param(CHAT, "rp rP", "authenticated", "they could not track", id="one for another"),
        pytest.param(CHAT, "? r", "anon", "they could not", id="a check that fails admits"),
        pytest.param("elsewhere", "- p", "anon", "they could not", id="an unknown topic is opened"),
        pytest.param(CHAT, "- ?", "anon", "the read check fails now", id="a no turns into an error"),
        pytest.param(CHAT, "? !", "anon", "the write check fails now", id="the other check fails"),
    ],
)
def test_declared_right_is_not_lost_and_nothing_is_gained(
    topic: str, cells: str, role: str, harm: str, rooms: Catalogue
) -> None:
    (change,) = _compare(rooms, topic, *cells.split(), role)

    assert harm in change.harm
    assert change.mistake.what.endswith(change.harm)


def test_same_access_is_no_change(rooms: Catalogue) -> None:
    assert _compare(rooms, CHAT, "r!", "r!") == []
    assert _compare(rooms, CHAT, "?!", "!") == []


def test_topic_that_one_matrix_asks_for_is_refused_in_the_other(rooms: Catalogue) -> None:
    empty, asked = _matrix(), _matrix(_cell("elsewhere", "r", "anon"))

    assert [change.harm != "" for change in compare_cells(empty, asked, rooms)] == [True]
    assert [change.harm for change in compare_cells(asked, empty, rooms)] == [""]
    assert compare_cells(empty, _matrix(_cell("elsewhere", "-", "anon")), rooms) == ()


def test_topics_of_no_contract_that_change_alike_are_told_once(rooms: Catalogue) -> None:
    before = _matrix(*(_cell(topic, "r", "anon") for topic in ("b", "a", "c", CHAT)))
    after = _matrix(*(_cell(topic, "-", "anon") for topic in ("b", "a", "c", CHAT)))

    changes = compare_cells(before, after, rooms)

    assert [(change.label, change.others) for change in changes] == [("a", 2), (CHAT, 0)]
    assert str(changes[0]) == 'the access of "anon": r -> -, here and on 2 more topics'
