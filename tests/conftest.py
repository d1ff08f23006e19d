from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.cli.app import main
from pedschema.emit.emitter import load_emitter
from pedschema.emit.names import name_topics
from pedschema.emit.stamp import stamp
from tests.kotlin import find_jars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pedschema.model.wire import WireContract

ROOT = Path(__file__).parent.parent
MYPY_ENVIRON = {**os.environ, "MYPYPATH": str(ROOT)}
"""An editable installation is found by a hook, which mypy does not run."""
CLIENTS_TEST = ROOT / "clients-test"


@dataclass
class Outcome:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run the command line in the repository's folder, in process."""
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("PEDSCHEMA_DATABASE_URL", raising=False)

    def call(*arguments: str) -> Outcome:
        monkeypatch.setattr("sys.argv", ["pedschema", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = capsys.readouterr()
        return Outcome(int(stopped.value.code or 0), printed.out, printed.err)

    return call


@dataclass
class Lane:
    """A folder for generated clients, and the Node programs that judge them."""

    folder: Path

    def write(self, wire: WireContract, emitter: str = "typescript", folder: str = "realtime") -> Path:
        """Write what an emitter makes of a wire."""
        for path, text in load_emitter(emitter).render(wire).items():
            file = self.folder / folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(stamp(text), encoding="utf-8")
        return self.folder / folder

    def copy(self, *names: str) -> None:
        """Copy files of clients-test into the folder."""
        for name in names:
            shutil.copy(CLIENTS_TEST / name, self.folder)

    def run(self, program: str, *arguments: str) -> str:
        """Run a program of a Node package, such as `typescript/bin/tsc`, and return what it prints."""
        command = [str(self.folder / "node_modules" / program), *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def bundle(self, script: str, *options: str) -> Path:
        """Return the one JavaScript file that a TypeScript file and what it imports become."""
        out = self.folder / Path(script).with_suffix(".mjs")
        common = ("--bundle", "--format=esm", "--log-level=warning", f"--outfile={out}")
        self.run("esbuild/bin/esbuild", script, *common, *options)
        return out

    def check(self, wire: WireContract, cases: Iterable[Mapping[str, Any]]) -> list[dict[str, list[str]]]:
        """Return what the validators say of messages: what is wrong, and what they report.

        Each case has a `topic` (its pattern), a `mode` and a `message`.
        """
        self.copy("check.ts")
        stems = name_topics(wire)
        lines = [
            f'export {{ checks as c{n} }} from "./realtime/topics/{s}.check";'
            for n, s in enumerate(stems.values())
        ]
        (self.folder / "checks.ts").write_text("\n".join(lines), encoding="utf-8")
        places = {pattern: f"c{number}" for number, pattern in enumerate(stems)}
        told = [{**case, "topic": places[case["topic"]]} for case in cases]
        (self.folder / "cases.json").write_text(json.dumps(told), encoding="utf-8")
        script = self.bundle("check.ts", "--platform=node")
        command = ["node", str(script), "cases.json"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=True)
        answers: list[dict[str, list[str]]] = json.loads(done.stdout)
        return answers

    def judge_asyncapi(self, document: Path) -> str:
        """Return what AsyncAPI's parser has to say of a document: nothing, if all is right."""
        self.copy("asyncapi.ts")
        script = self.bundle("asyncapi.ts", "--platform=node", "--packages=external")
        command = ["node", str(script), str(document)]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr


@pytest.fixture
def lane(tmp_path: Path) -> Lane:
    """Node's programs on an empty folder; without them nothing is proved, and the test is skipped."""
    packages = CLIENTS_TEST / "node_modules"
    if shutil.which("node") is None or not (packages / ".package-lock.json").exists():
        told = "Node or its packages are missing, nothing is proved about TypeScript: run `make node`"
        if os.environ.get("PEDSCHEMA_REQUIRE_NODE") == "1":
            pytest.fail(told)
        pytest.skip(told)
    (tmp_path / "node_modules").symlink_to(packages)
    return Lane(tmp_path)


@pytest.fixture(scope="session")
def kotlin_jars() -> str:
    """The class path of a Kotlin compiler; without one nothing is proved, and the test is skipped."""
    found = find_jars()
    if not found:
        told = "Java or the extra `kotlin` is missing: nothing is proved about Kotlin"
        if os.environ.get("PEDSCHEMA_REQUIRE_KOTLIN") == "1":
            pytest.fail(told)
        pytest.skip(told)
    return found
