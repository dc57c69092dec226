"""The users page: an admin adds, locks and removes users; users change their own password; an idle session ends."""

import re
from datetime import UTC, datetime

import pytest

from tests.worklist.people import PASSWORD, Person
from warehouse.review.users import IDLE


@pytest.fixture
def ada(app_state) -> Person:
    app_state.users.add("ada", PASSWORD, "admin")
    return Person(app_state, "ada")


def signed_in(app_state, name: str, password: str) -> int:
    stranger = Person.__new__(Person)
    from starlette.testclient import TestClient

    from warehouse.worklist.app import create_app

    stranger.client = TestClient(create_app(app_state), base_url="http://localhost")
    token = re.search(r'name="token" value="([^"]+)"', stranger.client.get("/sign-in").text)[1]
    return stranger.client.post("/sign-in", data={"name": name, "password": password, "token": token}).status_code


def test_an_admin_adds_locks_and_unlocks(ada, app_state) -> None:
    page = ada.post("/users", do="add", name="zoe", role="poster", sees_names="yes").text
    password = re.search(r'class="password">([^<]+)<', page)[1]
    assert signed_in(app_state, "zoe", password) == 200
    assert password not in ada.get("/users").text, "shown once"
    assert ada.post("/users", do="lock", name="zoe").status_code == 303
    assert "locked" in ada.get("/users").text
    assert signed_in(app_state, "zoe", password) == 401
    assert signed_in(app_state, "zoe", "locked") == 401
    fresh = re.search(r'class="password">([^<]+)<', ada.post("/users", do="password", name="zoe").text)[1]
    assert signed_in(app_state, "zoe", fresh) == 200
    assert ada.post("/users", do="remove", name="zoe").status_code == 303
    assert signed_in(app_state, "zoe", fresh) == 401
    done = [
        row["what"] for row in app_state.review.read("select what from audit where who = 'ada' and subject = 'zoe'")
    ]
    assert done == ["added user as poster", "locked user", "changed password", "removed user"]


def test_a_role_given_in_the_browser_holds_at_once(ada, enter, app_state) -> None:
    mia = enter("mia")
    assert ada.post("/users", do="role", name="mia", role="viewer").status_code == 303
    assert mia.post("/act", dispute=mia.rows()[0], status="reviewing").status_code == 403
    last = next(row["patient_last"] for row in app_state.snapshot().disputes([mia.rows()[0].split(".")[0]]))
    assert last not in mia.get("/").text, "a viewer's names are masked"


def test_nobody_but_an_admin_and_never_oneself(ada, enter) -> None:
    lea = enter("lea")
    assert lea.get("/users").status_code == 403
    assert "/users" not in lea.get("/").text
    assert lea.post("/users", do="add", name="eve", role="admin").status_code == 403
    for what in ("role", "lock", "remove", "password"):
        assert ada.post("/users", do=what, name="ada", role="viewer").status_code == 422
    assert ada.post("/users", do="add", name="x y", role="poster").status_code == 422
    assert ada.post("/users", do="nothing", name="mia").status_code == 422


def test_everyone_changes_their_own_password(enter, app_state) -> None:
    mia = enter("mia")
    new = "another long password"
    assert "wrong" in mia.post("/password", old="not it at all", new=new, again=new).text
    assert "differ" in mia.post("/password", old=PASSWORD, new=new, again=new + "x").text
    assert "characters" in mia.post("/password", old=PASSWORD, new="short", again="short").text
    assert mia.post("/password", old=PASSWORD, new=new, again=new).headers["location"] == "/sign-in"
    assert mia.client.get("/", follow_redirects=False).status_code == 303, "signed out everywhere"
    assert signed_in(app_state, "mia", new) == 200


def test_an_idle_browser_is_asked_to_sign_in_again(enter, app_state) -> None:
    mia = enter("mia")
    app_state.users.clock = lambda: datetime.now(UTC) + IDLE * 1.1
    answer = mia.client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert mia.client.get("/", headers={"hx-request": "true"}).headers["hx-redirect"] == "/sign-in"
