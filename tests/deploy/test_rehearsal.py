from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
import pytest

from pedschema.errors import DatabaseError, PedschemaError
from pedschema.ops.preflight import check_platform
from pedschema.ops.rehearse import read_rehearsal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.deploy.conftest import Project, Target

pytestmark = pytest.mark.db

READS = re.compile(
    r"(\s|--[^\n]*\n)*(select|with|set|begin|commit|rollback|savepoint|release|deallocate|show)\b",
    re.IGNORECASE,
)


def acting(statements: list[str]) -> list[str]:
    """Return the statements that neither read nor set anything."""
    return [each for each in statements if not READS.match(each) and each != check_platform()]


def planned(project: Project, target: Target) -> list[str]:
    return [sending.sql for sending in read_rehearsal(project.ini, target.url()).sendings]


def test_what_is_rehearsed_is_what_an_upgrade_sends(project: Project, app: Target) -> None:
    project.lock(app)
    project.revise(app, "first")
    expected = planned(project, app)

    sent = acting(app.log(lambda: project.upgrade(app)))

    assert expected == sent
    assert sum("create policy" in each.lower() for each in sent) == 1


def test_rehearsal_sends_nothing_that_acts(project: Project, app: Target) -> None:
    project.lock(app)
    project.revise(app, "first")

    assert acting(app.log(lambda: planned(project, app))) == []
    assert app.run("SELECT to_regnamespace('rooms')") == [(None,)]


TABLE = "create table public.made ()"
NUMBER = "select nextval('public.numbers')"
PAST = {
    "cursor": f"op.get_bind().connection.cursor().execute({TABLE!r})",
    "autocommit": (
        f"with op.get_context().autocommit_block(): op.get_bind().connection.cursor().execute({TABLE!r})"
    ),
    "function": ("with op.get_context().autocommit_block(): op.get_bind().exec_driver_sql({NUMBER!r})"),
    "another": (
        "with op.get_bind().engine.connect() as other:"
        f" other.connection.driver_connection.execute({TABLE!r}).connection.commit()"
    ),
    "another-function": (
        "with op.get_bind().engine.connect().execution_options(isolation_level='AUTOCOMMIT') as other:"
        f" other.exec_driver_sql({NUMBER!r})"
    ),
}


@pytest.mark.parametrize("way", PAST.values(), ids=PAST)
def test_a_revision_that_goes_past_its_operations_cannot_act(project: Project, app: Target, way: str) -> None:
    app.run("CREATE SEQUENCE public.numbers")
    project.write("past", f"    {way}")

    with pytest.raises(PedschemaError):
        read_rehearsal(project.ini, app.url())

    assert app.run("SELECT to_regclass('public.made'), is_called FROM public.numbers") == [(None, False)]


def test_what_commits_by_itself_is_rehearsed(project: Project, app: Target) -> None:
    statement = f"op.execute({TABLE!r})"
    project.write("alone", f"    with op.get_context().autocommit_block(): {statement}\n    {statement}")

    assert planned(project, app).count(TABLE) == 2


def test_second_deploy_is_rehearsed_from_what_the_first_left(project: Project, app: Target) -> None:
    project.write_policy("a", "false")
    project.upgrade(app)
    project.write_policy("b", "true", after="a")
    project.write_policy("c", "(1 = 1)", after="b")
    rehearsal = read_rehearsal(project.ini, app.url())

    sent = acting(app.log(lambda: project.upgrade(app)))

    assert rehearsal.heads == ("a",)
    assert [each.id for each in rehearsal.revisions] == ["b", "c"]
    assert [sending.sql for sending in rehearsal.sendings] == sent
    assert sum(each.lower().startswith("drop policy") for each in sent) == 2


def test_what_is_so_already_is_left_out(project: Project, app: Target) -> None:
    project.write_policy("a", "false")
    app.run("create policy rooms_read on realtime.messages for select to authenticated using (false)")

    assert not any("policy" in each for each in planned(project, app))


def test_drift_is_seen(project: Project, app: Target) -> None:
    project.write_policy("a", "false")
    project.upgrade(app)
    project.write_policy("b", "true", after="a")
    app.run("drop policy rooms_read on realtime.messages")
    expected = planned(project, app)

    sent = acting(app.log(lambda: project.upgrade(app)))

    assert expected == sent
    assert not any(each.lower().startswith("drop policy") for each in sent)


