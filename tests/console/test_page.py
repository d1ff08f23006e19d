from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.console.conftest import ADMIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.console.conftest import Open, Served

pytestmark = pytest.mark.db

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "clients-test" / "node_modules" / "axe-core" / "axe.min.js"
OPEN = "a0000000-0000-4000-8000-000000000001"
CHAT = f"room:{OPEN}:chat"
PARTS = ("contract", "live", "access", "playground", "switches", "health")


def _shoot(page: Any, name: str) -> None:
    """Write a picture for the docs, when somebody asks for it."""
    if os.environ.get("PEDSCHEMA_SCREENSHOTS") == "write":
        page.mouse.move(0, 0)
        page.screenshot(path=ROOT / "docs" / "console" / f"{name}.png", animations="disabled")


def _settle(page: Any) -> None:
    waiting = page.locator(".empty:visible").filter(has_text=re.compile("^(Loading|Reading|Asking)"))
    waiting.first.wait_for(state="hidden")


def _go(page: Any, part: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=part.title()).click()


def _person(page: Any, name: str) -> Any:
    return page.locator(f'[data-persona="{name}"]')


def _join(page: Any, topic: str = CHAT) -> None:
    page.get_by_role("combobox", name="Topic", exact=True).select_option(topic)
    page.get_by_role("button", name="Join everybody").click()
    page.get_by_text("joining…").first.wait_for(state="hidden")


def _insert(page: Any, persona: str, content: str) -> None:
    form = page.get_by_role("form", name="Write a row")
    form.get_by_role("combobox", name="As", exact=True).select_option(persona)
    form.get_by_role("combobox", name="Table").select_option("public.messages")
    form.get_by_label("insert").check()
    form.get_by_label(re.compile("^profile_id")).first.fill("b0000000-0000-4000-8000-000000000001")
    form.get_by_label(re.compile("^content")).fill(content)
    form.get_by_role("button", name="Insert the row").click()


@pytest.fixture
def all_on(served: Served) -> Iterator[None]:
    yield
    served.run("DELETE FROM rooms.surface_switch")


def test_contract_is_a_graph_that_shows_what_belongs_together(open_page: Open) -> None:
    page = open_page()
    _shoot(page, "contract-light")
    columns = [heading.text_content() for heading in page.locator(".column h2").all()]
    assert columns == ["Tables", "Topics", "Rules", "Surfaces"]
    assert page.locator("svg path").count() > 20
    page.get_by_role("button", name="room:{room_id}:chat").click()
    lit = {node.get_attribute("data-id") for node in page.locator(".node.lit").all()}
    assert lit >= {"table public.messages", "policy rooms_chat_read", "surface Chat", "surface Sidebar"}
    assert "table public.rooms" not in lit
    about = page.get_by_role("complementary")
    assert "messages.INSERT" in str(about.text_content())
    assert "chat/channels.toml:1" in str(about.text_content())
    page.keyboard.press("Escape")
    assert about.count() == 0
    assert page.evaluate("document.activeElement.dataset.id") == "topic room:{room_id:uuid}:chat"
    page.get_by_role("searchbox").fill("moderation")
    assert page.locator(".node.topic").all_text_contents() == ["room:{room_id}:adminrooms"]
    page.get_by_role("searchbox").fill("nothing of the kind")
    assert page.get_by_text("Nothing is called").is_visible()


def test_persona_joins_and_receives_what_another_is_refused(open_page: Open) -> None:
    page = open_page("playground")
    _join(page)
    assert "joined" in _person(page, "ada").text_content()
    cleo = _person(page, "cleo")
    sentence = f"Unauthorized: You do not have permissions to read from this Channel topic: {CHAT}"
    assert sentence in cleo.text_content()
    cleo.get_by_text("Why not").click()
    cleo.get_by_text('policy "rooms_chat_read" (SELECT, to authenticated) answers no').first.wait_for()
    cleo.get_by_text("Why not").click()
    _insert(page, "ada", "The peas are up")
    outcome = page.get_by_role("region", name="Who receives it")
    for name in ("ada", "ben", "service"):
        outcome.get_by_text(re.compile(f"^{name} received, \\d+ ms$")).wait_for()
    assert "3 may not read it" in outcome.text_content()
    assert "1 row written, 1 message." in page.get_by_role("status").all_text_contents()
    assert "1 received" in _person(page, "ben").text_content()
    page.evaluate("scrollTo(0, 0)")
    _shoot(page, "playground-light")


