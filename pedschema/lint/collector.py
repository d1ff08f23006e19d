"""Python's search for circles of objects, put off where there is much to keep and nothing to find."""

from __future__ import annotations

__all__ = ["paused_collector"]

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def paused_collector() -> Iterator[None]:
    """Put the search off as long as the block runs.

    Each search looks through all that is kept: with ten thousand policies that is as long as reading them.
    Trees hold no circles, so that what is dropped goes at once all the same.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            if not gc.get_freeze_count():
                # Takes what was made for old, without the look at all of it that comes first otherwise.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
