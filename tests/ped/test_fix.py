"""`pedschema lint --fix` on copies of the contract: shown, proved on a database, and only then written."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer

from pedschema.cli.fixing import Fixer
from pedschema.cli.proof import read_changes
from pedschema.errors import DatabaseError
from pedschema.lint.build import build_project
from pedschema.lint.edit import Edit
from pedschema.lint.read import load_project
from pedschema.lint.registry import load_rules
from pedschema.lint.source import Origin, Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from pedschema.errors import Mistake
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit, PolicySubject
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast
    from pedschema.probe.database import RealtimeDatabase
    from tests.conftest import Outcome

ROOT = Path(__file__).parent.parent.parent
USER = Path("profile") / "read_user.sql"
WRAPPED = """\
-- Everybody with a profile follows it: é.
create policy ped_user_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and exists (
            select
            from public.profiles as p -- (select
            where p.id = (select auth.uid())
                and p.id = (select ped.topic_uuid('user:{user_id}', 'user_id'))
        )
    );
"""
GUESTS = "create policy ped_guests on realtime.messages for select {to} using ({condition})"
LOBBY = "messages.extension = 'broadcast' and (select realtime.topic()) = 'lobby'"


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """A copy of the contract, with a member and somebody who is not signed in."""
    folder = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", folder)
    people = folder / "personas.toml"
    head, *personas = re.split(r"(?m)^(?=\[persona\.)", people.read_text(encoding="utf-8"))
    kept = [each for each in personas if each.startswith(("[persona.member]", "[persona.anon]"))]
    people.write_text("".join([head, *kept]), encoding="utf-8")
    return folder


def _policies(*texts: str) -> tuple[PolicySubject, ...]:
    return build_project([Source(";\n".join(texts), Origin.CONTRACT, "a.sql")]).message_policies


def _changes(
    database: RealtimeDatabase, catalogue: Catalogue, cast: Cast, before: str, after: str
) -> tuple[Mistake, ...]:
    two = tuple(each for each in cast.personas if each.name in {"member", "anon"})
    texts = _policies(before), _policies(after)
    return read_changes(database.connection, catalogue, replace(cast, personas=two), texts)


@pytest.mark.db
def test_wrapped_call_is_proved_and_the_file_is_as_it_was(
    run: Callable[..., Outcome], contract: Path
) -> None:
    path = contract / USER
    path.write_text(WRAPPED.replace("(select auth.uid())", "auth.uid()"), encoding="utf-8")

    outcome = run("lint", str(contract), "--fix", "--select", "not-wrapped")

    assert (outcome.code, path.read_text(encoding="utf-8")) == (0, WRAPPED)
    assert (
        "-            where p.id = auth.uid()\n+            where p.id = (select auth.uid())\n" in outcome.out
    )
    assert "nobody's access changes" in outcome.err


@pytest.mark.db
def test_edits_that_narrow_access_to_the_declaration_are_written_and_told(
    run: Callable[..., Outcome], contract: Path
) -> None:
    path = contract / USER
    original = path.read_text(encoding="utf-8")
    bare = original.replace("    to authenticated\n", "")
    path.write_text(bare.replace("messages.extension = 'broadcast'\n        and ", ""), encoding="utf-8")

    outcome = run("lint", str(contract), "--fix", "--select", "role-public,extension-missing")

    assert (outcome.code, path.read_text(encoding="utf-8")) == (0, original)
    assert "+    to authenticated\n" in outcome.out
    assert "+        messages.extension = 'broadcast'" in outcome.out
    assert 'user:<member>: the edits narrow the access of "anon": ! -> -' in outcome.err
    assert 'user:<member>: the edits narrow the access of "member": rp -> r' in outcome.err
    assert "access narrows to what the contract declares" in outcome.err


def test_diff_alone_needs_no_database_and_writes_nothing(
    run: Callable[..., Outcome], contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pedschema.cli.fixing.run_proof", None)
    original = (contract / USER).read_text(encoding="utf-8")
    bare = original.replace("    to authenticated\n", "")
    bare = bare.replace("messages.extension = 'broadcast'\n        and ", "")
    (contract / USER).write_text(bare, encoding="utf-8")

    outcome = run("lint", str(contract), "--fix", "--diff")

    added = [line[1:] for line in outcome.out.splitlines() if re.match(r"\+(?!\+\+)", line)]
    assert outcome.code == 1
    assert added
    assert set(added) <= set(original.splitlines())
    assert (contract / USER).read_text(encoding="utf-8") == bare


def test_contract_without_an_edit_needs_no_database(run: Callable[..., Outcome], contract: Path) -> None:
    outcome = run("lint", str(contract), "--fix", "--select", "not-wrapped,role-public")

    assert (outcome.code, outcome.out) == (0, "")
    assert "no finding has an edit" in outcome.err


def test_file_with_carriage_returns_is_left_alone(run: Callable[..., Outcome], contract: Path) -> None:
    path = contract / USER
    text = path.read_text(encoding="utf-8").replace("    to authenticated\n", "").replace("\n", "\r\n")
    path.write_bytes(text.encode())

    outcome = run("lint", str(contract), "--fix", "--select", "role-public")

    assert outcome.code == 1
    assert path.read_bytes() == text.encode()
    assert "is left alone" in outcome.err


def test_file_that_changes_during_the_proof_is_not_overwritten(
    run: Callable[..., Outcome], contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = contract / USER
    path.write_text(path.read_text(encoding="utf-8").replace("to authenticated", ""), encoding="utf-8")

    def change(*_: object) -> tuple[Mistake, ...]:
        path.write_text("-- somebody else's", encoding="utf-8")
        return ()

    monkeypatch.setattr("pedschema.cli.fixing.run_proof", change)

    outcome = run("lint", str(contract), "--fix", "--select", "role-public")

    assert (outcome.code, path.read_text(encoding="utf-8")) == (1, "-- somebody else's")
    assert "fix-file-changed" in outcome.err


def test_files_without_a_contract_cannot_be_fixed(run: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "a.sql"
    path.write_text("create policy a on realtime.messages for select using (true);", encoding="utf-8")

    outcome = run("lint", str(path), "--fix")

    assert outcome.code == 2
    assert "fix-contract" in outcome.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("to authenticated )", "the SQL cannot be read"),
        ("to authenticated using (true); create policy ped_b on realtime.messages for select ", "for every"),
    ],
)
def test_edit_that_leaves_or_adds_a_finding_is_not_even_shown(
    text: str, told: str, contract: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        _mend_role(contract, text, write=False)

    printed = capsys.readouterr()
    assert printed.out == ""
    assert told in printed.err


@pytest.mark.db
def test_edit_that_takes_a_declared_right_is_shown_and_not_written(
    contract: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        _mend_role(contract, "to authenticated\n    ", "auth.uid() = gen_random_uuid() and ", write=True)

    printed = capsys.readouterr()
    assert "+        auth.uid() = gen_random_uuid() and messages.extension" in printed.out
    assert 'user:<member>: the edits change the access of "member": r -> -' in printed.err
    assert "the contract lets them join, the contract lets them receive" in printed.err
    assert "nothing is written" in printed.err
    assert "gen_random_uuid" not in (contract / USER).read_text(encoding="utf-8")


def _mend_role(contract: Path, role: str, condition: str = "", *, write: bool) -> None:
    """Let a rule put other words into the policy that is for everybody than it should."""
    path = contract / USER
    text = path.read_text(encoding="utf-8").replace("to authenticated\n    ", "")
    path.write_text(text, encoding="utf-8")
    good = next(rule for rule in load_rules() if rule.name == "role-public")
    more = Edit(str(path), text.index("messages.extension"), condition)

    def find(project: Project) -> list[Hit]:
        hits = good.find(project)
        return [replace(hit, edits=(replace(hit.edits[0], text=role), more)) for hit in hits]

    bad = replace(good, find=find)
    project = load_project([contract])
    Fixer([contract], [bad], Path("alembic.ini")).run(project, list(bad.check(project)), write=write)


@pytest.mark.db
def test_role_on_a_policy_that_guests_rely_on_narrows_a_topic_that_is_not_theirs(
    realtime_db: RealtimeDatabase, realtime_contract: Catalogue, realtime_cast: Cast
) -> None:
    before = GUESTS.format(to="", condition=LOBBY)
    after = GUESTS.format(to="to authenticated", condition=LOBBY)

    changes = _changes(realtime_db, realtime_contract, realtime_cast, before, after)
    back = _changes(realtime_db, realtime_contract, realtime_cast, after, before)

    assert [(change.label, change.had, change.has) for change in changes] == [("'lobby'", "r", "-")]
    assert [bool(change.harm) for change in (*changes, *back)] == [False, True]


@pytest.mark.db
def test_role_on_a_policy_that_refuses_guests_changes_nothing(
    realtime_db: RealtimeDatabase, realtime_contract: Catalogue, realtime_cast: Cast
) -> None:
    condition = f"{LOBBY} and (select auth.uid()) is not null"
    before = GUESTS.format(to="", condition=condition)
    after = GUESTS.format(to="to authenticated", condition=condition)

    assert _changes(realtime_db, realtime_contract, realtime_cast, before, after) == ()


@pytest.mark.db
def test_extension_takes_presence_from_a_topic_without_it(
    realtime_db: RealtimeDatabase, realtime_contract: Catalogue, realtime_cast: Cast
) -> None:
    before = GUESTS.format(to="to authenticated", condition="(select realtime.topic()) = 'lobby'")
    after = GUESTS.format(to="to authenticated", condition=LOBBY)

    changes = _changes(realtime_db, realtime_contract, realtime_cast, before, after)

    assert [(str(change), change.harm) for change in changes] == [
        ('the access of "member": rp -> r', ""),
    ]


@pytest.mark.db
@pytest.mark.parametrize(("name", "harm"), [("live", "the contract lets them see presence"), ("draft", "")])
def test_extension_may_not_take_presence_that_a_topic_declares(
    name: str,
    harm: str,
    realtime_db: RealtimeDatabase,
    realtime_contract: Catalogue,
    realtime_cast: Cast,
) -> None:
    condition = f"messages.topic like 'game:%:{name}'"
    before = GUESTS.format(to="to authenticated", condition=condition)
    after = GUESTS.format(
        to="to authenticated", condition=f"messages.extension = 'broadcast' and {condition}"
    )

    changes = _changes(realtime_db, realtime_contract, realtime_cast, before, after)

    declared = [change for change in changes if f">:{name}" in change.label]
    assert declared
    assert {change.harm for change in declared} == {harm}


@pytest.mark.db
def test_policy_that_postgres_refuses_is_named(
    realtime_db: RealtimeDatabase, realtime_contract: Catalogue, realtime_cast: Cast
) -> None:
    before = GUESTS.format(to="", condition=LOBBY)
    after = GUESTS.format(to="", condition="ped.is_nowhere()")

    with pytest.raises(DatabaseError, match=r'a\.sql:1:1: PostgreSQL refuses the policy "ped_guests"'):
        _changes(realtime_db, realtime_contract, realtime_cast, before, after)