def test_row_that_the_policies_refuse_is_told_in_three_parts(open_page: Open) -> None:
    page = open_page("playground")
    page.get_by_role("combobox", name="Topic", exact=True).select_option(CHAT)
    _insert(page, "ben", "I am Ada")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert [part.text_content() for part in alert.locator("dt").all()] == ["What", "Where", "Help"]
    assert "violates row-level security policy" in alert.text_content()


def test_row_of_the_topic_is_updated_by_choosing_it(open_page: Open) -> None:
    page = open_page("playground")
    _join(page, f"room:{OPEN}")
    form = page.get_by_role("form", name="Write a row")
    form.get_by_role("combobox", name="Table").select_option("public.rooms")
    form.get_by_role("combobox", name="Row", exact=True).select_option(index=1)
    assert form.get_by_role("button", name="Update the row").is_disabled()
    form.get_by_label(re.compile("^status")).select_option("locked")
    form.get_by_role("button", name="Update the row").click()
    outcome = page.get_by_role("region", name="Who receives it")
    outcome.get_by_text(re.compile("^ben received")).wait_for()
    assert "rooms.UPDATE" in outcome.text_content()
    assert "May read it, and has not joined: ada, ben, cleo, dora." in outcome.text_content()
    outcome.get_by_role("button", name="Go to this topic").click()
    assert page.get_by_role("combobox", name="Topic", exact=True).input_value() == "lobby"


def test_client_events_reach_those_who_have_joined(open_page: Open) -> None:
    page = open_page("playground")
    _join(page, f"room:{OPEN}:live")
    form = page.get_by_role("form", name="Send an event")
    form.get_by_role("combobox", name="As", exact=True).select_option("ben")
    form.get_by_label("Payload").fill('{"name": 5}')
    form.get_by_role("button", name="Send").click()
    page.get_by_role("region", name="Who receives it").get_by_text(re.compile("^ada received")).wait_for()
    _go(page, "live")
    page.get_by_text("name: 5 is not of type 'string'").wait_for()


@pytest.mark.usefixtures("all_on")
def test_topic_that_is_switched_off_is_silent(open_page: Open) -> None:
    page = open_page("switches")
    switch = page.get_by_role("switch", name="room:{room_id:uuid}:chat")
    assert switch.get_attribute("aria-checked") == "true"
    page.get_by_label("Reason").fill("too much noise")
    switch.click()
    page.get_by_role("switch", name="Sidebar off").wait_for()
    assert switch.get_attribute("aria-checked") == "false"
    _shoot(page, "switches-light")
    _go(page, "playground")
    page.get_by_role("combobox", name="Topic", exact=True).select_option(CHAT)
    _insert(page, "ada", "Nobody hears this")
    page.get_by_text("1 row written, no message.").wait_for()
    assert page.get_by_text("or its surfaces are switched off").is_visible()
    _go(page, "switches")
    switch.click()
    page.get_by_role("switch", name="Sidebar on").wait_for()


