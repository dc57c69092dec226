"""Users: passwords, roles, sessions that end, and throttled guessing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from warehouse.review.events import Review
from warehouse.review.rules import NotAllowedError
from warehouse.review.users import EXPIRES, IDLE, THROTTLE, ThrottledError, Users, WrongPasswordError

PASSWORD = "correct horse battery"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def users(tmp_path: Path, clock: Clock) -> Users:
    users = Users(Review(tmp_path / "review.sqlite"), clock)
    users.add("mia", PASSWORD, "poster")
    return users


def test_a_session_belongs_to_its_user_and_ends_with_sign_out(users: Users) -> None:
    token = users.sign_in("mia", PASSWORD, "127.0.0.1")
    session = users.session(token)
    assert session is not None
    assert session.user.name == "mia"
    assert session.user.may("viewer")
    assert not session.user.may("lead")
    users.sign_out(session)
    assert users.session(token) is None


def test_neither_password_nor_token_is_on_disk(users: Users) -> None:
    token = users.sign_in("mia", PASSWORD, "127.0.0.1")
    kept = b"".join(path.read_bytes() for path in users.review.path.parent.iterdir())
    assert PASSWORD.encode() not in kept
    assert token.encode() not in kept


def test_an_idle_session_ends_and_a_used_one_lives_until_it_expires(users: Users, clock: Clock) -> None:
    idle, used = (users.sign_in("mia", PASSWORD, "127.0.0.1") for _ in range(2))
    start = clock.now
    while clock.now < start + EXPIRES - IDLE:
        clock.now += IDLE / 2
        assert users.session(used) is not None
    assert users.session(idle) is None
    clock.now = start + EXPIRES + timedelta(seconds=1)
    assert users.session(used) is None


def test_guessing_is_slowed_down_for_everyone_at_that_address_and_name(users: Users, clock: Clock) -> None:
    for _ in range(5):
        with pytest.raises(WrongPasswordError):
            users.sign_in("mia", "wrong", "10.0.0.9")
    with pytest.raises(ThrottledError):
        users.sign_in("mia", PASSWORD, "10.0.0.9")
    assert users.session(users.sign_in("mia", PASSWORD, "127.0.0.1")), "from her own desk she still gets in"
    clock.now += THROTTLE + timedelta(seconds=1)
    assert users.session(users.sign_in("mia", PASSWORD, "10.0.0.9"))


def test_an_unknown_name_fails_as_a_wrong_password_does(users: Users) -> None:
    with pytest.raises(WrongPasswordError):
        users.sign_in("nobody", PASSWORD, "127.0.0.1")


def test_a_changed_password_or_a_removed_user_ends_every_session(users: Users) -> None:
    token = users.sign_in("mia", PASSWORD, "127.0.0.1")
    users.set_password("mia", "another long password")
    assert users.session(token) is None
    token = users.sign_in("mia", "another long password", "127.0.0.1")
    users.remove("mia")
    assert users.session(token) is None


def test_a_role_changes_at_once(users: Users) -> None:
    token = users.sign_in("mia", PASSWORD, "127.0.0.1")
    users.set_role("mia", "viewer")
    session = users.session(token)
    assert session is not None
    assert not session.user.may("poster")
    assert not session.user.sees_names, "a viewer sees names only when granted"
    users.set_role("mia", "viewer", sees_names=True)
    assert users.session(token).user.sees_names  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "password", "role"),
    [("x", PASSWORD, "poster"), ("a b", PASSWORD, "poster"), ("ann", "short", "poster"), ("ann", PASSWORD, "owner")],
)
def test_what_no_user_can_be_is_refused(users: Users, name: str, password: str, role: str) -> None:
    with pytest.raises(NotAllowedError):
        users.add(name, password, role)


def test_a_name_is_taken_once(users: Users) -> None:
    with pytest.raises(NotAllowedError, match="already"):
        users.add("mia", PASSWORD, "lead")
