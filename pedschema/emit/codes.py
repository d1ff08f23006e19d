"""The table of codes: what Realtime tells a client, and what the client does about it, for every language."""

from __future__ import annotations

__all__ = [
    "UNKNOWN",
    "Action",
    "Code",
    "CodeClass",
    "CodeTable",
    "Retry",
    "Surface",
    "load_codes",
    "parse_codes",
    "render_codes_page",
]

import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNKNOWN = "Unknown"


class Action(StrEnum):
    """What an app does, beside waiting for the next attempt."""

    REFRESH_TOKEN = "refresh-token"  # noqa: S105 - an action
    STOP = "stop"
    REDUCE_CHANNELS = "reduce-channels"
    WAIT = "wait"
    REFETCH = "refetch"
    POLL = "poll"
    REPORT = "report"


class Surface(StrEnum):
    """Where a code is seen."""

    CONNECT = "connect"
    JOIN = "join"
    SYSTEM = "system"
    HTTP = "http"
    CLIENT = "client"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Retry:
    """When to try again.

    Attributes:
        first: seconds before the first attempt; each later wait is twice as long.
        most: seconds of the longest wait; jitter adds up to half of a wait.
        times: how many attempts; 0 for none, None for no end.
    """

    first: float
    most: float
    times: int | None = None

    @property
    def is_never(self) -> bool:
        """Return whether there is nothing to wait for."""
        return self.times == 0


@dataclass(frozen=True, slots=True)
class CodeClass:
    """Codes that are handled alike.

    Attributes:
        alert: operators want to know.
        text: for people, by language.
    """

    name: str
    action: Action
    retry: Retry
    alert: bool
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Code:
    """One code, in the server's own vocabulary where it has a word.

    Attributes:
        class_: name of its class.
        statuses: of HTTP that mean it when the answer's text tells nothing.
        phrases: how texts begin that come without the code.
        about: for developers.
    """

    name: str
    class_: str
    surfaces: tuple[Surface, ...]
    about: str
    statuses: tuple[int, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeTable:
    """All codes.

    Attributes:
        server: the version of Realtime that the table is held to.
        classes: by name.
        codes: by name.
    """

    server: str
    languages: tuple[str, ...]
    classes: Mapping[str, CodeClass]
    codes: Mapping[str, Code]
    _phrases: tuple[tuple[str, str], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Sort the phrases, the longest first."""
        phrases = ((phrase, code.name) for code in self.codes.values() for phrase in code.phrases)
        object.__setattr__(self, "_phrases", tuple(sorted(phrases, key=lambda told: (-len(told[0]), told))))

    def find(self, text: str, status: int | None = None) -> Code:
        """Return the code of a text, `Code: …` or a phrase; else that of the HTTP status; else Unknown."""
        named, colon, _ = text.partition(":")
        if colon and named in self.codes:
            return self.codes[named]
        for phrase, name in self._phrases:
            if text.startswith(phrase):
                return self.codes[name]
        for code in self.codes.values():
            if status in code.statuses:
                return code
        return self.codes[UNKNOWN]

    def class_of(self, code: str) -> CodeClass:
        """Return the class of a code; a KeyError for a code that the table does not have."""
        return self.classes[self.codes[code].class_]


@cache
def load_codes() -> CodeTable:
    """Return the table that the package has, `codes.toml`."""
    return parse_codes((resources.files(__package__) / "codes.toml").read_text(encoding="utf-8"))


def parse_codes(text: str) -> CodeTable:
    """Return the table that a TOML text holds.

    Raises:
        KeyError: something is missing, or a code names a class that is not there.
        TypeError: there is a key too many.
        ValueError: the text is no TOML, an action or a surface is none.
    """
    data = tomllib.loads(text)
    languages = tuple(data["languages"])
    classes = {name: _parse_class(name, told, languages) for name, told in data["class"].items()}
    codes = {name: _parse_code(name, told) for name, told in data["code"].items()}
    unclassed = {code.class_ for code in codes.values()} - classes.keys()
    if unclassed or UNKNOWN not in codes:
        raise KeyError(*sorted(unclassed or {UNKNOWN}))
    return CodeTable(data["server"], languages, classes, codes)


def _parse_class(name: str, told: Mapping[str, Any], languages: Iterable[str]) -> CodeClass:
    given = dict(told)
    text = {language: given["text"][language] for language in languages}
    parsed = {"action": Action(given["action"]), "retry": Retry(**given["retry"]), "text": text}
    return CodeClass(name, **(given | parsed))


def _parse_code(name: str, told: Mapping[str, Any]) -> Code:
    given = dict(told)
    lists: dict[str, Any] = {key: tuple(given[key]) for key in ("statuses", "phrases") if key in given}
    surfaces = tuple(Surface(surface) for surface in given.pop("surfaces"))
    return Code(name, given.pop("class"), surfaces, **(given | lists))


def render_codes_page(table: CodeTable) -> str:
    """Return the table as a Markdown page."""
    head = [
        "# Codes",
        "",
        f"What Realtime {table.server} tells a client, and what the clients do about it.",
        "Written from `pedschema/emit/codes.toml`.",
        "",
        "## Classes",
        "",
        "| class | action | waits, s | attempts | alert | text |",
        "|---|---|---|---|---|---|",
    ]
    classes = [
        f"| {each.name} | {each.action} | {_render_waits(each.retry)} | {_render_times(each.retry)} "
        f"| {'yes' if each.alert else ''} | {'<br>'.join(each.text.values())} |"
        for each in table.classes.values()
    ]
    between = [
        "",
        "## Codes",
        "",
        "| code | class | seen | texts without the code | about |",
        "|---|---|---|---|---|",
    ]
    codes = [
        f"| {code.name} | {code.class_} | {', '.join(code.surfaces)}{_render_statuses(code)} "
        f"| {'<br>'.join(code.phrases)} | {code.about} |"
        for code in table.codes.values()
    ]
    return "\n".join([*head, *classes, *between, *codes, ""])


def _render_waits(retry: Retry) -> str:
    return "" if retry.is_never else f"{retry.first:g} to {retry.most:g}"


def _render_times(retry: Retry) -> str:
    return "no end" if retry.times is None else str(retry.times)


def _render_statuses(code: Code) -> str:
    return f" ({', '.join(map(str, code.statuses))})" if code.statuses else ""
