from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from pedschema.lint.clients.read import read_clients

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pedschema.lint.client import ClientChannel

    Read = Callable[[str, str], tuple[ClientChannel, ...]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return the channels that one source of the given name opens."""

    def read_source(name: str, source: str) -> tuple[ClientChannel, ...]:
        path = tmp_path / name
        path.write_text(dedent(source), encoding="utf-8")
        return read_clients([path]).channels

    return read_source


@pytest.fixture
def topics(read: Read) -> Callable[[str], list[str | None]]:
    """Return the topics that statements of TypeScript open, which may call `supabase`."""
    return lambda source: [channel.topic for channel in read("client.ts", f"// supabase\n{dedent(source)}")]
