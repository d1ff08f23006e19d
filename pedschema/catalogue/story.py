"""`story.toml`: what people of the app do, step by step."""

from __future__ import annotations

__all__ = ["StepShape", "StoryShape", "load_story"]

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from pedschema.catalogue.toml import Shape, load_toml
from pedschema.model.story import Step, Story

if TYPE_CHECKING:
    from pathlib import Path

Filled = Annotated[str, Field(min_length=1)]


class StepShape(Shape):
    """One action of the app."""

    title: Filled
    actor: Filled = Field(description="a persona, or `service` for the app's backend")
    statements: Annotated[list[Filled], Field(min_length=1)] = Field(
        description="SQL statements, each in a transaction of its own"
    )


class StoryShape(Shape):
    """A sequence of steps."""

    title: Filled
    topics: Annotated[list[Filled], Field(min_length=1)] = Field(
        description="topics that everybody tries to join"
    )
    step: Annotated[list[StepShape], Field(min_length=1)]


def load_story(path: Path) -> Story:
    """Return the story that a file tells.

    Raises:
        ContractError: the file is missing or has mistakes; holds all of them.
    """
    shape = load_toml(path, StoryShape).model
    steps = tuple(Step(step.title, step.actor, tuple(step.statements)) for step in shape.step)
    return Story(shape.title, tuple(shape.topics), steps)
