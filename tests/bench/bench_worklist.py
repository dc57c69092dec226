"""`python tests/bench/bench_worklist.py [--disputes N] [--seconds S]`: a whole team at once, measured.

First one poster alone: what each page costs. Then 10 posters read, search, open and change disputes on 100,000 of
them, 4 analysts query the snapshot in processes of their own, and a night publishes three times. A poster here reads
a page, sometimes opens a claim, changes a dispute and rests one to three seconds: still ten times the pace of a person,
who reads what is shown and holds a phone. An analyst opens the snapshot and asks once a second. Ends with a verdict:
p95 of a page and of a change, errors, lost updates. On a machine that others use the times are theirs as well: the
load average is printed, and the processor time an answer takes, which others hardly change.
"""

import argparse
import http.client
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # run by path, from anywhere
    sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402

from tests.warehouse.conftest import AS_OF, new_workspace, remits, spend_night  # noqa: E402
from warehouse.publish import publish  # noqa: E402
from warehouse.queries import open_published  # noqa: E402
from warehouse.review.events import FILE_NAME, Review, rebuilt  # noqa: E402
from warehouse.review.users import Users  # noqa: E402

PASSWORD = "correct horse battery"
POSTERS, ANALYSTS, PUBLISHES = 10, 4, 3
PAGE_MS, CHANGE_MS = 150, 80  # what p95 must stay below
RESTS, LOOKS = (1.0, 3.0), 1.0  # seconds between two steps of a poster, and between two questions of an analyst
ALONE = 30
SERVE = """
import sys
from datetime import date
from pathlib import Path
import uvicorn
from warehouse.worklist.app import create_app
from warehouse.worklist.state import AppState
data, day = Path(sys.argv[1]), date.fromisoformat(sys.argv[3])
app_state = AppState(data, data.parent / "archive", data / "last_failure.txt", day=lambda: day)
uvicorn.run(create_app(app_state), host="127.0.0.1", port=int(sys.argv[2]), access_log=False, log_level="warning",
    timeout_keep_alive=30)
"""
# The open disputes over and over, each copy with numbers and a window of its own; a night leaves them in this order.
MULTIPLY = """
create or replace table derived.batched_dispute as
select * replace (
    case copy when 0 then dispute_id else md5(dispute_id || copy) end as dispute_id,
    claim_id + copy * 1_000_000_000 as claim_id,
    patient_control_number || '-' || copy as patient_control_number,
    deadline + (copy % 300)::integer as deadline,
    shortfall + copy % 97 as shortfall,
    false as is_expired
)
from derived.batched_dispute, range($copies) as copies (copy)
order by deadline
"""
CLAIMS = "select distinct chain_id from claim_history order by all limit 200"
QUEUES = ("/", "/?sort=-shortfall", "/?least=50", "/?status=all&sort=patient", "/?assignee=-", "/?cause=units_cut")
SEARCHES = ("smith", "-77", "PE10", "mary -5")


@dataclass
class Record:
    """What one poster saw: seconds by kind of request, the changes that were acknowledged, what went wrong."""

    who: str
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    kept: list[str] = field(default_factory=list)
    conflicts: int = 0
    errors: list[str] = field(default_factory=list)