def test_messages_are_live_and_type_errors_stand_beside_them(open_page: Open, served: Served) -> None:
    page = open_page("live")
    page.get_by_text("listening").wait_for()
    assert page.get_by_text("No message yet").is_visible()
    served.run(
        "INSERT INTO public.messages (room_id, profile_id, content)"
        f"VALUES ('{OPEN}', 'b0000000-0000-4000-8000-000000000001', '<img src=x onerror=alert(1)>')"
    )
    served.run(f"SELECT realtime.send('{{\"operation\": \"INSERT\"}}', 'messages.INSERT', '{CHAT}')")
    page.get_by_text("payload: 'record' is a required property").wait_for()
    assert page.locator(".message").count() == 2
    assert "type errors" in page.locator("[aria-live=polite]").first.text_content()
    first = page.locator(".message").last
    first.locator("summary").click()
    assert "<img src=x onerror=alert(1)>" in first.locator("pre").text_content()
    assert page.locator("main img").count() == 0
    _shoot(page, "live-light")
    page.get_by_label("Type errors only").check()
    assert page.locator(".message").count() == 1
    page.get_by_role("button", name="Clear").click()
    assert page.get_by_text("No message yet").is_visible()


def test_matrix_says_why_not(open_page: Open) -> None:
    page = open_page("access")
    page.get_by_role("button", name="cleo on room:<open>:live: refused").click()
    about = page.get_by_role("complementary", name="cleo on room:<open>:live")
    about.get_by_text('policy "rooms_live_read"').first.wait_for()
    assert "rooms_live_read.sql" in about.text_content() or "read_live.sql:1" in about.text_content()
    assert page.get_by_role("button", name="ada on room:<open>:live: joins and receives").is_visible()
    _shoot(page, "access-light")


def test_health_is_told(open_page: Open) -> None:
    page = open_page("health")
    page.get_by_text("messages of the database are delivered").wait_for()
    assert page.get_by_text(re.compile("^today.s is there$")).is_visible()


def test_keyboard_alone_is_enough(open_page: Open) -> None:
    page = open_page()
    press = page.keyboard.press

    def focused() -> str:
        return str(page.evaluate("document.activeElement.textContent || document.activeElement.ariaLabel"))

    press("Tab")
    assert focused() == "Skip to the content"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(4):
        press("Shift+Tab")
    assert focused() == "Access"
    press("Shift+Tab")
    press("Tab")
    press("Tab")
    assert focused() == "Playground"
    press("Enter")
    page.get_by_role("combobox", name="Topic", exact=True).focus()
    press("Tab")
    assert focused() == "Join everybody"
    press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Join as ada"
    press("Enter")
    _person(page, "ada").get_by_text("joined").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Leave as ada"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_that_axe_finds(open_page: Open, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is missing, nothing is proved about accessibility: run `make node`")
    page = open_page(scheme=scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for part in PARTS:
        _go(page, part)
        _settle(page)
        if part == "contract":
            page.get_by_role("button", name="lobby rooms").click()
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_dark_is_dark_and_light_is_light(open_page: Open) -> None:
    def lightness(page: Any) -> int:
        colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)[:3]))

    light, dark = open_page(), open_page(scheme="dark")
    assert lightness(light) > 700
    assert lightness(dark) < 100
    dark.get_by_role("button", name="room:{room_id}:chat").click()
    _shoot(dark, "contract-dark")


@pytest.mark.parametrize("width", [320, 360])
def test_phone_has_no_sideways_scrolling(open_page: Open, width: int) -> None:
    page = open_page(width=width, height=740)
    page.get_by_role("button", name="room:{room_id}:chat").click()
    _shoot(page, "contract-phone")
    for part in PARTS:
        _go(page, part)
        if part == "playground":
            _join(page)
        _settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width, part
        if part in {"playground", "access"}:
            _shoot(page, f"{part}-phone")


def test_page_asks_for_a_token_that_it_has_not(open_page: Open) -> None:
    page = open_page()
    page.evaluate("sessionStorage.clear()")
    page.reload()
    page.get_by_text("the admin token is missing or wrong").wait_for()
    page.get_by_label("Admin token").fill(ADMIN)
    page.get_by_role("button", name="Open").click()
    page.get_by_role("navigation").wait_for()
    assert ADMIN not in page.url
    assert page.evaluate("performance.getEntriesByType('resource').every(e => !e.name.includes('admin'))")
