"""Generated Kotlin, compiled as an app compiles it, and a program that asks it about payloads."""

from __future__ import annotations

__all__ = ["KotlinProgram", "build_program", "find_jars"]

import importlib.util
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pedschema.emit.emitter import load_emitter
from pedschema.emit.kotlin.source import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.model.wire import WireContract

JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp")
"""Runs are short: what Java's second compiler and its parallel collector save takes them longer."""
COMPILER = "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"
STRICT = ("-Xexplicit-api=strict", "-Werror")
MAIN = """
import kotlinx.serialization.json.*
import PACKAGE.*

public fun main(arguments: Array<String>) {
    val cases = Json.parseToJsonElement(java.io.File(arguments[0]).readText()).jsonArray
    val answers = cases.map {
        val case = it.jsonArray
        val reports = mutableListOf<String>()
        val report: (String) -> Unit = { told -> reports.add(told) }
        val event = case[1].jsonPrimitive.content
        val isReplayed = case[3].jsonPrimitive.boolean
        val told = { parse: () -> Any? ->
            try {
                if (parse() == null) "skipped" else "taken"
            } catch (error: PayloadException) {
                error.message
            }
        }
        val answer = when (case[0].jsonPrimitive.content) {
            BRANCHES
            else -> error("no such topic")
        }
        JsonArray((answer + reports).map { JsonPrimitive(it) })
    }
    println(JsonArray(answers))
}
"""
BRANCH = "{pattern} -> listOf(told {{ {name}.parse(event, case[2]) }}, told {{ {call} }})"


@dataclass(frozen=True)
class KotlinProgram:
    """The command that judges the cases of a file."""

    command: tuple[str, ...]

    def judge(self, cases: Iterable[tuple[str, str, str, bool]], folder: Path) -> list[list[str]]:
        """Return what `parse` and `parseOrReport` say of each case, and what is reported.

        A case is a topic's pattern, an event, the text of a payload, and whether it is replayed.
        """
        told = (
            f"[{json.dumps(pattern)}, {json.dumps(event)}, {payload}, {json.dumps(is_replayed)}]"
            for pattern, event, payload, is_replayed in cases
        )
        (folder / "cases.json").write_text(f"[{', '.join(told)}]", encoding="utf-8")
        command = [*self.command, str(folder / "cases.json")]
        done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
        answers: list[list[str]] = json.loads(done.stdout)
        return answers


def find_jars() -> str:
    """Return the class path of a compiler and of kotlinx.serialization; empty when there is none."""
    folder = os.environ.get("PEDSCHEMA_KOTLIN_JARS", "")
    found = importlib.util.find_spec("run_kotlin_kernel")
    if not folder and found and found.submodule_search_locations:
        folder = f"{found.submodule_search_locations[0]}/jars"
    if not folder or shutil.which("java") is None:
        return ""
    return ":".join(sorted(map(str, Path(folder).glob("*.jar"))))


def build_program(jars: str, wire: WireContract, folder: Path) -> KotlinProgram:
    """Return a program over what the emitter makes of the wire; a warning of the compiler fails."""
    objects = {}
    for path, source in load_emitter("kotlin").render(wire).items():
        (folder / path).write_text(source, encoding="utf-8")
        pattern = next((each.pattern for each in wire.topics if f"= {text(each.pattern)}" in source), "")
        objects[pattern] = path.removesuffix(".kt")
    branches = [
        BRANCH.format(
            pattern=text(topic.pattern),
            name=objects[topic.pattern],
            call=f"{objects[topic.pattern]}.parseOrReport(event, case[2], isReplayed, report)",
        )
        for topic in wire.topics
    ]
    package = re.search(r"^package (\S+)$", (folder / "Wire.kt").read_text(encoding="utf-8"), re.MULTILINE)
    assert package is not None
    joined = "\n            ".join(branches)
    main = folder / "main" / "Main.kt"
    main.parent.mkdir()
    main.write_text(MAIN.replace("PACKAGE", package[1]).replace("BRANCHES", joined), encoding="utf-8")
    out = folder / "out"
    command = [*JAVA, jars, COMPILER, "-no-stdlib", "-no-reflect", *STRICT, "-cp", jars]
    done = subprocess.run(
        [*command, "-d", str(out), str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return KotlinProgram((*JAVA, f"{jars}:{out}", "MainKt"))