def test_policy_that_a_step_before_retires_is_no_foreign_one(project: Project, app: Target) -> None:
    app.run("create policy rooms_read on realtime.messages for select to authenticated using (true)")
    project.write("retire", '    op.retire_policy("rooms_read")')
    project.write_policy("a", "false")
    path = project.versions / "a.py"
    path.write_text(path.read_text().replace("down_revision = None", 'down_revision = "retire"'))
    expected = planned(project, app)

    assert expected == acting(app.log(lambda: project.upgrade(app)))


def test_policy_of_somebody_else_stops_the_rehearsal_as_it_stops_the_upgrade(
    project: Project, app: Target
) -> None:
    app.run("create policy rooms_read on realtime.messages for select to authenticated using (true)")
    project.write_policy("a", "false")

    for work in (lambda: planned(project, app), lambda: project.upgrade(app)):
        with pytest.raises(DatabaseError) as caught:
            work()
        assert [mistake.id for mistake in caught.value.mistakes] == ["policy-foreign"]


HAND_WRITTEN = """
    op.execute("select pg_catalog.set_config('a.b', 'c', false)")
    op.execute("comment on table public.rooms is 'a:b 100%'")
    op.execute("insert into public.rooms (id, title) values (gen_random_uuid(), 'x')")
    rows = op.get_bind().exec_driver_sql("select count(*) from public.rooms").scalar_one()
    op.execute(f"comment on column public.rooms.id is '{rows}'")
"""


def test_statements_of_a_hand_written_revision_are_taken_and_its_reads_are_sent(
    project: Project, app: Target
) -> None:
    project.write("a", HAND_WRITTEN)

    assert planned(project, app)[2:6] == [
        "select pg_catalog.set_config('a.b', 'c', false)",
        "comment on table public.rooms is 'a:b 100%'",
        "insert into public.rooms (id, title) values (gen_random_uuid(), 'x')",
        "comment on column public.rooms.id is '0'",
    ]
    assert app.run("select count(*), current_setting('a.b', true) from public.rooms") == [(0, None)]


def test_write_behind_the_back_of_the_directives_is_not_sent(project: Project, app: Target) -> None:
    project.write(
        "a",
        "    op.get_bind().exec_driver_sql(\"insert into public.rooms values (gen_random_uuid(), 'x') "
        'returning id").scalar_one()',
    )

    with pytest.raises(DatabaseError) as caught:
        planned(project, app)

    assert [mistake.id for mistake in caught.value.mistakes] == ["rehearsal-rows"]
    assert app.run("select count(*) from public.rooms") == [(0,)]


def test_function_that_writes_meets_a_read_only_transaction(project: Project, app: Target) -> None:
    app.run(
        "create function public.f() returns int language sql as $$ "
        "insert into public.rooms values (gen_random_uuid(), 'x') returning 1 $$"
    )
    project.write("a", '    op.get_bind().exec_driver_sql("select public.f()").scalar_one()')

    with pytest.raises(DatabaseError) as caught:
        planned(project, app)

    assert [mistake.id for mistake in caught.value.mistakes] == ["rehearsal-writes"]
    assert app.run("select count(*) from public.rooms") == [(0,)]


def test_rehearsal_waits_for_nobody_who_writes(project: Project, app: Target) -> None:
    project.lock(app)
    project.revise(app, "first")
    with psycopg.connect(app.url()) as writer:
        writer.execute("LOCK TABLE public.rooms, public.messages IN SHARE ROW EXCLUSIVE MODE")

        assert any(each.lower().startswith("create or replace trigger") for each in planned(project, app))


def test_nothing_to_run(project: Project, app: Target) -> None:
    project.write_policy("a", "false")
    project.upgrade(app)

    assert read_rehearsal(project.ini, app.url()).revisions == []


def test_target_may_be_named(project: Project, make_target: Callable[[str], Target]) -> None:
    target = make_target("")
    project.write_policy("a", "false")
    project.write_policy("b", "true", after="a")

    rehearsal = read_rehearsal(project.ini, target.url(), "a")

    assert [each.id for each in rehearsal.revisions] == ["a"]
