from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.errors import ContractError
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.ops.fold import read_fold

if TYPE_CHECKING:
    from conftest import Project

RULE = Identity(Kind.RULE, QualifiedName("rooms", "may"), "uuid")
CREATE = "op.create_rule('rooms.may', of='uuid', sql=['one'], canonical='1')"
REPLACE = CREATE.replace("create", "replace").replace("one", "two").replace("'1')", "'2', %s)") % (
    "before_sql=['one'], before_canonical='1'"
)
DROP = "op.drop_rule('rooms.may', of='uuid', sql=['two'], canonical='2')"


@pytest.fixture
def history(project: Project) -> Project:
    project.write("a", "op.execute('SELECT 1')\n    op.retire_policy('old')", "pass")
    project.write("b", CREATE, "pass", after="a")
    project.write("c", REPLACE, "pass", after="b")
    project.write("d", DROP, "pass", after="c")
    return project


@pytest.mark.parametrize(
    ("revision", "state"),
    [("base", ()), ("a", ()), ("b", (("one",), "1")), ("c", (("two",), "2")), ("d", ()), ("head", ())],
)
def test_the_fold_is_the_state_at_a_revision(
    history: Project, revision: str, state: tuple[tuple[str, ...], str] | tuple[()]
) -> None:
    expected = (Owned(RULE, *state),) if state else ()
    assert read_fold(history.config(), revision) == expected


def test_versions_of_a_trigger_function_are_apart(project: Project) -> None:
    step = "op.%s_trigger_function('rooms.chat', version=%d, sql=['a'], canonical='')"
    project.write(
        "a", f"{step % ('create', 1)}\n    {step % ('create', 2)}\n    {step % ('drop', 1)}", "pass"
    )
    (left,) = read_fold(project.config())
    assert left.version == 2


def test_something_of_somebody_else_may_be_dropped(project: Project) -> None:
    project.write("a", DROP, "pass")
    assert read_fold(project.config()) == ()


@pytest.mark.parametrize("steps", [[REPLACE], [CREATE, DROP], [CREATE, CREATE], [CREATE, REPLACE, REPLACE]])
def test_a_step_that_does_not_fit_the_history_is_refused(project: Project, steps: list[str]) -> None:
    project.write("a", "\n    ".join(steps), "pass")
    with pytest.raises(ContractError) as caught:
        read_fold(project.config())
    (mistake,) = caught.value.mistakes
    assert mistake.id == "revision-out-of-order"
    assert mistake.where.endswith("a.py")
    assert mistake.what.startswith("function rooms.may(uuid) ")
