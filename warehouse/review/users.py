"""Users and their roles, passwords (argon2) and sessions, and a limit on wrong passwords.

Roles: a viewer reads amounts and claims, with patients' names masked unless granted; a poster works disputes; a lead
also releases what is held and undoes what others did; an admin also manages users.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from warehouse.clock import as_text, utc_now
from warehouse.review.rules import NotAllowedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.review.events import Review, Row

ROLES = ("viewer", "poster", "lead", "admin")
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
NAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")

EXPIRES = timedelta(hours=12)
IDLE = timedelta(minutes=30)
# A session is recorded as seen at most this often, so that reading pages does not wait for the disk.
SEEN_EVERY = timedelta(minutes=1)
THROTTLE = timedelta(minutes=15)
TRIES_A_NAME_AND_ADDRESS, TRIES_AN_ADDRESS, TRIES_A_NAME = 5, 20, 50
LOCKED = "locked"  # no argon2 hash, so no password fits it
HASHES_AT_ONCE = threading.Semaphore(2)  # each takes 64 MB


class ThrottledError(Exception):
    """Too many wrong passwords; the message says how long to wait."""


class WrongPasswordError(Exception):
    """The name is unknown or the password is wrong; the error does not say which."""


@dataclass(frozen=True, slots=True)
class User:
    """Someone signed in."""

    name: str
    role: str
    sees_names: bool

    def may(self, role: str) -> bool:
        """Whether this user's role includes `role`."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Session:
    """A user signed in by a browser; `csrf` must come back with everything that browser writes."""

    user: User
    csrf: str
    token_hash: str