class Poster:
    """One browser: a connection, a session, and the record of what it did."""

    def __init__(self, port: int, name: str) -> None:
        self.record = Record(name)
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
        self.where = answer.headers.get("location", "")
        for cookie in answer.headers.get_all("set-cookie") or []:
            if cookie.startswith("shortpay_session=") or not self.cookie:
                self.cookie = cookie.split(";")[0]
        return answer.status, answer.read().decode()

    def timed(self, kind: str, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        started = time.perf_counter()
        code, text = self.ask(method, path, form)
        self.record.seconds[kind].append(time.perf_counter() - started)
        if code not in (200, 303, 409):
            self.record.errors.append(f"{kind}: {code}")
        return code, text

    def read(self, chance: random.Random) -> str:
        """One page of one kind or another; most are the queue."""
        if chance.random() < 0.1:
            self.ask("POST", "/find", {"csrf": self.csrf, "search": chance.choice(SEARCHES), "back": "/"})
            return self.timed("search", "GET", self.where)[1]
        return self.timed("queue", "GET", chance.choice(QUEUES))[1]

    def change(self, dispute: str, chance: random.Random) -> None:
        """A status and a note of its own, by which the event is found again."""
        note = f"{self.record.who} {len(self.record.kept)} {chance.random()}"
        status = chance.choice(["reviewing", "answered", "escalated"])
        form = {"csrf": self.csrf, "dispute": dispute, "status": status, "note": note}
        code, _ = self.timed("change", "POST", "/act", form)
        if code == 303:
            self.record.kept.append(note)
        self.record.conflicts += code == 409

    def work(self, until: float, chance: random.Random, claims: list[str]) -> None:
        while time.time() < until:
            try:
                rows = re.findall(r'data-dispute="([^"]+)"', self.read(chance))
                if chance.random() < 0.2:
                    self.timed("claim", "GET", f"/claim/{chance.choice(claims)}")
                if rows:
                    self.change(chance.choice(rows), chance)
            except OSError as error:
                self.record.errors.append(type(error).__name__)
                return
            time.sleep(chance.uniform(*RESTS))


def crew(port: int, names: list[str], seconds: float, claims: list[str]) -> list[Record]:
    """All posters, in one process, so that they cost the page's machine as little as possible."""
    posters = [Poster(port, name) for name in names]
    until = time.time() + seconds
    threads = [
        threading.Thread(target=each.work, args=(until, random.Random(n), claims)) for n, each in enumerate(posters)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [each.record for each in posters]


def analyse(data: Path, seconds: float) -> int:
    """An analyst with a DuckDB client: opens the published snapshot and queries it."""
    count, until = 0, time.time() + seconds
    while time.time() < until:
        with open_published(data) as con:
            con.execute("select payer, cause, count(*), sum(shortfall) from dispute_queue group by all").fetchall()
        count += 1
        time.sleep(LOOKS)
    return count


def alone(port: int, name: str, claims: list[str]) -> Record:
    """One poster on an idle page: the service times."""
    poster, chance = Poster(port, name), random.Random(835)
    for number in range(ALONE):
        _, page = poster.timed("queue", "GET", QUEUES[number % len(QUEUES)])
        poster.ask("POST", "/find", {"csrf": poster.csrf, "search": chance.choice(SEARCHES), "back": "/"})
        poster.timed("search", "GET", poster.where)
        poster.timed("claim", "GET", f"/claim/{chance.choice(claims)}")
        if rows := re.findall(r'data-dispute="([^"]+)"', page):
            poster.change(chance.choice(rows), chance)
    return poster.record


def at(times: list[float], share: float) -> float:
    """The time in ms that `share` of the requests stayed below."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)] * 1000


def said(kind: str, times: list[float]) -> str:
    middle, high, most = (at(times, share) for share in (0.5, 0.95, 1))
    return f"{kind:<8}{len(times):5} times, median {middle:4.0f} ms, p95 {high:4.0f} ms, most {most:4.0f} ms"


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
        (count,) = con.execute("select count(*) from derived.batched_dispute").fetchone()
        con.execute(MULTIPLY, {"copies": disputes // count + 1})
        (count,) = con.execute("select count(*) from dispute_queue").fetchone()
        claims = [row[0] for row in con.execute(CLAIMS).fetchall()]
    publish(space.working_database, space.data)
    review = Review(space.data / FILE_NAME)
    users, names = Users(review), [f"poster{number}" for number in range(POSTERS)]
    for name in names:
        users.add(name, PASSWORD, "poster")
    server = subprocess.Popen([sys.executable, "-c", SERVE, str(space.data), str(port), AS_OF.isoformat()], cwd=ROOT)
    try:
        wait_for(port)
        first = alone(port, names[0], claims)
        print(f"{count:,} disputes; one poster alone")
        for kind, times in first.seconds.items():
            print(f"  {said(kind, times)}")
        busy, spent = os.getloadavg()[0], processor_seconds(server.pid)
        with ProcessPoolExecutor(1 + ANALYSTS, mp_context=get_context("spawn")) as pool:
            working = pool.submit(crew, port, names, seconds, claims)
            looking = [pool.submit(analyse, space.data, seconds) for _ in range(ANALYSTS)]
            for _ in range(PUBLISHES):
                time.sleep(seconds / (PUBLISHES + 1))
                publish(space.working_database, space.data)
            records, queries = working.result(), sum(each.result() for each in looking)
        spent = processor_seconds(server.pid) - spent
    finally:
        server.terminate()
        server.wait(timeout=20)
    print(f"{POSTERS} posters, {ANALYSTS} analysts ({queries} queries), {PUBLISHES} publishes, {seconds} s")
    answers = sum(len(times) for each in records for times in each.seconds.values())
    print(f"  processor time of the page: {spent:.1f} s, {spent / answers * 1000:.0f} ms an answer, publishes included")
    judge([first, *records], records, review, busy)


def judge(everyone: list[Record], records: list[Record], review: Review, busy: float) -> None:
    """The times under load, what the log holds of what was acknowledged, and the verdict."""
    together: dict[str, list[float]] = defaultdict(list)
    for record in records:
        for kind, times in record.seconds.items():
            together[kind] += times
    for kind, times in together.items():
        print(f"  {said(kind, times)}")
    pages = [each for kind, times in together.items() if kind != "change" for each in times]
    page, change = at(pages, 0.95), at(together["change"], 0.95)
    errors = [error for record in everyone for error in record.errors]
    kept = {note for record in everyone for note in record.kept}
    noted = {row["became"] for row in review.read("select became from event where field = 'note'")}
    state = review.read("select kind, subject, field, value, event_id, who, happened_at from state order by 1, 2, 3")
    lost = len(kept - noted) + (rebuilt(review) != state)
    print(f"  {len(kept)} changes acknowledged, {sum(each.conflicts for each in records)} told that someone was faster")
    passed = page < PAGE_MS and change < CHANGE_MS and not errors and not lost
    print(
        f"{'PASS' if passed else 'FAIL'}: page p95 {page:.0f} ms (< {PAGE_MS}), change p95 {change:.0f} ms "
        f"(< {CHANGE_MS}), {len(errors)} errors {sorted(set(errors)) or ''}, {lost} lost updates; "
        f"load average {busy:.1f} before"
    )


def processor_seconds(process: int) -> float:
    """What a process took of the processor until now; unlike a time on the clock, others hardly change it."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(port: int) -> None:
    """Until the page answers: it lays out its disputes with the first question."""
    for _ in range(120):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=60).request("GET", "/sign-in")
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The page did not start.")


if __name__ == "__main__":
    main()
