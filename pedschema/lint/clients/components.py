"""Components of Vue and Svelte: their scripts, at the place where they stand."""

from __future__ import annotations

__all__ = ["SUFFIXES", "keep_scripts"]

import re
from html.parser import HTMLParser

SUFFIXES = frozenset({".svelte", ".vue"})

_LANGUAGES = {"ts": ".ts", "typescript": ".ts", "tsx": ".tsx", "jsx": ".jsx"}
_LETTER = re.compile(r"[^\n]")


def keep_scripts(text: str) -> tuple[str, str]:
    """Return the text with blanks for all but its scripts, and the suffix of the scripts' language."""
    finder = _Finder(text)
    finder.feed(text)
    finder.close()
    parts, done = [], 0
    for begin, end in finder.scripts:
        parts += [_LETTER.sub(" ", text[done:begin]), text[begin:end]]
        done = end
    return "".join([*parts, _LETTER.sub(" ", text[done:])]), finder.suffix


class _Finder(HTMLParser):
    """Finds where scripts begin and end."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[tuple[int, int]] = []
        self.suffix = ".js"
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._begin: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where a script begins."""
        if tag == "script":
            self._begin = self._index() + len(self.get_starttag_text() or "")
            self.suffix = _LANGUAGES.get(dict(attrs).get("lang") or "", self.suffix)

    def handle_endtag(self, tag: str) -> None:
        """Keep where it ends."""
        if tag == "script" and self._begin is not None:
            self.scripts.append((self._begin, self._index()))
            self._begin = None

    def _index(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
