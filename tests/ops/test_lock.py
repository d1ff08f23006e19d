from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ops.conftest import Database, Project


def test_a_revision_takes_its_locks_first_on_both_ways(project: Project, app: Database) -> None:
    project.on(app).lock()
    made = project.revise("first")[0]

    text = made.module.__loader__.get_data(made.path).decode()

    up, down = text.split("def downgrade()")
    assert up.index("op.lock_tables(") < up.index("op.create_switch_table(")
    assert down.index('mode="ACCESS EXCLUSIVE"') < down.index("op.drop_broadcast_trigger(")


def test_an_object_of_another_under_an_owned_name_is_refused(project: Project, app: Database) -> None:
    project.on(app).lock()
    project.revise("first")
    app.run("create schema rooms; create table rooms.surface_switch (x int)")

    assert project.failing(project.upgrade).id == "switch-foreign"

    assert app.run("select count(*) from pg_proc where pronamespace = 'rooms'::regnamespace") == [(0,)]
