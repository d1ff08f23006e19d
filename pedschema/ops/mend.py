"""A revision that puts owned objects back to what the contract declares."""

from __future__ import annotations

__all__ = ["run_mend"]

import io
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from pedschema.errors import DatabaseError, Mistake, PedschemaError

if TYPE_CHECKING:
    from alembic.script import Script


def run_mend(ini: Path, url: str, message: str) -> tuple[Path, ...]:
    """Write the revisions after which the database is as the contract declares, and return their files.

    They are those of `alembic revision --autogenerate`: each step starts from what the migrations leave, so
    a downgrade never leads back to what somebody did by hand. The database is left as it is.

    Args:
        ini: Alembic's configuration.
        url: of a database at its head, with a login that may act as the contract's role.
        message: what the revisions are called.

    Raises:
        PedschemaError: the settings, the contract or the database do not allow it, or Alembic refuses.
    """
    config = Config(str(ini), stdout=io.StringIO())
    config.attributes["url"] = url
    try:
        made = command.revision(config, message, autogenerate=True)
    except CommandError as error:
        if isinstance(error.__cause__, PedschemaError):
            raise error.__cause__ from None
        fix = "upgrade the database first: `alembic upgrade head`"
        raise DatabaseError(
            Mistake("database", f"no revision is written: {error}", fix, "mend-refused")
        ) from error
    scripts: list[Script | None] = made if isinstance(made, list) else [made]
    return tuple(Path(script.path) for script in scripts if script is not None)
