"""Clients that write without a pause of their own, and how long each of their transactions takes.

pgbench writes the log; where no pgbench is at hand, threads of this program send the same statements.
"""  # noqa: INP001 - a script

from __future__ import annotations

__all__ = ["Load", "find_load"]

import itertools
import random
import shutil
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from pedschema.errors import PlatformError
from pedschema.platform import find_pg

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPTS = {kind: Path(__file__).with_name(f"{kind}.sql") for kind in ("send", "write")}
CLIENTS, PER_SECOND, LONGEST_RUN = 4, 400, 3600
NOTICED = 0.05
SETTLED = 0.5


@dataclass(frozen=True, slots=True)
class Waits:
    """What the transactions of a load took, in seconds, by the script that they ran."""

    taken: dict[str, list[float]]

    @property
    def longest(self) -> float:
        """The longest that one transaction took."""
        return max(itertools.chain.from_iterable(self.taken.values()))

    def __str__(self) -> str:
        """Return the figures of all of them."""
        every = [*itertools.chain.from_iterable(self.taken.values())]
        long = sum(seconds > NOTICED for seconds in every)
        each = ", ".join(
            f"{max(taken) * 1000:.0f} ms to {kind}" for kind, taken in self.taken.items() if taken
        )
        median = statistics.median(every) * 1000
        return f"longest {each}; median {median:.1f} ms, {long} of {len(every)} above {NOTICED * 1000:.0f} ms"


@dataclass(frozen=True, slots=True)
class Load:
    """Clients that write.

    Attributes:
        pgbench: the program; None for threads.
        clients: how many.
    """

    pgbench: Path | None
    clients: int = CLIENTS

    def measure(self, url: str, work: Callable[[], object]) -> Waits:
        """Run `work` while the clients write to the database at `url`, and return what their writes took.

        Raises:
            RuntimeError: a write fails.
        """
        if self.pgbench is None:
            return self._measure_threads(url, work)
        return self._measure_pgbench(self.pgbench, url, work)

    def _measure_pgbench(self, pgbench: Path, url: str, work: Callable[[], object]) -> Waits:
        with tempfile.TemporaryDirectory() as folder:
            command = [str(pgbench), "--no-vacuum", f"--client={self.clients}", f"--rate={PER_SECOND}"]
            command += [f"--time={LONGEST_RUN}", "--max-tries=10", "--log", f"--log-prefix={folder}/log"]
            command += [f"--file={path}" for path in SCRIPTS.values()]
            process = subprocess.Popen([*command, url], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603
            try:
                time.sleep(SETTLED)
                work()
                time.sleep(SETTLED)
            finally:
                # The alarm of its own clock: it ends once all transactions are through and logged.
                process.send_signal(signal.SIGALRM)
                _, told = process.communicate(timeout=60)
            if process.returncode:
                raise RuntimeError(f"pgbench ends with {process.returncode}: {told.decode()[-300:]}")
            return _parse_log("".join(path.read_text() for path in Path(folder).iterdir()))

    def _measure_threads(self, url: str, work: Callable[[], object]) -> Waits:
        stop, waits = threading.Event(), Waits({kind: [] for kind in SCRIPTS})
        writers = [
            threading.Thread(target=_write, args=(url, client, stop, waits)) for client in range(self.clients)
        ]
        for thread in writers:
            thread.start()
        try:
            time.sleep(SETTLED)
            work()
            time.sleep(SETTLED)
        finally:
            stop.set()
            for thread in writers:
                thread.join()
        return waits


def find_load(say: Callable[[str], None], clients: int = CLIENTS) -> Load:
    """Return the load, and say which it is where the server comes without pgbench."""
    try:
        return Load(find_pg().tool("pgbench"), clients)
    except PlatformError:
        other = shutil.which("pgbench")
        say(f"the server comes without pgbench; {other or 'threads of Python'} write instead")
        return Load(Path(other) if other else None, clients)


def _parse_log(log: str) -> Waits:
    """Return what each transaction took from its begin: what it waited for its turn is left aside."""
    waits = Waits({kind: [] for kind in SCRIPTS})
    for line in log.splitlines():
        _, _, taken, script, _, _, lag, *_ = line.split()
        if not taken.isdigit():
            raise RuntimeError(f"pgbench: a transaction {taken}")
        waits.taken[[*SCRIPTS][int(script)]].append((int(taken) - int(lag)) / 1e6)
    return waits


def _write(url: str, client: int, stop: threading.Event, waits: Waits) -> None:
    choose = random.Random(client)  # noqa: S311 - no secret
    scripts = {kind: path.read_text(encoding="utf-8").splitlines()[-1] for kind, path in SCRIPTS.items()}
    with psycopg.connect(url, autocommit=True) as connection:
        while not stop.wait(CLIENTS / PER_SECOND):
            kind = choose.choice([*scripts])
            table = str(choose.randint(0, 247))
            sql = scripts[kind].replace(":client_id", str(client)).replace(":table", table)
            begin = time.perf_counter()
            connection.execute(sql.encode())
            waits.taken[kind].append(time.perf_counter() - begin)
