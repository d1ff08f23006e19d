"""The collection of everything that is wrong with a contract."""

from __future__ import annotations

__all__ = ["Mistakes", "suggest"]

from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pedschema.errors import ContractError, Mistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Mistakes:
    """Mistakes found so far; nothing stops at the first."""

    def __init__(self) -> None:
        self.found: list[Mistake] = []

    def add(self, where: str, what: str, *, fix: str, id: str) -> None:  # noqa: A002 - the field's name
        """Note one mistake."""
        self.found.append(Mistake(where=where, what=what, fix=fix, id=id))

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Note the mistakes of a ContractError that the block raises, and go on after the block."""
        try:
            yield
        except ContractError as error:
            self.found += error.mistakes

    def raise_if_any(self) -> None:
        """Raise what was noted.

        Raises:
            ContractError: at least one mistake was noted.
        """
        if self.found:
            raise ContractError(*dict.fromkeys(self.found))


def suggest(name: str, known: Iterable[str], otherwise: str) -> str:
    """Return the line that names the nearest known name, or `otherwise` when none is near."""
    near = get_close_matches(name, sorted(known), n=1)
    return f'did you mean "{near[0]}"?' if near else otherwise
