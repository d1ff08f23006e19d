from __future__ import annotations

import gzip
import importlib.util
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.emit.emitter import load_emitter
from pedschema.emit.ir import render_ir
from pedschema.emit.shapes import describe_wire
from pedschema.emit.stamp import stamp
from pedschema.emit.typescript.source import comment, data, key, text
from pedschema.model.names import QualifiedName
from pedschema.model.topic import TopicPattern
from pedschema.model.wire import Event, EventKind, Field, Record, Variant
from tests.emit.hostile import make_colliding_wire, make_wide_wire

if TYPE_CHECKING:
    from pedschema.model.wire import WireContract

pytestmark = pytest.mark.node

HERE = Path(__file__).parent
CONTRACT = HERE.parent / "catalogue" / "good"
COMPILERS = ["typescript", "typescript-5.9"]
CLIENTS = ["@supabase/supabase-js", "supabase-js-2.109"]
KILOBYTE = 1000


@pytest.fixture(scope="module")
def rooms() -> WireContract:
    return describe_wire(load_catalogue(CONTRACT))


@pytest.fixture(scope="module")
def hostile() -> WireContract:
    spec = importlib.util.spec_from_file_location("hostile", HERE / "hostile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    wire: WireContract = module.make_hostile_wire()
    return wire


@pytest.mark.parametrize("which", ["rooms", "hostile", "wide", "colliding"])
def test_prettier_leaves_every_file_as_it_is(
    lane: Any, rooms: WireContract, hostile: WireContract, which: str
) -> None:
    wires = {"wide": make_wide_wire(hostile), "colliding": make_colliding_wire()}
    wire = {"rooms": rooms, "hostile": hostile, **wires}[which]
    for emitter in ("asyncapi", "jsonschema", "typescript"):
        lane.write(wire, emitter, emitter)
    (lane.folder / "ir.json").write_text(stamp(render_ir(wire)), encoding="utf-8")
    files = [str(path) for path in lane.folder.rglob("*") if path.suffix in {".ts", ".json"}]
    assert len(files) > 10
    lane.run("prettier/bin/prettier.cjs", "--check", *(path for path in files if "node_modules" not in path))


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("compiler", COMPILERS)
def test_an_app_compiles_and_its_slips_do_not(
    lane: Any, rooms: WireContract, compiler: str, client: str
) -> None:
    lane.write(rooms)
    lane.copy("rooms/types.ts", "rooms/run.ts", "tsconfig.json")
    config = {"extends": "./tsconfig.json", "include": ["*.ts", "realtime"]}
    paths = {"@supabase/supabase-js": [f"./node_modules/{client}"]}
    (lane.folder / "app.json").write_text(
        json.dumps({**config, "compilerOptions": {"paths": paths}}), encoding="utf-8"
    )
    told = lane.run(f"{compiler}/bin/tsc", "--project", "app.json", "--listFiles")
    assert f"node_modules/{client}/" in told


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("which", ["hostile", "wide", "colliding"])
def test_no_name_breaks_a_compiler(lane: Any, hostile: WireContract, which: str, compiler: str) -> None:
    wires = {"hostile": hostile, "wide": make_wide_wire(hostile), "colliding": make_colliding_wire()}
    lane.write(wires[which])
    lane.copy("tsconfig.json")
    lane.run(f"{compiler}/bin/tsc", "--project", "tsconfig.json")


APPS = {
    "not strict": {"strict": False},
    "strict and no more": {"strict": True},
    "strict but for keys that are undefined": {"exactOptionalPropertyTypes": False},
    "every return": {"noImplicitReturns": True, "noFallthroughCasesInSwitch": True},
}
"""What an app sets otherwise than `tsconfig.json`; with `strict`, nothing else of it that judges is kept."""


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("app", APPS)
def test_files_compile_however_strict_an_app_is(
    lane: Any, rooms: WireContract, app: str, compiler: str
) -> None:
    for emitter in ("typescript", "react"):
        lane.write(rooms, emitter, emitter)
    lane.copy("tsconfig.json")
    base = json.loads((lane.folder / "tsconfig.json").read_text(encoding="utf-8"))["compilerOptions"]
    if "strict" in APPS[app]:
        kept = ("target", "module", "moduleResolution", "lib", "types", "skipLibCheck", "noEmit")
        base = {key: base[key] for key in kept}
    told = {"compilerOptions": {**base, "jsx": "react-jsx", **APPS[app]}, "include": ["typescript", "react"]}
    (lane.folder / "app.json").write_text(json.dumps(told), encoding="utf-8")
    listed = lane.run(f"{compiler}/bin/tsc", "--project", "app.json", "--listFiles")
    assert "typescript/metrics.ts" in listed
    assert "react/index.ts" in listed


def test_topics_channels_and_the_real_client_do_what_they_promise(lane: Any, rooms: WireContract) -> None:
    lane.write(rooms)
    lane.copy("rooms/run.ts")
    script = lane.bundle("run.ts", "--platform=node", "--packages=external")
    done = subprocess.run(
        ["node", "--test", str(script)], cwd=lane.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "pass 7" in done.stdout


def test_a_validator_of_one_topic_out_of_many_is_below_one_kilobyte(
    lane: Any, rooms: WireContract, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = next(topic for topic in rooms.topics if topic.pattern.endswith("chat"))
    fields = tuple(
        Field(f"column_{number}_{each.name}", each.wire, nullable=each.nullable)
        for number in range(3)
        for each in chat.events[1].variants[0].record.fields
    )
    assert len(fields) == 15
    events = tuple(
        Event(f"messages.{name}", EventKind.CHANGE, QualifiedName("public", "messages"), (variant,))
        for name, variant in {
            "DELETE": Variant("DELETE", None, Record(fields[:1])),
            "INSERT": Variant("INSERT", Record(fields)),
            "UPDATE": Variant("UPDATE", Record(fields), Record(fields[:1])),
        }.items()
    )
    topics = []
    for number in range(300):
        pattern = TopicPattern.parse(f"room{number}:{{room_id:uuid}}")
        topics.append(replace(chat, pattern=str(pattern), parts=pattern.parts, events=events))
    lane.write(replace(rooms, topics=tuple(topics)))
    used = 'import { validator } from "./realtime/validate";\nimport { checks } from '
    told = f'{used}"./realtime/topics/room7.check";\nexport const schema = validator(checks);\n'
    (lane.folder / "one.ts").write_text(told, encoding="utf-8")
    size = len(gzip.compress(lane.bundle("one.ts", "--minify").read_bytes(), 9, mtime=0))
    with capsys.disabled():
        sys.stdout.write(f"\nvalidator of one topic of 300, minified and gzipped: {size} bytes\n")
    assert size <= KILOBYTE


def test_nothing_of_a_validator_is_left_where_only_types_are_used(lane: Any, rooms: WireContract) -> None:
    lane.write(rooms)
    told = 'import { lobby } from "./realtime";\nexport const topic: string = lobby.topic();\n'
    (lane.folder / "one.ts").write_text(told, encoding="utf-8")
    bundled = lane.bundle("one.ts", "--minify").read_text(encoding="utf-8")
    assert "lobby" in bundled
    assert "messages.INSERT" not in bundled
    assert "pedschema gen" not in bundled


def test_files_of_topics_never_collide_with_those_of_all() -> None:
    names = ["channel", "types", "validate", "index", "contract", "class"]
    wire = describe_wire(load_catalogue(CONTRACT))
    topics = tuple(
        replace(wire.topics[0], pattern=name, parts=TopicPattern.parse(name).parts) for name in names
    )
    texts = load_emitter("typescript").render(replace(wire, topics=topics))
    assert {f"topics/{name}.ts" for name in names} <= texts.keys()
    assert "export * as classTopic from" in texts["index.ts"]
    assert "export * as contractTopic from" in texts["index.ts"]
    assert "export * as channel from" in texts["index.ts"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("a", '"a"'),
        ('a"b', "'a\"b'"),
        ("a\"b'c", '"a\\"b\'c"'),
        ("\u2028", '"\\u2028"'),
        ("🎉", '"\\ud83c\\udf89"'),
        ("é", '"é"'),
        ("\x00", '"\\u0000"'),
        ("a\\", '"a\\\\"'),
    ],
)
def test_strings_are_written_as_prettier_writes_them(value: str, told: str) -> None:
    assert text(value) == told


def test_a_comment_does_not_end_before_its_end() -> None:
    assert comment("a */ b\nc\u2028d") == "/** a * / b c d */"


def test_keys_are_quoted_only_where_they_must() -> None:
    assert [key(name) for name in ("a", "a-b", "1", "__proto__", "", "é")] == [
        *("a", '"a-b"', '"1"', "__proto__", '""', "é"),
    ]


def test_data_stays_on_a_line_as_long_as_it_fits() -> None:
    assert data(["a", None, True, 0.5, 6.0]) == '["a", null, true, 0.5, 6]'
    assert data(["a" * 40, "b" * 40]).count("\n") == 3
