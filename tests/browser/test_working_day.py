"""A poster's working day without a mouse, from sign-in to sign-out."""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_whole_day_by_keyboard(open_page) -> None:
    page = open_page(name="mia")
    everything = page.locator("tr.dispute").count()
    assert everything > 10

    press(page, "f")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**payer=*")
    expect(page.locator("tr.dispute")).not_to_have_count(everything)
    press(page, "Escape")
    page.goto(page.url.split("?")[0])

    press(page, "j", "j", "k", "Enter")
    page.wait_for_selector("article.claim")
    assert page.locator("ol.steps li").first.is_visible()
    assert page.get_by_role("heading", name="Why it is short").is_visible()
    number = page.locator("h1").inner_text().removeprefix("Claim ")

    press(page, "a")
    page.wait_for_selector("#dlg-assign[open]")
    press(page, "Tab", "Enter")
    page.wait_for_selector(".flash")
    assert "1 dispute changed" in page.locator(".flash").inner_text()

    press(page, "n")
    page.wait_for_selector("#dlg-note[open]")
    page.keyboard.type("Called the payer; they will look again.")
    press(page, "Tab", "Enter")
    page.wait_for_selector(".note-text")
    assert "look again" in page.locator(".note-text").first.inner_text()

    press(page, "q")
    page.wait_for_selector("table.queue")
    assert "mia" in page.locator("tr.dispute", has_text=number).inner_text()

    press(page, "j", "x", "j", "x")
    assert page.locator("#bulk-count").inner_text() == "2"
    press(page, "b")
    page.wait_for_selector("#dlg-batch[open]")
    page.keyboard.type("november appeal")
    press(page, "Enter")
    page.wait_for_selector(".flash")
    assert "2 disputes changed" in page.locator(".flash").inner_text()

    press(page, "s")
    page.wait_for_selector("#dlg-status[open]")
    page.keyboard.type("Disp")
    assert page.locator("#s-channel").is_visible()
    page.locator("#s-reference").press("Enter")
    expect(page.locator("tr.dispute .status.disputed")).to_have_count(2)

    press(page, "u")
    expect(page.locator("tr.dispute .status.disputed")).to_have_count(0)
    assert "Undone: 2 disputes" in page.locator(".flash").inner_text()

    press(page, "Escape", "j")
    press(page, "/")
    page.keyboard.type(number)
    press(page, "Enter")
    expect(page.locator("tr.dispute")).to_have_count(1)
    assert number not in page.url

    press(page, "?")
    page.wait_for_selector("#help[open]")
    press(page, "Escape")
    page.get_by_role("button", name="Sign out").focus()
    press(page, "Enter")
    page.wait_for_selector("#password")


def test_a_packet_is_downloaded_by_keyboard(open_page) -> None:
    page = open_page(name="mia")
    press(page, "j", "p")
    page.wait_for_selector("#dlg-packet[open]")
    with page.expect_download() as download:
        page.locator("#dlg-packet button.primary").press("Enter")
    assert download.value.suggested_filename.endswith(".zip")


def test_what_is_missing_is_said_where_it_was_typed(open_page) -> None:
    page = open_page(name="lea")
    press(page, "j", "r")
    page.wait_for_selector("#dlg-reminder[open]")
    press(page, "Escape")
    expect(page.locator("#dlg-reminder")).to_be_hidden()
    press(page, "s")
    page.select_option("#s-status", "closed")
    page.locator("#s-reason").press("Enter")
    page.wait_for_selector("#dlg-status .problem .flash")
    assert "closed reason" in page.locator("#dlg-status .problem").inner_text()
    assert page.locator("#dlg-status").is_visible()
