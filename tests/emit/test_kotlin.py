"""Kotlin: a compiler takes all of it, and the program takes what may come and nothing else."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.emit.emitter import load_emitter
from pedschema.emit.example import make_payload
from pedschema.emit.kotlin.source import text
from pedschema.model.wire import EventKind

if TYPE_CHECKING:
    from pedschema.model.wire import Event, WireContract, WireTopic

HERE = Path(__file__).parent
COMPILER = "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"
MAIN = """
import kotlinx.serialization.json.*
import realtime.f_1_class.*

fun main(arguments: Array<String>) {
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


@pytest.fixture(scope="module")
def jars() -> str:
    """The class path of a compiler and of kotlinx.serialization."""
    folder = os.environ.get("PEDSCHEMA_KOTLIN_JARS", "")
    found = importlib.util.find_spec("run_kotlin_kernel")
    if not folder and found and found.submodule_search_locations:
        folder = f"{found.submodule_search_locations[0]}/jars"
    if not folder or shutil.which("java") is None:
        pytest.skip("no Kotlin compiler: nothing is proved about Kotlin")
    return ":".join(sorted(map(str, Path(folder).glob("*.jar"))))


@pytest.fixture(scope="module")
def hostile() -> WireContract:
    spec = importlib.util.spec_from_file_location("hostile", HERE / "hostile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    wire: WireContract = module.make_hostile_wire()
    return wire


@pytest.fixture(scope="module")
def program(jars: str, hostile: WireContract, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the command that judges the cases of a file."""
    folder = tmp_path_factory.mktemp("kotlin")
    objects = {}
    for path, source in load_emitter("kotlin").render(hostile).items():
        (folder / path).write_text(source, encoding="utf-8")
        pattern = next((each.pattern for each in hostile.topics if f"= {text(each.pattern)}" in source), "")
        objects[pattern] = path.removesuffix(".kt")
    compile_ = [
        "java",
        "-cp",
        jars,
        COMPILER,
        "-no-stdlib",
        "-no-reflect",
        "-Xexplicit-api=strict",
        "-Werror",
    ]
    compile_ += ["-cp", jars, "-d", str(folder / "out"), str(folder)]
    done = subprocess.run(compile_, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    branches = [
        BRANCH.format(
            pattern=text(topic.pattern),
            name=objects[topic.pattern],
            call=f"{objects[topic.pattern]}.parseOrReport(event, case[2], isReplayed, report)",
        )
        for topic in hostile.topics
    ]
    main = folder / "main" / "Main.kt"
    main.parent.mkdir()
    main.write_text(MAIN.replace("BRANCHES", "\n            ".join(branches)), encoding="utf-8")
    path = f"{jars}:{folder / 'out'}"
    options = ["-no-stdlib", "-no-reflect", "-cp", path, "-d", str(folder / "out")]
    done = subprocess.run(
        ["java", "-cp", jars, COMPILER, *options, str(main)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return ["java", "-cp", path, "MainKt"]


def judge(program: list[str], cases: list[tuple[str, str, Any, bool]], folder: Path) -> list[list[str]]:
    """Return what `parse` and `parseOrReport` say of each case, and what is reported."""
    (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    done = subprocess.run(
        [*program, str(folder / "cases.json")], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    answers: list[list[str]] = json.loads(done.stdout)
    return answers


def list_events(wire: WireContract) -> list[tuple[WireTopic, Event, dict[str, Any]]]:
    return [(topic, event, make_payload(event, wire)) for topic in wire.topics for event in topic.events]


def test_every_event_is_taken_and_an_unknown_key_reported(
    program: list[str], hostile: WireContract, tmp_path: Path
) -> None:
    listed = list_events(hostile)
    right = [(topic.pattern, event.name, payload, False) for topic, event, payload in listed]
    more = [(pattern, event, {**payload, "surprise": 1}, False) for pattern, event, payload, _ in right]
    answers = judge(program, [*right, *more], tmp_path)
    assert answers[: len(right)] == [["taken", "taken"]] * len(right)
    for strict, tolerant, report in answers[len(right) :]:
        assert strict == report == "payload.surprise: a key unknown to the contract"
        assert tolerant == "taken"


def test_a_missing_key_is_an_error_unless_replayed_and_values_are_not_repeated(
    program: list[str], hostile: WireContract, tmp_path: Path
) -> None:
    listed = [each for each in list_events(hostile) if each[1].kind is not EventKind.CLIENT]
    without = [{key: value for key, value in payload.items() if key != "table"} for *_, payload in listed]
    wrong = [{**payload, "table": "Jane Doe"} for *_, payload in listed]
    cases = [
        (topic.pattern, event.name, payload, is_replayed)
        for payloads, is_replayed in ((without, False), (without, True), (wrong, True))
        for (topic, event, _), payload in zip(listed, payloads, strict=True)
    ]
    answers = judge(program, cases, tmp_path)
    missing = "payload.table: is missing"
    count = len(listed)
    assert answers[:count] == [[missing, missing]] * count
    assert answers[count : 2 * count] == [[missing, "skipped", missing]] * count
    assert answers[2 * count :] == [["payload.table: expected another text"] * 2] * count
