"""Users of the worklist: they sign in, read pages, and send forms with the tokens of those pages."""

import re
import zipfile
from datetime import date
from functools import cache, partial
from io import BytesIO

from argon2 import PasswordHasher
from starlette.testclient import TestClient

from flows.errors import stopped_night
from flows.workspace import Workspace
from tests.warehouse.conftest import AS_OF
from warehouse.worklist.app import create_app
from warehouse.worklist.state import AppState

PASSWORD = "correct horse battery"
ROLES = {"mia": "poster", "noa": "poster", "lea": "lead", "vic": "viewer"}


class Person:
    """A user who is signed in; sends forms with the page's CSRF token."""

    def __init__(self, app_state: AppState, name: str) -> None:
        self.client = TestClient(create_app(app_state), base_url="http://localhost", raise_server_exceptions=False)
        form = self.client.get("/sign-in").text
        token = re.search(r'name="token" value="([^"]+)"', form)[1]
        answer = self.client.post("/sign-in", data={"name": name, "password": PASSWORD, "token": token})
        assert answer.status_code == 200, answer.text
        self.csrf = re.search(r'name="csrf" value="([^"]+)"', answer.text)[1]

    def get(self, path: str, **more):
        return self.client.get(path, **more)

    def post(self, path: str, **fields):
        return self.client.post(path, data={"csrf": self.csrf, **fields}, follow_redirects=False)

    def rows(self, path: str = "/") -> list[str]:
        """'id.version' of the disputes on a page."""
        return re.findall(r'data-dispute="([^"]+)"', self.get(path).text)


def packets(dispute_ids) -> tuple[str, bytes]:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as files:
        files.writestr("letter.pdf", b"%PDF-1.7")
        files.writestr("before-sending.txt", f"{len(dispute_ids)} claims")
    return "claim-1.zip", out.getvalue()


def staffed(space: Workspace, day: date = AS_OF) -> AppState:
    stopped = partial(stopped_night, space.lock_file)
    app_state = AppState(
        space.data, space.archive, space.failed_night_file, packets, day=lambda: day, stopped_night=stopped
    )
    with app_state.review.writing() as con:
        rows = [
            (name, password_hash(), role, role != "viewer", "2026-11-01T08:00:00.000+00:00")
            for name, role in ROLES.items()
        ]
        con.executemany("insert into user values (?, ?, ?, ?, ?)", rows)
    return app_state


@cache
def password_hash() -> str:
    """The hash that `Users.add` stores; computed once, because hashing is slow on purpose."""
    return PasswordHasher().hash(PASSWORD)
