"""What the page does when the server is another, or lets it listen no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.console.conftest import ADMIN

if TYPE_CHECKING:
    from tests.console.conftest import Open, Served

pytestmark = pytest.mark.db


def test_url_of_another_run_is_taken_by_the_open_page(open_page: Open, served: Served) -> None:
    page = open_page("live")
    page.evaluate("sessionStorage.setItem('pedschema-console-token', 'of the last run')")
    page.evaluate("document.body.dataset.old = true")
    page.goto(f"{served.url}/console/#token={ADMIN}")
    page.locator("body[data-old]").wait_for(state="detached")
    page.get_by_role("navigation").wait_for()
    assert ADMIN not in page.url.replace("%20", " ")
    page.goto(f"{served.url}/console/#token=%E0%A4%A")
    page.get_by_text("the admin token is missing or wrong").wait_for()
    assert "token" not in page.url


def test_live_says_why_it_hears_nothing(open_page: Open) -> None:
    page = open_page()
    refusal = {
        "where": "console",
        "what": "the admin token is missing or wrong",
        "fix": "x",
        "id": "console-token",
    }
    page.route("**/api/messages", lambda route: route.fulfill(status=401, json={"mistakes": [refusal]}))
    page.reload()
    page.get_by_role("navigation").get_by_role("link", name="Live").click()
    page.get_by_role("region", name="Live").get_by_text(refusal["what"]).wait_for()
    page.unroute("**/api/messages")
    page.get_by_text("listening").wait_for()
    assert page.get_by_text(refusal["what"]).count() == 0
