from __future__ import annotations

from typing import TYPE_CHECKING

from pedschema.cli.console import say, show_mistakes, talk
from pedschema.errors import Mistake

if TYPE_CHECKING:
    import pytest

STEERING = "a\x1b]0;title\x07b"


def test_nothing_that_is_said_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say(STEERING)
    show_mistakes([Mistake(STEERING, STEERING, STEERING, "id")], talk)

    said = capsys.readouterr().err

    assert said.count("a\ufffd]0;title\ufffdb") == 4
    assert "\x1b" not in said


def test_a_newline_and_letters_of_all_languages_stay(capsys: pytest.CaptureFixture[str]) -> None:
    say("Räume\n東京")

    assert capsys.readouterr().err == "Räume\n東京\n"
