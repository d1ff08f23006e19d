"""Steps as Python text: what stands in a revision."""

from __future__ import annotations

__all__ = ["render_literal", "render_step"]

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alembic.autogenerate.api import AutogenContext

    from pedschema.model.owned import Owned
    from pedschema.ops.step import OwnedOp


def render_step(context: AutogenContext, step: OwnedOp) -> str:
    """Return the directive that runs `step`, all of it literals, one line of SQL a line.

    Alembic indents what renderers return, so no literal goes over a line.
    """
    identity = step.change.identity
    lines = [
        f"{context.opts['alembic_module_prefix']}{step.directive}(",
        f"    {render_literal(step.spell(identity))},",
    ]
    if identity.of:
        lines.append(f"    of={render_literal(identity.of)},")
    if step.version:
        lines.append(f"    version={step.version},")
    state = step.change.after or step.change.before
    if state is not None:
        lines += _render_state("", state)
    if step.change.after is not None and step.change.before is not None:
        lines += _render_state("before_", step.change.before)
    return "\n".join([*lines, ")"])


def _render_state(prefix: str, state: Owned) -> Iterator[str]:
    yield f"    {prefix}sql=["
    for sql in state.sql:
        yield from _render_text(sql, "", " " * 8)
    yield "    ],"
    yield from _render_text(state.canonical, f"{prefix}canonical=", " " * 4)


def _render_text(text: str, start: str, space: str) -> Sequence[str]:
    lines = text.splitlines(keepends=True)
    if len(lines) < 2:
        return [f"{space}{start}{render_literal(text)},"]
    return [f"{space}{start}(", *(f"{space}    {render_literal(line)}" for line in lines), f"{space}),"]


def render_literal(text: str) -> str:
    """Return `text` as a Python literal, between the quotes that need fewer backslashes, as formatters do."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    body = f"\\{quote}".join(repr(part)[1:-1] for part in text.split(quote))
    return f"{quote}{body}{quote}"
