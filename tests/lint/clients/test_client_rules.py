"""Every rule about clients against its own examples, beside the contract of rooms."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from pedschema.lint.clients.read import read_clients
from pedschema.lint.project import Project
from pedschema.lint.registry import load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.findings import Finding
    from pedschema.lint.rule import Rule
    from pedschema.model.catalogue import Catalogue

FILE = "client.ts"
RULES = [rule for rule in load_rules() if rule.file == FILE]


def _examples(kind: str) -> list[object]:
    return [
        pytest.param(rule, text, id=f"{rule.id}-{rule.name}-{kind}-{number}")
        for rule in RULES
        for number, text in enumerate(getattr(rule, kind), start=1)
    ]


def _lint(text: str, folder: Path, catalogue: Catalogue | None) -> list[Finding]:
    path = folder / FILE
    path.write_text(f"import {{ supabase }} from './supabase';\n{dedent(text)}", encoding="utf-8")
    project = Project(catalogue=catalogue, clients=read_clients([path]).channels)
    return [finding for rule in RULES for finding in rule.check(project)]


def test_there_are_rules_about_clients() -> None:
    assert [rule.id for rule in RULES] == ["CAT006", *(f"CAT0{number}" for number in range(20, 28))]


@pytest.mark.parametrize(("rule", "text"), _examples("bad"))
def test_bad_example_is_found(rule: Rule, text: str, tmp_path: Path, rooms: Catalogue) -> None:
    assert rule.id in {finding.id for finding in _lint(text, tmp_path, rooms)}


@pytest.mark.parametrize(("rule", "text"), _examples("good"))
def test_good_example_is_silent(rule: Rule, text: str, tmp_path: Path, rooms: Catalogue) -> None:
    assert rule.id not in {finding.id for finding in _lint(text, tmp_path, rooms)}


@pytest.mark.parametrize("text", [text for rule in RULES for text in rule.bad])
def test_without_a_contract_only_the_channel_itself_is_judged(text: str, tmp_path: Path) -> None:
    assert {finding.id for finding in _lint(text, tmp_path, None)} <= {"CAT020", "CAT026", "CAT027"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_without_clients_rules_are_silent(rule: Rule, rooms: Catalogue) -> None:
    assert list(rule.check(Project(catalogue=rooms, clients=None))) == []


def test_drift_names_the_topic_that_is_meant(tmp_path: Path, rooms: Catalogue) -> None:
    source = "supabase.channel(`rooms:${id}:chat`, { config: { private: true } });"

    (finding,) = _lint(source, tmp_path, rooms)

    assert finding.what == 'channel "rooms:{}:chat" is no topic of the contract'
    assert finding.fix == 'join "room:{room_id}:chat", or declare the topic in a channels.toml'


def test_finding_stands_on_the_topic(tmp_path: Path, rooms: Catalogue) -> None:
    source = "const é = supabase.channel('lobby', { config: { private: true } });"

    (finding,) = _lint(source, tmp_path, rooms)

    place = finding.place
    assert (place.line, place.column, place.end_line, place.end_column) == (2, 28, 2, 35)


def test_changes_name_the_topic_that_the_filter_is_about(tmp_path: Path, rooms: Catalogue) -> None:
    where = "{ event: '*', schema: 'public', table: 'messages', filter: `room_id=eq.${id}` }"
    source = f"supabase.channel('messages').on('postgres_changes', {where}, refetch);"

    found = [finding for finding in _lint(source, tmp_path, rooms) if finding.id == "CAT022"]

    assert [finding.fix.split(",")[0] for finding in found] == [
        'join "room:{room_id}:chat" and listen to "messages.INSERT"'
    ]


def test_unpublished_table_is_named_with_the_reason(tmp_path: Path, rooms: Catalogue) -> None:
    source = "supabase.channel('c').on('postgres_changes', { event: '*', table: 'members' }, refetch);"

    found = [finding.what for finding in _lint(source, tmp_path, rooms) if finding.id == "CAT021"]

    assert found == [
        (
            'the changes of "public.members" are asked for, which is not published:'
            " who is a member shows at the next join"
        )
    ]


def test_prefix_alone_is_named_where_it_is_what_is_wrong(tmp_path: Path, rooms: Catalogue) -> None:
    source = "supabase.channel(`realtime:room:${id}:chat`, { config: { private: true } });"

    assert [finding.id for finding in _lint(source, tmp_path, rooms)] == ["CAT027"]


@pytest.mark.parametrize(
    ("name", "source", "fix"),
    [
        ("a.ts", "supabase.channel('lobby')", "open it with { config: { private: true } }"),
        ("a.py", "supabase.channel('lobby')", 'open it with {"config": {"private": True}}'),
        ("a.kt", 'fun f() { supabase.channel("lobby") }', "open it with { isPrivate = true }"),
        ("a.swift", 'let c = supabase.channel("lobby")', "open it with { $0.isPrivate = true }"),
    ],
)
def test_fix_is_written_in_the_language_of_the_source(
    name: str, source: str, fix: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(source, encoding="utf-8")
    project = Project(clients=read_clients([path]).channels)
    (rule,) = [each for each in RULES if each.id == "CAT020"]

    assert [finding.fix for finding in rule.check(project)] == [fix]
