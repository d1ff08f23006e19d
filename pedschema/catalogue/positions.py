"""Lines of keys and values in TOML text that is known to be valid."""

from __future__ import annotations

__all__ = ["Path", "find_lines"]

import re
import tomllib

Path = tuple[str | int, ...]
"""Keys and indexes from the top of the document down to a value."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY_PART = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*""")
_STRING = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''', re.DOTALL
)
_BARE = re.compile(r"[^,\]}#\n]+")


def find_lines(text: str) -> dict[Path, int]:
    """Return the line, from 1, of every table header, key and array element of `text`.

    The text must be one that tomllib reads: this scan trusts it.
    """
    scanner = _Scanner(text)
    scanner.scan_document()
    return scanner.lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counted = (0, 1)
        self.lines: dict[Path, int] = {(): 1}
        self.counts: dict[Path, int] = {}

    def scan_document(self) -> None:
        table: Path = ()
        self._skip_space()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._scan_header()
            else:
                self._scan_pair(table)
            self._skip_space()

    def _scan_header(self) -> Path:
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        line = self._line()
        self.at += brackets
        path: Path = ()
        for part in self._scan_key():
            path = (*path, part)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        if brackets == 2:
            array = path[:-1] if isinstance(path[-1], int) else path
            index = self.counts.get(array, 0)
            self.counts[array] = index + 1
            path = (*array, index)
        self.at += brackets
        self._record(path, line)
        return path

    def _scan_pair(self, table: Path) -> None:
        line = self._line()
        path = (*table, *self._scan_key())
        self.at += 1
        self._record(path, line)
        self._scan_value(path)

    def _scan_key(self) -> Path:
        parts: list[str | int] = []
        while match := _KEY_PART.match(self.text, self.at):
            self.at = match.end()
            written = match[1]
            parts.append(_read_key(written))
            if not self.text.startswith(".", self.at):
                break
            self.at += 1
        return tuple(parts)

    def _scan_value(self, path: Path) -> None:
        self._skip_space()
        if self.text[self.at] in "[{":
            self._scan_members(path, array=self.text[self.at] == "[")
        else:
            match = _STRING.match(self.text, self.at) or _BARE.match(self.text, self.at)
            self.at = match.end() if match else self.at + 1

    def _scan_members(self, path: Path, *, array: bool) -> None:
        self.at += 1
        index = 0
        self._skip_space()
        while self.text[self.at] not in "]}":
            if array:
                self._record((*path, index), self._line())
                self._scan_value((*path, index))
            else:
                self._scan_pair(path)
            index += 1
            self._skip_space()
            if self.text[self.at] == ",":
                self.at += 1
                self._skip_space()
        self.at += 1

    def _record(self, path: Path, line: int) -> None:
        # What is known has all that is around it.
        while path not in self.lines:
            self.lines[path] = line
            path = path[:-1]

    def _line(self) -> int:
        before, line = self.counted
        self.counted = (self.at, line + self.text.count("\n", before, self.at))
        return self.counted[1]

    def _skip_space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at


def _read_key(written: str) -> str:
    """Return the key that is written so, quoted or not."""
    if written[0] not in "\"'":
        return written
    if "\\" not in written:
        return written[1:-1]
    key: str = tomllib.loads(f"key = {written}")["key"]
    return key
