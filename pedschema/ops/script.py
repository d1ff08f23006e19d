"""Each revision as the statements that apply it, without a database."""

from __future__ import annotations

__all__ = ["RevisionScript", "read_scripts"]

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData

from pedschema.errors import ContractError, Mistake
from pedschema.ops.configuration import load_configuration
from pedschema.ops.env import _VERSION_TABLE
from pedschema.ops.handover import create_bookkeeping
from pedschema.ops.preflight import check_platform
from pedschema.ops.upgrade import _load, _readable

if TYPE_CHECKING:
    from collections.abc import Collection

    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import Script

    from pedschema.ops.configuration import Configuration

_MADE = re.compile(
    r"(?:made on|Create Date:) (\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?", re.IGNORECASE
)
_NAMED = re.compile(r"(\d{4})[_-]?(\d\d)[_-]?(\d\d)(?:[_-]?(\d\d)[_-]?(\d\d)(?:[_-]?(\d\d))?)?(?=_)")


@dataclass(frozen=True, slots=True)
class RevisionScript:
    """One revision, ready to be applied by something else than Alembic.

    Attributes:
        heads: revisions that are applied before it, sorted; none for the first.
        title: first line of the revision's description.
        made: when the revision was made, as far as its text or its file's name tell.
        path: its file.
        statements: SQL texts, each of one statement or several, in the order in which they run; the first
            make what pedschema keeps beside its objects, the last records the revision.
    """

    revision: str
    heads: tuple[str, ...]
    title: str
    made: datetime
    path: str
    statements: tuple[str, ...]


def read_scripts(ini: Path) -> tuple[Configuration, tuple[RevisionScript, ...]]:
    """Return the settings of the migrations that `ini` configures, and every revision in running order.

    What stands in `env.py` beside the call of `run_migrations` is not run.

    Raises:
        ContractError: the revisions do not fit together, or one does not say when it was made.
        UsageError: there is no such configuration.
    """
    config = _load(ini)
    with _readable(ini):
        return load_configuration(config), _collect(config)


def _collect(config: Config) -> tuple[RevisionScript, ...]:
    """Run the whole way in Alembic's offline mode, and take each revision's texts apart from the others."""
    scripts = ScriptDirectory.from_config(config)
    configuration = load_configuration(config)
    first = [check_platform(), create_bookkeeping(configuration.schema)]
    texts: list[str] = list(first)
    found: list[RevisionScript] = []
    # Of several heads none is the last, and files in a row would say that one is.
    end = "head" if scripts.get_heads() else "heads"
    applied: set[str] = set()

    def take(*, step: Any, heads: Collection[Any], **_: Any) -> None:
        script = scripts.get_revision(step.up_revision_id)
        found.append(_make(script, tuple(sorted(applied)), tuple(texts)))
        applied.clear()
        applied.update(heads)
        texts[:] = first

    with EnvironmentContext(
        config,
        scripts,
        fn=lambda rev, _: scripts._upgrade_revs(end, rev),  # noqa: SLF001 - as Alembic's own command
        as_sql=True,
        starting_rev=None,
        destination_rev=end,
    ) as environment:
        environment.configure(
            dialect_name="postgresql",
            dialect_opts={"paramstyle": "named"},
            target_metadata=MetaData(),
            version_table=_VERSION_TABLE,
            version_table_schema=configuration.schema,
            transactional_ddl=False,
            output_buffer=io.StringIO(),
            on_version_apply=cast("Any", take),
        )
        _divert(environment.get_context(), texts)
        environment.run_migrations()
    return tuple(found)


def _divert(context: MigrationContext, texts: list[str]) -> None:
    """Let every text that Alembic would write into its script go to `texts`."""
    context.impl.static_output = texts.append  # type: ignore[method-assign, assignment]


def _make(script: Script, heads: tuple[str, ...], statements: tuple[str, ...]) -> RevisionScript:
    title = script.doc.splitlines()[0].strip() if script.doc else script.revision
    made = _find_date(script)
    if made is None:
        what = f'the revision "{script.revision}" does not say when it was made'
        fix = "write `made on YYYY-MM-DD HH:MM:SS` into its description"
        raise ContractError(Mistake(script.path, what, fix, "revision-undated"))
    return RevisionScript(script.revision, heads, title, made, script.path, statements)


def _find_date(script: Script) -> datetime | None:
    match = _MADE.search(script.longdoc or "") or _NAMED.match(Path(script.path).name)
    if match is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in match.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
