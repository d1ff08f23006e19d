from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Database, Project

pytestmark = pytest.mark.db

GRANTS = """
    SELECT c.relname, a.grantee::regrole::text, a.privilege_type
    FROM pg_class AS c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
    WHERE c.relname IN ('alembic_version', 'handover') AND a.grantee <> c.relowner ORDER BY 1, 2, 3
"""


@pytest.mark.parametrize("route", ["run", "script"])
def test_default_privileges_let_no_client_write_the_bookkeeping(
    policy: Project, empty: Database, route: str
) -> None:
    empty.run("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO anon, authenticated, PUBLIC")
    if route == "run":
        policy.upgrade()
    else:
        empty.script(policy.render_upgrade())
    found = empty.run(GRANTS)
    assert {privilege for _, _, privilege in found} == {"SELECT"}
    assert ("alembic_version", "anon", "SELECT") in found


def test_a_login_that_only_reads_keeps_its_right(policy: Project, empty: Database) -> None:
    policy.upgrade()
    empty.run("GRANT SELECT ON rooms.alembic_version TO stranger")
    policy.upgrade()
    assert empty.run(GRANTS) == [("alembic_version", "stranger", "SELECT")]
