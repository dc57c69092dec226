"""Who may sign in, for admins; and everyone's own password. A password of ours is shown once, to who asked for it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from warehouse.review.rules import NotAllowedError
from warehouse.review.users import EXPIRES, IDLE, ROLES, SHORTEST_PASSWORD, ThrottledError, WrongPasswordError
from warehouse.worklist.pages import back, page

if TYPE_CHECKING:
    from warehouse.worklist.auth import Visit

# What each role adds to the one before, for whoever hands them out.
MEANINGS = {
    "viewer": "reads; patients' names are masked unless granted",
    "poster": "works disputes",
    "lead": "releases what is held, names agreements, undoes what others did",
    "admin": "manages users",
}


def show_users(visit: Visit) -> Response:
    """Everyone, with what they may do and whether they are signed in."""
    return _listed(visit)


def change_user(visit: Visit) -> Response:
    """Add someone, or change, lock or remove them. Nobody does that to themselves: somebody must stay who can."""
    users, name, what = visit.office.users, visit.sent("name").strip().lower(), visit.sent("do")
    role, sees_names = visit.sent("role"), visit.sent("sees_names") == "yes"
    if what != "add" and name == visit.who:
        raise NotAllowedError("You cannot do that to yourself; another admin can.")
    match what:
        case "add":
            password = _password()
            users.add(name, password, role, sees_names=sees_names, by=visit.who)
            return _listed(visit, name, password)
        case "password":
            password = _password()
            users.set_password(name, password, by=visit.who)
            return _listed(visit, name, password)
        case "role":
            users.set_role(name, role, sees_names=sees_names, by=visit.who)
        case "lock":
            users.lock(name, by=visit.who)
        case "remove":
            users.remove(name, by=visit.who)
        case _:
            raise NotAllowedError("There is nothing to do.")
    return back(visit, "user", 1, 0)


def show_password(visit: Visit) -> Response:
    """The form for one's own password."""
    return _asked_again(visit, "", 200)


def change_password(visit: Visit) -> Response:
    """Change one's own password, knowing the old one; ends all of one's sessions."""
    old, new = visit.sent("old"), visit.sent("new")
    address = visit.request.client.host if visit.request.client else "unknown"
    if new != visit.sent("again"):
        return _asked_again(visit, "The new password was not the same twice.")
    try:
        visit.office.users.change_password(visit.who, old, new, address)
    except (NotAllowedError, ThrottledError) as error:
        return _asked_again(visit, str(error))
    except WrongPasswordError:
        return _asked_again(visit, "The old password is wrong.")
    return RedirectResponse("/sign-in", 303)


def _asked_again(visit: Visit, problem: str, code: int = 422) -> Response:
    return page(visit, "password.html", code, shortest=SHORTEST_PASSWORD, problem=problem, here="/password")


def _listed(visit: Visit, name: str = "", password: str = "") -> Response:
    return page(
        visit,
        "users.html",
        rows=visit.office.users.everyone(),
        roles=ROLES,
        meanings=MEANINGS,
        hours=int(EXPIRES.total_seconds() // 3600),
        minutes=int(IDLE.total_seconds() // 60),
        fresh={"name": name, "password": password} if password else None,
        here="/users",
    )


def _password() -> str:
    """Long enough that nobody guesses it, and without letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))
