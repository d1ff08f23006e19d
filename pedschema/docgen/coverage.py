"""`COVERAGE.md`: which screens hear of which tables, and what no screen hears of."""

from __future__ import annotations

__all__ = ["render_coverage"]

from typing import TYPE_CHECKING

from pedschema.docgen.markdown import code, items, table
from pedschema.emit.stamp import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.model.catalogue import Catalogue

FILE = "COVERAGE.md"


def render_coverage(catalogue: Catalogue) -> dict[str, str]:
    """Return the page by its path within the contract's folder."""
    parts = [
        f"<!-- {MARK} -->\n",
        "# Coverage\n",
        "What each screen of the app hears of, and through which topic.\n",
        table(("Surface", "Topic", "Tables", "Hooks replaced"), _rows(catalogue)),
        *_gaps(catalogue),
    ]
    return {FILE: "\n".join(parts)}


def _rows(catalogue: Catalogue) -> Iterator[tuple[str, str, str, str]]:
    for surface in catalogue.surfaces:
        for topic in catalogue.topics:
            if surface in topic.surfaces:
                tables = sorted({str(publication.table) for publication in topic.publications})
                yield (
                    surface,
                    code(str(topic.pattern)),
                    ", ".join(map(code, tables)) or "none: client to client",
                    ", ".join(map(code, topic.replaces)) or "none",
                )


def _gaps(catalogue: Catalogue) -> Iterator[str]:
    fed = {surface for topic in catalogue.topics if topic.publications for surface in topic.surfaces}
    unfed = [surface for surface in catalogue.surfaces if surface not in fed]
    kept = [code(str(topic.pattern)) for topic in catalogue.topics if not topic.replaces]
    yield "## Gaps\n"
    yield items(
        [
            ("Screens that no table feeds", ", ".join(unfed) or "none"),
            ("Topics that replace no hook", ", ".join(kept) or "none"),
        ]
    )
    yield "## Tables that no topic tells of\n"
    yield items((code(str(name)), reason) for name, reason in catalogue.unpublished)
