from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pedschema.ops.rehearse import read_rehearsal
from pedschema.ops.upgrade import run_downgrade

if TYPE_CHECKING:
    from tests.deploy.conftest import Project, Target

pytestmark = pytest.mark.db


@pytest.mark.parametrize(
    ("target", "revisions", "is_back"),
    [
        ("a", ["c", "b"], True),
        ("-1", ["c"], True),
        ("base", ["c", "b", "a"], True),
        ("b-1", ["c", "b"], True),
        ("c", [], False),
        ("head", ["d"], False),
        ("d", ["d"], False),
        ("+1", ["d"], False),
    ],
)
def test_target_says_the_direction(
    project: Project, app: Target, target: str, revisions: list[str], *, is_back: bool
) -> None:
    for name, after in zip("abcd", (None, *"abc"), strict=True):
        project.write(name, "    pass", after=after)
    project.upgrade(app, "c")
    rehearsal = read_rehearsal(project.ini, app.url(), target)

    assert ([each.id for each in rehearsal.revisions], rehearsal.is_downgrade) == (revisions, is_back)


@pytest.mark.parametrize(
    ("target", "revisions", "is_back"),
    [
        ("a", {"b", "c"}, True),
        ("base", {"a", "b", "c"}, True),
        ("b", set(), False),
        ("heads", {"d"}, False),
        ("side@a", {"c"}, True),
    ],
)
def test_branches_are_gone_back_as_alembic_goes_them(
    project: Project, app: Target, target: str, revisions: set[str], *, is_back: bool
) -> None:
    for name, after in (("a", None), ("b", "a"), ("c", "a"), ("d", "b")):
        project.write(name, "    pass", after=after)
    path = project.versions / "c.py"
    path.write_text(f"{path.read_text('utf-8')}\nbranch_labels = ('side',)\n", "utf-8")
    for head in ("b", "c"):
        project.upgrade(app, head)
    rehearsal = read_rehearsal(project.ini, app.url(), target)

    assert ({each.id for each in rehearsal.revisions}, rehearsal.is_downgrade) == (revisions, is_back)
    if is_back:
        run_downgrade(project.ini, app.url(), target)
        left = (
            {row[0] for row in app.run("SELECT version_num FROM rooms.alembic_version")}
            if target != "base"
            else set()
        )
        assert left.isdisjoint(revisions)
