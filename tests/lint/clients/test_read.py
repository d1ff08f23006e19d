"""Which files are read, and what happens to those that cannot be."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from pedschema.errors import UsageError
from pedschema.lint.clients.language import load_parser
from pedschema.lint.clients.read import MAX_BYTES, read_clients

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "// supabase\nsupabase.channel('lobby');\n"


def _topics(folder: Path, notes: list[str] | None = None) -> list[str | None]:
    return [
        channel.topic
        for channel in read_clients([folder], (notes if notes is not None else []).append).channels
    ]


@pytest.mark.parametrize(
    "name", ["client.ts", "client.tsx", "client.js", "client.mjs", "src/deep/client.jsx"]
)
def test_client_is_found_in_its_folder(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SOURCE, encoding="utf-8")

    assert _topics(tmp_path) == ["lobby"]


@pytest.mark.parametrize(
    "name",
    [
        "node_modules/pack/client.ts",
        "src/dist/client.ts",
        ".next/client.js",
        "types.gen.ts",
        "bundle.min.js",
        "types.d.ts",
        "client.md",
    ],
)
def test_what_is_not_written_by_hand_is_skipped(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SOURCE, encoding="utf-8")

    assert _topics(tmp_path) == []


def test_file_that_two_paths_lead_to_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "client.ts"
    path.write_text(SOURCE, encoding="utf-8")

    assert len(read_clients([tmp_path, path]).channels) == 1


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (SOURCE.encode("utf-16"), "no UTF-8 text"),
        (SOURCE.encode() + b"\0", "binary"),
        (SOURCE.encode() + b" " * MAX_BYTES, "larger than 2 MB"),
    ],
)
def test_file_that_is_no_source_is_noted(content: bytes, note: str, tmp_path: Path) -> None:
    (tmp_path / "client.ts").write_bytes(content)
    (tmp_path / "good.ts").write_text(SOURCE, encoding="utf-8")
    notes: list[str] = []

    assert _topics(tmp_path, notes) == ["lobby"]
    assert [note in each for each in notes] == [True]


def test_good_file_is_not_noted(tmp_path: Path) -> None:
    (tmp_path / "client.ts").write_bytes(SOURCE.encode() + b" " * 1000)
    notes: list[str] = []

    assert (_topics(tmp_path, notes), notes) == (["lobby"], [])


@pytest.mark.parametrize(
    "broken",
    [
        "supabase.channel('lobby').on('broadcast', { event: ",
        "const = ;\nsupabase.channel('lobby');\nfunction (",
        "class Chat {\n    open() { supabase.channel('lobby')",
        "supabase.channel('lobby', { config: { private: } });",
    ],
)
def test_broken_source_gives_what_can_be_read(broken: str, tmp_path: Path) -> None:
    (tmp_path / "client.ts").write_text(f"// supabase\n{broken}", encoding="utf-8")

    assert _topics(tmp_path) == ["lobby"]


@pytest.mark.parametrize("suffix", ["ts", "tsx", "js", "py", "swift", "kt"])
@pytest.mark.parametrize("length", range(0, 200, 7))
def test_source_that_ends_anywhere_is_read(suffix: str, length: int, tmp_path: Path) -> None:
    source = (
        'supabase class A { fun f(x: T) { val y = `a${supabase.channel("a") { it.z = if (q) 1 else null }}`\n'
        "def g(a, *b): return [f'{c}' for c in supabase.channel('b') if c else {**d}]\n"
        "guard let e = f(h: \\(i))"
    )
    (tmp_path / f"client.{suffix}").write_text(source[:length], encoding="utf-8")
    notes: list[str] = []

    _topics(tmp_path, notes)

    assert notes == []


def test_source_that_is_nested_too_deeply_is_read_in_part(tmp_path: Path) -> None:
    deep = "(" * 5000 + ")" * 5000
    chain = "f(" * 5000
    (tmp_path / "client.ts").write_text(f"{SOURCE}{deep};\n{chain}", encoding="utf-8")

    assert _topics(tmp_path) == ["lobby"]


@pytest.mark.parametrize(
    "source",
    [
        "const g = (x) => h(x);\nconst h = (x) => g(x);\nsupabase.channel(g(1) + ':chat');",
        "\n".join(f"const g{n} = (x) => [g{n + 1}(x), g{n + 1}(x), g{n + 1}(x)];" for n in range(100))
        + "\nsupabase.channel(g0(1) + ':chat');",
    ],
)
def test_functions_that_call_each_other_for_ever_end(source: str, tmp_path: Path) -> None:
    (tmp_path / "client.ts").write_text(SOURCE + source, encoding="utf-8")
    notes: list[str] = []

    assert (_topics(tmp_path, notes), notes) == (["lobby", "{}:chat"], [])


def test_path_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_clients([tmp_path / "app"])

    assert [mistake.id for mistake in caught.value.mistakes] == ["clients-path-missing"]


def test_without_the_extra_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "client.ts").write_text(SOURCE, encoding="utf-8")
    load_parser.cache_clear()
    monkeypatch.setitem(sys.modules, "tree_sitter_typescript", None)

    with pytest.raises(UsageError) as caught:
        read_clients([tmp_path])

    (mistake,) = caught.value.mistakes
    assert mistake.what == 'reading the sources of clients needs the package "tree_sitter_typescript"'
    assert mistake.fix == "run: pip install 'pedschema[clients]'"
    load_parser.cache_clear()


def test_without_the_extra_a_folder_without_channels_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "client.ts").write_text("export const a = 1;\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "tree_sitter_typescript", None)

    assert _topics(tmp_path) == []
