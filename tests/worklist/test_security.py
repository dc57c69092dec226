"""Security: hostile remittances, forged forms, stolen sessions, guessed passwords, malformed requests."""

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.warehouse.conftest import new_workspace, remits, spend_night
from tests.worklist.people import PASSWORD, Person, staffed
from warehouse.worklist.app import ROUTES, create_app
from warehouse.worklist.auth import HEADERS
from warehouse.worklist.server import Address, UnsafeAddressError, check_address

PAYLOAD = '"><img src=x onerror=alert(1)>{{7+7}}'
# Text elements of an 835 that a page may show: segment and element number.
TEXTS = {
    b"NM1*QC": (3, 4, 5, 9), b"NM1*IL": (3, 4, 9), b"NM1*82": (3, 4), b"CLP": (1, 7), b"REF*6R": (2,), b"REF*F8": (2,),
    b"REF*1L": (2,), b"REF*CE": (2,), b"PER": (2,), b"N3": (1,), b"N4": (1,), b"TRN": (2,), b"LQ": (2,), b"PLB": (3,),
    b"N1*PE": (2,),
}  # fmt: skip
# These also identify the payer: remittances changed here match no agreement, and the payers page lists them.
PAYER = {b"N1*PR": (2, 4), b"TRN": (2, 3), b"BPR": (10,), b"REF*2U": (2,)}


def poisoned(content: bytes, places: dict[bytes, tuple[int, ...]]) -> bytes:
    """The remittance with a script in these elements; each text differs, so that nothing counts as a repeat."""
    separator, terminator = content[3:4], content[105:106]
    payload, count, segments = PAYLOAD.replace(">", "&gt").encode(), 0, []
    payload = PAYLOAD.encode() if content[104:105] != b">" else payload
    for segment in content.split(terminator):
        parts = segment.split(separator)
        called = b"*".join(parts[:2]).strip()
        for place in places.get(called, places.get(parts[0].strip(), ())):
            if place < len(parts):
                count += 1
                parts[place] = payload + str(count).encode()
        segments.append(separator.join(parts))
    return terminator.join(segments)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory):
    space = new_workspace(tmp_path_factory.mktemp("hostile") / "workspace")
    for number, path in enumerate(remits("loaded")):
        if path.suffix == ".835" and path.stat().st_size:
            name = f"<svg onload=alert(1)>{path.name}"
            places = TEXTS | PAYER if number % 6 == 0 else TEXTS
            (space.inbox / name).write_bytes(poisoned(path.read_bytes(), places))
    spend_night(space.root)
    return staffed(space)


def test_a_hostile_remittance_is_shown_as_text_everywhere(hostile) -> None:
    lea = Person(hostile, "lea")
    rows = lea.rows("/?window=all&status=all")
    assert rows, "the poisoned remittances still give disputes"
    claims = [each.split(".")[0] for each in rows[:8]]
    lea.post("/act", dispute=rows[0], note=PAYLOAD, next_action=PAYLOAD, next_action_on="2026-11-20", batch=PAYLOAD)
    lea.post("/filters", title=PAYLOAD, back="/?least=1")
    paths = ["/?window=all&status=all", "/reminders", "/left", "/held", "/deposits", "/payers", "/scorecard", "/nights"]
    paths += [f"/claim/{each}" for each in claims] + [f"/claim/{each}/segments" for each in claims]
    shown = 0
    assert unescape(lea.get("/payers").text).count(PAYLOAD) > 1, "the payers asked about carry it, too"
    for path in paths:
        page = lea.get(path).text
        assert "<img" not in page
        assert "<svg onload" not in page
        shown += unescape(page).count(PAYLOAD)
    assert shown > 20, "the payloads were on the pages, as text"


