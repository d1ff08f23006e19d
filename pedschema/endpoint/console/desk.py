"""What every part of the console works on."""

from __future__ import annotations

__all__ = ["Desk", "open_desk", "refuse"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.endpoint.console.live import Live
from pedschema.endpoint.console.shapes import Shapes
from pedschema.endpoint.tokens import sign_token
from pedschema.errors import Mistake, UsageError
from pedschema.probe.act import SERVICE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.endpoint.project import Project
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast

SERVICE_NAME = "service"
TOKEN_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Desk:
    """A running project, its contract and its people.

    Attributes:
        live: the messages that pass.
        shapes: what payloads have to be.
    """

    project: Project
    catalogue: Catalogue
    cast: Cast
    live: Live
    shapes: Shapes

    def claims_of(self, name: str) -> Mapping[str, object]:
        """Return the claims of a persona, or of the app's backend for `service`.

        Raises:
            UsageError: nobody has that name.
        """
        if name == SERVICE_NAME:
            return SERVICE
        for persona in self.cast.personas:
            if persona.name == name:
                return persona.claims
        names = ", ".join([persona.name for persona in self.cast.personas] + [SERVICE_NAME])
        raise refuse("persona", f'nobody is called "{name}"', f"use one of {names}", "persona-unknown")

    def sign_token(self, name: str) -> str:
        """Return a token that holds for a day; errors as for `claims_of`."""
        return sign_token(self.claims_of(name), self.project.tenant.secret, seconds=TOKEN_SECONDS)


def open_desk(project: Project, catalogue: Catalogue, cast: Cast) -> Desk:
    """Return the desk of a project that is about to be served; errors as for `Shapes`."""
    shapes = Shapes(catalogue)
    return Desk(project, catalogue, cast, Live(project.hub, shapes), shapes)


def refuse(where: str, what: str, fix: str, name: str) -> UsageError:
    """Return the error of a request that cannot be carried out."""
    return UsageError(Mistake(where, what, fix, name))
