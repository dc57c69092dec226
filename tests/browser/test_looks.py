"""Accessibility of every page: axe finds nothing serious. Also takes screenshots."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PAGES = ("/", "/reminders", "/left", "/held", "/payers", "/deposits", "/scorecard", "/nights", "/users", "/password")


def violations(page) -> list[str]:
    """Violations that axe calls serious or critical: rule and element. The debugger runs axe, so the CSP stays."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("width", [820, 1280, 1920])
def test_every_page_is_accessible(open_page, width, tmp_path_factory) -> None:
    page = open_page(width, name="ada")
    pictures = tmp_path_factory.mktemp(f"pictures-{width}")
    home = page.url.rstrip("/")
    found = {}
    first = page.locator("a.open").first.get_attribute("href")
    for path in (*PAGES, f"{first}/packet", f"{first}/segments", first):
        page.goto(home + path)
        if path == first:
            page.locator("details").last.click()
        found[path] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), f"{path} is too wide"
        page.screenshot(path=str(pictures / f"{path.strip('/').partition('/')[0] or 'queue'}.png"), full_page=True)
    for key in ("s", "?"):
        page.keyboard.press(key)
        page.wait_for_selector("dialog[open]")
        found[f"dialog {key}"] = violations(page)
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_selector("#password")
    found["/sign-in"] = violations(page)
    assert {path: what for path, what in found.items() if what} == {}


def test_a_printed_queue_has_its_rows_and_no_buttons(open_page) -> None:
    page = open_page()
    page.emulate_media(media="print")
    assert page.locator("tr.dispute").first.is_visible()
    assert not page.locator("#filters").is_visible()
    assert not page.get_by_role("button", name="Sign out").is_visible()
