"""The users page for admins, and the page on which users change their own password."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from warehouse.review.rules import NotAllowedError
from warehouse.review.users import EXPIRES, IDLE, ROLES, SHORTEST_PASSWORD, ThrottledError, WrongPasswordError
from warehouse.worklist.pages import page, redirect_back

if TYPE_CHECKING:
    from warehouse.worklist.auth import RequestContext

# What each role may do beyond the role before it.
MEANINGS = {
    "viewer": "reads every page; patient names are masked unless granted",
    "poster": "works disputes",
    "lead": "releases held payments and claims, names agreements, undoes the actions of others",
    "admin": "manages users",
}


def show_users(context: RequestContext) -> Response:
    """Every user, with role, permissions and when last seen."""
    return _user_list(context)


def change_user(context: RequestContext) -> Response:
    """Add, change, lock or remove a user. Admins cannot change themselves, so that one admin always remains.

    A new password is shown once, in this response.
    """
    users, name, what = context.state.users, context.sent("name").strip().lower(), context.sent("do")
    role, sees_names = context.sent("role"), context.sent("sees_names") == "yes"
    if what != "add" and name == context.who:
        raise NotAllowedError("You cannot change your own user. Ask another admin.")
    match what:
        case "add":
            password = _new_password()
            users.add(name, password, role, sees_names=sees_names, by=context.who)
            return _user_list(context, name, password)
        case "password":
            password = _new_password()
            users.set_password(name, password, by=context.who)
            return _user_list(context, name, password)
        case "role":
            users.set_role(name, role, sees_names=sees_names, by=context.who)
        case "lock":
            users.lock(name, by=context.who)
        case "remove":
            users.remove(name, by=context.who)
        case _:
            raise NotAllowedError("There is nothing to do.")
    return redirect_back(context, "user", 1, 0)


def show_password(context: RequestContext) -> Response:
    """The form to change one's own password."""
    return _password_form(context, "", 200)


def change_password(context: RequestContext) -> Response:
    """Change one's own password, given the old one; ends all sessions of the user."""
    old, new = context.sent("old"), context.sent("new")
    address = context.request.client.host if context.request.client else "unknown"
    if new != context.sent("again"):
        return _password_form(context, "The two new passwords differ.")
    try:
        context.state.users.change_password(context.who, old, new, address)
    except (NotAllowedError, ThrottledError) as error:
        return _password_form(context, str(error))
    except WrongPasswordError:
        return _password_form(context, "The old password is wrong.")
    return RedirectResponse("/sign-in", 303)


def _password_form(context: RequestContext, problem: str, code: int = 422) -> Response:
    return page(context, "password.html", code, shortest=SHORTEST_PASSWORD, problem=problem, here="/password")


def _user_list(context: RequestContext, name: str = "", password: str = "") -> Response:
    return page(
        context,
        "users.html",
        rows=context.state.users.everyone(),
        roles=ROLES,
        meanings=MEANINGS,
        hours=int(EXPIRES.total_seconds() // 3600),
        minutes=int(IDLE.total_seconds() // 60),
        fresh={"name": name, "password": password} if password else None,
        here="/users",
    )


def _new_password() -> str:
    """A random password of twenty characters, without letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))
