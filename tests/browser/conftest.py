"""A worklist that is served over HTTP, and a headless Chromium to use it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.warehouse.conftest import copied, fixtures_night
from warehouse.review.events import FILE_NAME, Review
from warehouse.review.users import Users

CHROMIUM = Path("/usr/bin/chromium")
PASSWORD = "correct horse battery"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# The fixtures have an as-of day of their own; packets are real ones.
SERVE = """
import sys
from datetime import date
from functools import partial
from pathlib import Path
import uvicorn
from flows.commands.worklist import zipped_packet
from flows.workspace import Workspace
from warehouse.worklist.app import create_app
from warehouse.worklist.state import AppState
space = Workspace(Path(sys.argv[1]))
day = date.fromisoformat(sys.argv[3])
app_state = AppState(space.data, space.archive, space.failed_night_file, partial(zipped_packet, space), lambda: day)
uvicorn.run(create_app(app_state), host="127.0.0.1", port=int(sys.argv[2]), access_log=False, log_level="warning")
"""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the worklist after a night on the fixtures; users mia (poster), lea (lead) and ada (admin)."""
    from tests.warehouse.conftest import AS_OF

    space = copied(fixtures_night(tmp_path_factory), tmp_path_factory.mktemp("browser") / "workspace")
    users = Users(Review(space.data / FILE_NAME))
    users.add("mia", PASSWORD, "poster")
    users.add("lea", PASSWORD, "lead")
    users.add("ada", PASSWORD, "admin")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(space.root), str(port), AS_OF.isoformat()], cwd=root)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                urlopen(f"{address}/sign-in", timeout=1)
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: nothing of the page was seen in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, served):
    """Opens a window of a given width. An error in the console, or a request to another site, fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_window(width: int = 1280, name: str | None = "lea"):
        context = chromium.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
        outside = lambda request: complaints.append(request.url) if not request.url.startswith(served) else None  # noqa: E731
        page.on("request", outside)
        page.goto(f"{served}/")
        if name:
            from playwright.sync_api import expect

            expect(page.locator("#name")).to_be_focused()  # on a busy machine, typing before this is lost
            page.keyboard.type(name)
            page.keyboard.press("Tab")
            page.keyboard.type(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_selector("table.queue")
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(said) -> bool:
    """A 422 is no complaint: the page shows its message to the user."""
    return said.type in ("error", "warning") and "422" not in said.text and "Response Status Error" not in said.text
