"""`accepted.toml`: changes of the wire that the team has decided on."""

from __future__ import annotations

__all__ = ["AcceptedShape", "load_accepted"]

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from pedschema.catalogue.toml import Shape, load_toml

if TYPE_CHECKING:
    from pathlib import Path

FILE = "accepted.toml"


class AcceptedShape(Shape):
    """Changes that `pedschema diff` lets pass."""

    changes: dict[str, Annotated[str, Field(min_length=10)]] = Field(
        default_factory=dict,
        description="the change, as `pedschema diff` names it, to the reason why it may be",
    )


def load_accepted(folder: Path) -> dict[str, tuple[str, str]]:
    """Return each accepted change with its reason and the place; a missing file accepts none.

    Raises:
        ContractError: the file is there and has mistakes.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    loaded = load_toml(path, AcceptedShape)
    return {
        key: (reason, loaded.document.where("changes", key)) for key, reason in loaded.model.changes.items()
    }
