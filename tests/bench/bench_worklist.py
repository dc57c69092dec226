"""`python tests/bench/bench_worklist.py [--disputes N] [--seconds S]`: a full office at once, measured.

10 posters read, filter, open and change disputes on 100,000 of them, 4 analysts query the snapshot, and a night
publishes three times. Prints the times of a page and of a status change, and counts lost updates: none is allowed.
"""

import argparse
import http.client
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # run by path, from anywhere
    sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402

from tests.warehouse.conftest import AS_OF, new_workspace, remits, spend_night  # noqa: E402
from warehouse.publish import publish  # noqa: E402
from warehouse.queries import open_published  # noqa: E402
from warehouse.review import FILE_NAME, Review, rebuilt  # noqa: E402
from warehouse.review_users import Users  # noqa: E402

PASSWORD = "correct horse battery"
SERVE = """
import sys
from datetime import date
from pathlib import Path
import uvicorn
from warehouse.worklist.app import create_app
from warehouse.worklist.office import Office
data, day = Path(sys.argv[1]), date.fromisoformat(sys.argv[3])
office = Office(data, data.parent / "archive", data / "last_failure.txt", day=lambda: day)
uvicorn.run(create_app(office), host="127.0.0.1", port=int(sys.argv[2]), access_log=False, log_level="warning")
"""
# The open disputes over and over, each copy with numbers and a window of its own; a night leaves them in this order.
MULTIPLY = """
create or replace table derived.ranked_dispute as
select * replace (
    md5(dispute_id || copy) as dispute_id,
    patient_control_number || '-' || copy as patient_control_number,
    deadline + (copy % 300)::integer as deadline,
    shortfall + copy % 97 as shortfall,
    false as is_expired
)
from derived.ranked_dispute, range($copies) as copies (copy)
order by deadline
"""


class Poster:
    """One browser: a connection, a session, and the times of what it did, in seconds."""

    def __init__(self, port: int, name: str) -> None:
        self.name, self.kept = name, 0
        self.pages: list[float] = []
        self.changes: list[float] = []
        self.conflicts = 0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie = ""
        form = self.ask("GET", "/sign-in")[1]
        token = re.search(r'name="token" value="([^"]+)"', form)[1]
        self.ask("POST", "/sign-in", {"name": name, "password": PASSWORD, "token": token})
        self.csrf = re.search(r'name="csrf" value="([^"]+)"', self.ask("GET", "/")[1])[1]

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"cookie": self.cookie}
        if form is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("set-cookie") or []:
            self.cookie = cookie.split(";")[0] if not cookie.startswith('shortpay_form=""') else self.cookie
            if cookie.startswith("shortpay_session"):
                self.cookie = cookie.split(";")[0]
                break
        return answer.status, answer.read().decode()

    def work(self, until: float, chance: random.Random) -> None:
        paths = ["/", "/?sort=-shortfall", "/?least=50", "/?status=all&sort=patient", "/?assignee=-"]
        while time.monotonic() < until:
            started = time.perf_counter()
            _, page = self.ask("GET", chance.choice(paths))
            self.pages.append(time.perf_counter() - started)
            rows = re.findall(r'data-dispute="([^"]+)"', page)
            if not rows:
                continue
            status = chance.choice(["reviewing", "answered", "escalated"])
            form = {"csrf": self.csrf, "dispute": chance.choice(rows), "status": status, "note": "worked"}
            started = time.perf_counter()
            code, _ = self.ask("POST", "/act", form)
            self.changes.append(time.perf_counter() - started)
            self.kept += code == 303
            self.conflicts += code == 409
            time.sleep(chance.uniform(0.2, 0.8))  # a person looks, too


def analyse(data: Path, until: float, counts: list[int]) -> None:
    while time.monotonic() < until:
        with open_published(data) as con:
            con.execute("select payer, cause, count(*), sum(shortfall) from dispute_queue group by all").fetchall()
        counts.append(1)
        time.sleep(0.25)


def p95(times: list[float]) -> str:
    ordered = sorted(times)
    middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    shown = (("median", middle), ("p95", high), ("most", ordered[-1]))
    return f"{len(ordered)} times, " + ", ".join(f"{name} {each * 1000:.0f} ms" for name, each in shown)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--disputes", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--port", type=int, default=8399)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="shortpay-bench-") as folder:
        measure(Path(folder), given.disputes, given.seconds, given.port)


def measure(folder: Path, disputes: int, seconds: int, port: int) -> None:
    space = new_workspace(folder / "workspace")
    for path in remits():
        shutil.copy(path, space.inbox)
    spend_night(space.root)
    with duckdb.connect(str(space.working_database)) as con:
        (count,) = con.execute("select count(*) from derived.ranked_dispute").fetchone()
        con.execute(MULTIPLY, {"copies": disputes // count + 1})
        (count,) = con.execute("select count(*) from dispute_queue").fetchone()
    publish(space.working_database, space.data)
    users = Users(Review(space.data / FILE_NAME))
    names = [f"poster{number}" for number in range(10)]
    for name in names:
        users.add(name, PASSWORD, "poster")
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(space.data), str(port), AS_OF.isoformat()], cwd=ROOT)
    try:
        posters = []
        while not posters:
            time.sleep(0.5)
            try:
                posters = [Poster(port, names[0])]
            except OSError:
                continue
        posters += [Poster(port, name) for name in names[1:]]
        queried: list[int] = []
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=each.work, args=(until, random.Random(n))) for n, each in enumerate(posters)]
        threads += [threading.Thread(target=analyse, args=(space.data, until, queried)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(3):
            time.sleep(seconds / 4)
            publish(space.working_database, space.data)
        for thread in threads:
            thread.join()
    finally:
        process.terminate()
        process.wait(timeout=20)
    kept = sum(each.kept for each in posters)
    review = Review(space.data / FILE_NAME)
    notes = review.read("select count(*) as n from event where field = 'note'")[0]["n"]
    state = review.read("select kind, subject, field, value, event_id, who, happened_at from state order by 1, 2, 3")
    print(f"{count:,} disputes, 10 posters, 4 analysts ({len(queried)} queries), 3 publishes, {seconds} s")
    print(f"page:          {p95([time for each in posters for time in each.pages])}")
    print(f"status change: {p95([time for each in posters for time in each.changes])}")
    print(f"{kept} changes acknowledged, {sum(each.conflicts for each in posters)} told that someone was faster")
    is_equal = "equal" if rebuilt(review) == state else "NOT EQUAL"
    print(f"lost updates: {kept - notes}; state rebuilt from the events: {is_equal}")


if __name__ == "__main__":
    main()