def test_a_hostile_search_or_filter_is_text_too(enter) -> None:
    mia = enter("mia")
    where = mia.post("/find", search=PAYLOAD, back="/").headers["location"]
    assert "<img" not in mia.get(where).text
    for name in ("payer", "agreement", "cause", "batch", "site", "assignee"):
        for text in ("' or 1=1 --", "x'; drop table event; --", '" union select password_hash from user', PAYLOAD):
            answer = mia.get("/", params={name: text})
            assert answer.status_code == 200
            assert 'data-dispute="' not in answer.text
            assert "<img" not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "sort=by_deadline;drop", "sort=-nothing", "status=x", "window=x", "least=1e400", "most=nan", "before=tomorrow",
        "after=x.y", "after=9999999999999999999999.a", "payer=" + "x" * 300,
    ],
)  # fmt: skip
def test_a_malformed_filter_is_a_plain_refusal(enter, query) -> None:
    answer = enter("mia").get(f"/?{query}")
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_nothing_is_shown_to_a_stranger(app_state) -> None:
    stranger = TestClient(create_app(app_state), base_url="http://localhost", follow_redirects=False)
    for route in ROUTES:
        path = route.path.replace("{dispute_id}", "0" * 32)
        answer = stranger.request(route.method, path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in"), route.path


def test_a_viewer_writes_nothing_and_no_role_is_forgotten(enter, app_state) -> None:
    vic = enter("vic")
    dispute = vic.rows()[0]
    writes = [route for route in ROUTES if route.method == "POST" and route.role != "viewer"]
    assert {route.path for route in writes} >= {"/act", "/undo", "/packet", "/payers", "/held"}
    for route in writes:
        answer = vic.post(route.path, dispute=dispute, status="reviewing", action="1", key="0" * 32)
        assert answer.status_code == 403, route.path
    assert app_state.review.last_event() == 0


def test_a_form_without_its_token_or_from_elsewhere_is_refused(enter, app_state) -> None:
    mia, noa = enter("mia"), enter("noa")
    dispute = mia.rows()[0]
    fields = {"dispute": dispute, "status": "reviewing"}
    for token in ("", "wrong", noa.csrf):
        assert mia.client.post("/act", data={**fields, "csrf": token}).status_code == 403
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        answer = mia.client.post("/act", data={**fields, "csrf": mia.csrf}, headers=headers)
        assert answer.status_code == 403
    assert mia.client.post("/act", json=fields).status_code == 415
    assert mia.client.get("/act").status_code == 405
    assert app_state.review.last_event() == 0


def test_signing_in_always_opens_a_new_session(app_state) -> None:
    client = TestClient(create_app(app_state), base_url="http://localhost")
    client.cookies.set("shortpay_session", "planted")
    token = re.search(r'name="token" value="([^"]+)"', client.get("/sign-in").text)[1]
    answer = client.post("/sign-in", data={"name": "mia", "password": PASSWORD, "token": token}, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert "planted" not in cookie
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict"))
    forged = client.post("/sign-in", data={"name": "mia", "password": PASSWORD, "token": "x" * 43})
    assert forged.status_code == 403


def test_a_session_that_was_signed_out_is_dead(enter) -> None:
    mia = enter("mia")
    kept = dict(mia.client.cookies)
    mia.post("/sign-out")
    mia.client.cookies.update(kept)
    assert mia.client.get("/", follow_redirects=False).status_code == 303


def test_guessing_is_throttled(app_state) -> None:
    client = TestClient(create_app(app_state), base_url="http://localhost")
    codes = []
    for _ in range(6):
        token = re.search(r'name="token" value="([^"]+)"', client.get("/sign-in").text)[1]
        codes.append(client.post("/sign-in", data={"name": "mia", "password": "no", "token": token}).status_code)
    assert codes == [401] * 5 + [429]


def test_every_response_has_strict_headers(enter) -> None:
    mia = enter("mia")
    for path in ("/", "/sign-in", "/static/page.js", "/nowhere", "/claim/x"):
        answer = mia.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
        assert ("no-store" in answer.headers["cache-control"]) == (not path.startswith("/static/"))
    assert "unsafe" not in HEADERS["content-security-policy"]
    page = mia.get("/").text
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=|<style|\bstyle=|javascript:|https?://", page)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd",
        "/claim/..%2f..%2fetc%2fpasswd", "/claim/../../data/review.sqlite", "/claim/%00", "/disputes.csv/../x",
    ],
)  # fmt: skip
def test_no_path_leads_out(enter, path) -> None:
    answer = enter("lea").get(path)
    assert answer.status_code in (400, 404)
    assert "create_app" not in answer.text
    assert "root:" not in answer.text


def test_no_download_is_named_by_what_a_payer_sent(enter, app_state) -> None:
    app_state.packets = lambda _: ('../../etc/"passwd"\r\nset-cookie: a=b.zip', b"PK")
    lea = enter("lea")
    answer = lea.post("/packet", dispute=lea.rows()[0])
    name = answer.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="[\w.-]+"', name)
    assert ".." not in name.partition("=")[2][:3]
    assert "a" not in answer.cookies


def test_too_much_and_unknown_hosts_are_refused(enter) -> None:
    mia = enter("mia")
    dispute = mia.rows()[0]
    assert mia.post("/act", dispute=dispute, note="x" * (2 << 20)).status_code == 413
    assert mia.post("/act", dispute=[f"{n:032x}" for n in range(6000)], assignee="mia").status_code == 422
    many = mia.client.post(
        "/act", content="a=1&" * 20_000, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert many.status_code in (400, 413, 403)
    assert mia.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_redirect_never_leaves_the_page(enter) -> None:
    mia = enter("mia")
    for back in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/x\r\nset-cookie: a=b",
        "javascript:alert(1)",
    ):
        answer = mia.post("/act", dispute=mia.rows()[0], note="n", back=back)
        assert answer.headers["location"].startswith("/?did=")
        assert "evil" not in str(answer.headers)


def test_no_patient_is_named_in_a_url_or_on_the_terminal(enter, app_state, capfd, caplog) -> None:
    mia = enter("mia")
    names = {row["patient_last"] for row in app_state.snapshot().page(_everything(), None, 500)}
    pages = [mia.get("/"), mia.get(f"/claim/{mia.rows()[0].split('.')[0]}")]
    links = " ".join(re.findall(r'(?:href|action|hx-get)="([^"]+)"', " ".join(page.text for page in pages)))
    said = "".join(capfd.readouterr()) + caplog.text
    for name in names - {None}:
        assert name not in links
        assert name not in said


def _everything():
    from warehouse.worklist.filters import Filter

    return Filter(window="all", status="all")


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        (Address(), True),
        (Address("::1"), True),
        (Address("0.0.0.0"), False),
        (Address("192.168.1.5"), False),
        (Address("192.168.1.5", certificate=Path("c"), key=Path("k")), True),
        (Address("192.168.1.5", certificate=Path("c")), False),
        (Address("127.0.0.1", proxy_host="shortpay.clinic.example"), True),
        (Address("0.0.0.0", proxy_host="shortpay.clinic.example"), False),
    ],
)
def test_nothing_listens_beyond_loopback_without_tls(address, is_safe) -> None:
    if is_safe:
        check_address(address)
    else:
        with pytest.raises(UnsafeAddressError):
            check_address(address)


def test_the_page_works_without_a_network() -> None:
    static = Path(__file__).parents[2] / "warehouse" / "worklist" / "static"
    assert (static / "htmx.min.js").stat().st_size > 40_000
    assert "Zero-Clause BSD" in (static / "htmx.LICENSE.txt").read_text()
    assert "@import" not in (static / "page.css").read_text()
