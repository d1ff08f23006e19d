"""A page for each rule, and the list of them."""

from __future__ import annotations

__all__ = ["load_all_rules", "render_rule", "render_rule_pages"]

from pathlib import PurePath
from textwrap import dedent
from typing import TYPE_CHECKING

from pedschema.drift.registry import load_rules as load_drift_rules
from pedschema.lint.registry import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pedschema.lint.rule import Rule

_LANGUAGES = {".sql": "sql", ".py": "python", ".toml": "toml", ".ts": "typescript", ".lock": "json"}

_INTRODUCTION = """\
# Rules

`pedschema lint` asks them, those called DRF `pedschema drift`; `pedschema explain <id>` prints a page. A
comment lets an exception of the linter stand:

```sql
-- pedschema: allow always-true — the lobby is for everybody
```
"""


def load_all_rules() -> tuple[Rule, ...]:
    """Return the rules of the linter and those of drift, sorted by id."""
    return tuple(sorted((*load_rules(), *load_drift_rules()), key=lambda rule: rule.id))


def render_rule(rule: Rule) -> str:
    """Return the rule's page: what, why, what instead, and examples of both."""
    title, _, rest = dedent(rule.page).strip().partition("\n")
    needs = "; asks a database" if rule.live else ""
    parts = [
        f"# {rule.id} {rule.name}",
        f"{title} ({rule.severity}{needs})",
        rest.strip(),
        "## Found",
        *(_example(rule, text) for text in rule.bad),
        "## Not found",
        *(_example(rule, text) for text in rule.good),
    ]
    return "\n\n".join(parts) + "\n"


def render_rule_pages(rules: Sequence[Rule]) -> dict[str, str]:
    """Return the text of each page by its file name, `index.md` among them."""
    return {"index.md": _index(rules), **{f"{rule.id}.md": render_rule(rule) for rule in rules}}


def _example(rule: Rule, text: str) -> str:
    language = _LANGUAGES.get(PurePath(rule.file).suffix, "text")
    code = dedent(text).strip("\n").rstrip().replace("\0", "\\0")
    fence = "```" if "```" not in code else "````"
    return f"{fence}{language}\n{code}\n{fence}"


def _index(rules: Iterable[Rule]) -> str:
    lines = [_INTRODUCTION, "| rule | name | severity | what |", "|---|---|---|---|"]
    for rule in rules:
        needs = " (database)" if rule.live else ""
        title = rule.title.replace("|", "\\|")
        lines.append(f"| [{rule.id}]({rule.id}.md) | {rule.name} | {rule.severity}{needs} | {title} |")
    return "\n".join(lines) + "\n"
