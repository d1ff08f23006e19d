"""`personas.toml`: the people whom the access matrix plays, and the rows they live among."""

from __future__ import annotations

__all__ = ["ClaimsShape", "PersonaShape", "PersonasShape", "load_cast"]

from typing import TYPE_CHECKING, Annotated

from pydantic import ConfigDict, Field, JsonValue

from pedschema.catalogue.mistakes import Mistakes
from pedschema.catalogue.toml import Shape, load_text, load_toml
from pedschema.errors import ContractError
from pedschema.model.persona import Cast, Persona

if TYPE_CHECKING:
    from pathlib import Path

Filled = Annotated[str, Field(min_length=1)]
Label = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
PartName = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*$")]


class ClaimsShape(Shape):
    """A decoded token; whatever JSON can say may stand beside these two."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)
    __pydantic_extra__: dict[str, JsonValue] = Field(init=False)

    role: Filled = Field(description="database role of the token")
    sub: Filled | None = Field(default=None, description="who the token is for")


class PersonaShape(Shape):
    """Somebody with a token."""

    summary: Filled = Field(description="who it is, in a few words")
    claims: ClaimsShape


class PersonasShape(Shape):
    """Everybody, and values for the parts of topics."""

    rows: list[Filled] = Field(
        default_factory=list, description="SQL scripts that create people and rows, in order"
    )
    samples: dict[PartName, Annotated[dict[Label, Filled], Field(min_length=1)]] = Field(
        default_factory=dict, description="part of a topic to labelled values"
    )
    persona: Annotated[dict[Label, PersonaShape], Field(min_length=1)]


def load_cast(folder: Path) -> Cast:
    """Return everybody that `personas.toml` in `folder` names, with the text of the row scripts.

    Raises:
        ContractError: a file is missing or has mistakes; holds all of them.
    """
    loaded = load_toml(folder / "personas.toml", PersonasShape)
    mistakes = Mistakes()
    rows = []
    for index, name in enumerate(loaded.model.rows):
        try:
            rows.append(load_text(folder / name))
        except ContractError as error:
            where = loaded.document.where("rows", index)
            for mistake in error.mistakes:
                mistakes.add(where, f'"{name}": {mistake.what}', fix=mistake.fix, id=mistake.id)
    mistakes.raise_if_any()
    personas = (
        Persona(name, shape.summary, shape.claims.model_dump(exclude_unset=True))
        for name, shape in loaded.model.persona.items()
    )
    return Cast(tuple(personas), tuple(rows), loaded.model.samples)