class Users:
    """The users of one workspace and their sessions, in the review file. `clock` gives the instant, in UTC."""

    def __init__(self, review: Review, clock: Callable[[], datetime] = utc_now) -> None:
        self.review, self.clock = review, clock

    def add(self, name: str, password: str, role: str, *, sees_names: bool | None = None, by: str = "shell") -> None:
        """A new user. Viewers see names only when granted, others unless refused. Raises NotAllowedError."""
        if not NAME.fullmatch(name):
            raise NotAllowedError("A user's name is 2 to 32 of a-z, 0-9, '.', '_', '-', and begins with a letter.")
        _check_role(role)
        sees = role != "viewer" if sees_names is None else sees_names
        row = [name, _hashed(password), role, int(sees), self._now()]
        with self.review.writing() as con:
            try:
                con.execute("insert into user values (?, ?, ?, ?, ?)", row)
            except sqlite3.IntegrityError:
                raise NotAllowedError(f"There is a user {name} already.") from None
        self.review.audit(by, f"added user as {role}", name)

    def remove(self, name: str, by: str = "shell") -> None:
        """Remove a user and sign them out everywhere; what they did stays on record."""
        self._change("delete from user where name = :name", name, {})
        self.review.audit(by, "removed user", name)

    def set_role(self, name: str, role: str, *, sees_names: bool | None = None, by: str = "shell") -> None:
        """Change what a user may do, at once, also in sessions that are open."""
        _check_role(role)
        sees = role != "viewer" if sees_names is None else sees_names
        change = "update user set role = :role, sees_names = :sees where name = :name"
        self._change(change, name, {"role": role, "sees": int(sees)})
        self.review.audit(by, f"changed role to {role}", name)

    def set_password(self, name: str, password: str, by: str = "shell") -> None:
        """Change a password and sign the user out everywhere."""
        self._change("update user set password_hash = :hash where name = :name", name, {"hash": _hashed(password)})
        with self.review.writing() as con:
            con.execute("delete from session where name = ?", [name])
        self.review.audit(by, "changed password", name)

    def lock(self, name: str, by: str = "shell") -> None:
        """Sign a user out everywhere and let them in no more, until they get a new password."""
        self._change("update user set password_hash = :hash where name = :name", name, {"hash": LOCKED})
        with self.review.writing() as con:
            con.execute("delete from session where name = ?", [name])
        self.review.audit(by, "locked user", name)

    def change_password(self, name: str, old: str, new: str, address: str) -> None:
        """Change one's own password, given the old one; wrong ones are limited as in `sign_in`."""
        self._check(name, old, address)
        self.set_password(name, new, by=name)

    def everyone(self) -> list[Row]:
        """name, role, sees_names, created_at, is_locked and when last seen in a session, of every user."""
        return self.review.read(
            "select u.name, u.role, u.sees_names, u.created_at, u.password_hash = :locked as is_locked, "
            "max(s.seen_at) as seen_at from user as u left join session as s on u.name = s.name "
            "group by u.name order by u.name",
            {"locked": LOCKED},
        )

    def sign_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session. Raises ThrottledError before it checks the password, else WrongPasswordError."""
        self._check(name, password, address)
        token = secrets.token_urlsafe(32)
        now = self._now()
        with self.review.writing() as con:
            con.execute("delete from failed_login where name = ? and address = ?", [name, address])
            con.execute(
                "delete from session where created_at < ? or seen_at < ?", [self._now(-EXPIRES), self._now(-IDLE)]
            )
            con.execute(
                "insert into session values (?, ?, ?, ?, ?)",
                [_digest(token), name, secrets.token_urlsafe(32), now, now],
            )
        self.review.audit(name, "signed in")
        return token

    def session(self, token: str) -> Session | None:
        """The session of a token; None when it expired, was idle too long or was ended."""
        rows = self.review.read(
            "select s.*, u.role, u.sees_names from session as s join user as u on s.name = u.name "
            "where token_hash = :hash",
            {"hash": _digest(token)},
        )
        if not rows or rows[0]["created_at"] < self._now(-EXPIRES) or rows[0]["seen_at"] < self._now(-IDLE):
            return None
        row = rows[0]
        if row["seen_at"] < self._now(-SEEN_EVERY):
            with self.review.writing() as con:
                con.execute("update session set seen_at = ? where token_hash = ?", [self._now(), row["token_hash"]])
        return Session(User(row["name"], row["role"], bool(row["sees_names"])), row["csrf"], row["token_hash"])

    def sign_out(self, session: Session) -> None:
        """End a session."""
        with self.review.writing() as con:
            con.execute("delete from session where token_hash = ?", [session.token_hash])
        self.review.audit(session.user.name, "signed out")

    def _check(self, name: str, password: str, address: str) -> None:
        self._throttle(name, address)
        found = self.review.read("select password_hash from user where name = :name", {"name": name})
        kept = found[0]["password_hash"] if found else LOCKED
        # a locked or unknown user takes as long as any other, and never passes
        if not _verified(_dummy_hash() if kept == LOCKED else kept, password) or kept == LOCKED:
            with self.review.writing() as con:
                con.execute("delete from failed_login where happened_at < ?", [self._now(-THROTTLE)])
                con.execute("insert into failed_login values (?, ?, ?)", [self._now(), name[:64], address])
            self.review.audit("nobody", "wrong password", name[:64] if found else None)
            raise WrongPasswordError

    def _throttle(self, name: str, address: str) -> None:
        (row,) = self.review.read(
            "select coalesce(sum(name = :name and address = :address), 0) as both, "
            "coalesce(sum(address = :address), 0) as address, coalesce(sum(name = :name), 0) as name "
            "from failed_login where happened_at >= :since",
            {"name": name[:64], "address": address, "since": self._now(-THROTTLE)},
        )
        if row["both"] >= TRIES_A_NAME_AND_ADDRESS or row["address"] >= TRIES_AN_ADDRESS or row["name"] >= TRIES_A_NAME:
            minutes = int(THROTTLE.total_seconds() // 60)
            raise ThrottledError(f"Too many wrong passwords. Try again in {minutes} minutes.")

    def _change(self, query: str, name: str, values: dict[str, object]) -> None:
        with self.review.writing() as con:
            if con.execute(query, {"name": name, **values}).rowcount != 1:
                raise NotAllowedError(f"There is no user {name}.")

    def _now(self, moved: timedelta = timedelta()) -> str:
        return as_text(self.clock() + moved)


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise NotAllowedError(f"A role is one of {', '.join(ROLES)}.")


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _hashed(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise NotAllowedError(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    with HASHES_AT_ONCE:
        return PasswordHasher().hash(password)


def _verified(kept: str, password: str) -> bool:
    with HASHES_AT_ONCE:
        try:
            return PasswordHasher().verify(kept, password[: LONGEST_PASSWORD + 1])
        except (VerificationError, InvalidHashError):
            return False


@cache
def _dummy_hash() -> str:
    """A hash for unknown names, so that checking them takes as long as checking others."""
    return PasswordHasher().hash(secrets.token_urlsafe(32))
