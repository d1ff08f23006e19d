from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pedschema.ops.split import POLICIES_AT_ONCE

if TYPE_CHECKING:
    from alembic.script import Script
    from conftest import Database, Project

pytestmark = pytest.mark.db


@pytest.fixture
def live(project: Project, app: Database) -> Project:
    """The project, deployed."""
    project.on(app).lock()
    project.revise("first")
    project.upgrade()
    return project


def write_policies(project: Project, count: int) -> None:
    text = (project.policies / "chat" / "read.sql").read_text(encoding="utf-8")
    for number in range(count):
        name = f"rooms_more_{number:02}"
        path = project.policies / "chat" / f"{name}.sql"
        path.write_text(text.replace("rooms_chat_read", name), encoding="utf-8")


def read_steps(script: Script) -> list[str]:
    """Return the directives of a revision's way up, in order."""
    text = script.module.__loader__.get_data(script.path).decode()
    return re.findall(r"^    op\.(\w+)\(", text.partition("def downgrade")[0], re.MULTILINE)


def test_as_many_policies_as_the_bound_stay_together(live: Project) -> None:
    write_policies(live, POLICIES_AT_ONCE)
    (made,) = live.revise("more")
    assert made.doc == "more"
    assert read_steps(made) == ["create_realtime_policy"] * POLICIES_AT_ONCE


def test_one_more_makes_another_revision(live: Project, app: Database) -> None:
    write_policies(live, POLICIES_AT_ONCE + 1)
    first, second = live.revise("more")
    assert (first.doc, second.doc) == ("more", "more policies 2")
    assert second.down_revision == first.revision
    assert (len(read_steps(first)), len(read_steps(second))) == (POLICIES_AT_ONCE, 1)
    live.upgrade()
    live.check()
    live.downgrade("-2")
    assert app.run("SELECT count(*) FROM pg_policy") == [(1,)]


def test_new_policies_come_before_those_that_they_replace(live: Project) -> None:
    write_policies(live, POLICIES_AT_ONCE)
    (live.policies / "chat" / "read.sql").unlink()
    first, second = live.revise("more")
    assert set(read_steps(first)) == {"create_realtime_policy"}
    assert read_steps(second) == ["drop_realtime_policy"]


def test_a_restrictive_policy_keeps_all_together(live: Project) -> None:
    write_policies(live, POLICIES_AT_ONCE + 1)
    live.edit("chat/rooms_more_00.sql", "FOR SELECT", "AS RESTRICTIVE FOR SELECT")
    assert len(live.revise("more")) == 1


def test_a_rule_that_is_replaced_comes_with_the_policies_and_keeps_them_together(live: Project) -> None:
    write_policies(live, POLICIES_AT_ONCE + 1)
    live.edit("rules/is_member.sql", "user_id = auth.uid()", "auth.uid() = user_id")
    (made,) = live.revise("more")
    assert read_steps(made) == ["replace_rule"] + ["create_realtime_policy"] * (POLICIES_AT_ONCE + 1)


def test_a_rule_that_is_new_does_not(live: Project) -> None:
    write_policies(live, 1)
    rule = (live.policies / "rules" / "is_member.sql").read_text(encoding="utf-8")
    (live.policies / "rules" / "other.sql").write_text(rule.replace("is_member", "other"), encoding="utf-8")
    rules, policies = live.revise("more")
    assert read_steps(rules) == ["create_rule"]
    assert read_steps(policies) == ["create_realtime_policy"]
