"""The table of codes as TypeScript: what texts mean, what is done about them, and what people read."""

from __future__ import annotations

__all__ = ["render_codes", "render_texts"]

from typing import TYPE_CHECKING

from pedschema.emit.codes import Surface, load_codes
from pedschema.emit.typescript.source import assign, comment, text, union

if TYPE_CHECKING:
    from pedschema.emit.codes import Code, CodeClass

_RETRY = """
export interface Retry {
  /** Seconds before the first attempt; each later wait is twice as long. */
  readonly first: number;
  /** Seconds of the longest wait; jitter adds up to half of a wait. */
  readonly most: number;
  /** How many attempts; absent for no end. */
  readonly times?: number;
}

export interface ClassOfFaults {
  /** What the app does, beside waiting for the next attempt. */
  readonly action: Action;
  readonly retry: Retry;
}
"""


def render_codes() -> str:
    """Return the module with what the layer needs to know of every code that a client can meet."""
    table = load_codes()
    seen = [code for code in table.codes.values() if set(code.surfaces) != {Surface.LOG}]
    classes = {each.name: _describe(each) for each in table.classes.values()}
    actions = sorted({str(each.action) for each in table.classes.values()})
    phrases = sorted(
        ((phrase, code.name) for code in seen for phrase in code.phrases),
        key=lambda told: (-len(told[0]), told),
    )
    statuses = {str(status): code.name for code in reversed(seen) for status in code.statuses}
    return "\n".join(
        [
            comment(f"What Realtime {table.server} and the client itself tell"),
            union("FaultClass", [text(name) for name in sorted(classes)]),
            "",
            union("Action", [text(action) for action in actions]),
            _RETRY,
            assign("export const classes: Readonly<Record<FaultClass, ClassOfFaults>>", classes),
            comment("The class of each code"),
            assign("export const codes: Readonly<Record<string, FaultClass>>", _by_name(seen)),
            comment("How texts begin that come without their code, the longest first"),
            assign("export const phrases: readonly (readonly [phrase: string, code: string])[]", phrases),
            comment("Codes of HTTP statuses whose text tells nothing"),
            assign("export const statuses: Readonly<Record<string, string>>", statuses).rstrip("\n"),
            "",
        ]
    )


def render_texts() -> str:
    """Return the module with what people read, in each language; a bundle holds those that it imports."""
    table = load_codes()
    parts = [
        'import type { FaultClass } from "./codes";',
        "",
        "/** What people read of a fault, by its class. */",
        "export type Texts = Readonly<Record<FaultClass, string>>;",
    ]
    for language in table.languages:
        told = {each.name: each.text[language] for each in table.classes.values()}
        parts += ["", assign(f"export const {language}: Texts", told).rstrip("\n")]
    return "\n".join([*parts, ""])


def _by_name(codes: list[Code]) -> dict[str, str]:
    return {code.name: code.class_ for code in sorted(codes, key=lambda code: code.name)}


def _describe(class_: CodeClass) -> dict[str, object]:
    retry: dict[str, object] = {"first": class_.retry.first, "most": class_.retry.most}
    if class_.retry.times is not None:
        retry["times"] = class_.retry.times
    return {"action": str(class_.action), "retry": retry}
