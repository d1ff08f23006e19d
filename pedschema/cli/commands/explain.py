"""`pedschema explain`: a rule's page."""

from __future__ import annotations

__all__ = ["run"]

from typing import Annotated

import typer
from rich.markdown import Markdown

from pedschema.cli.console import data
from pedschema.docgen.rules import load_all_rules, render_rule
from pedschema.lint.select import find_rule


def run(
    rule: Annotated[
        str | None, typer.Argument(help="Id or name of a rule; without one, all are listed.")
    ] = None,
) -> None:
    """Print what a rule is about: what breaks, what to do instead, and examples of both."""
    rules = load_all_rules()
    if rule is None:
        for each in rules:
            data.print(f"{each.id}  {each.name}  {each.title}", markup=False, emoji=False)
        return
    page = render_rule(find_rule(rules, rule))
    if data.is_terminal:
        data.print(Markdown(page), soft_wrap=False)
    else:
        data.file.write(page)
