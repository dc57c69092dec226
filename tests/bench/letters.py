"""`python tests/bench/letters.py [COUNT]`: how long COUNT letters take, facts and all, on the fixtures' night."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # run by path, from anywhere
    sys.path.insert(0, str(ROOT))

from contracts.letters.packet import claim_packet  # noqa: E402
from tests.warehouse.conftest import AS_OF, new_workspace, remits, spend_night  # noqa: E402
from warehouse.packet_facts import PacketFacts, ask  # noqa: E402
from warehouse.queries import open_published  # noqa: E402


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="shortpay-letters-") as folder:
        space = new_workspace(Path(folder) / "workspace")
        for path in remits():
            shutil.copy(path, space.inbox)
        spend_night(space.root)
        with open_published(space.data) as con:
            ids = [row[0] for row in con.execute("select dispute_id from dispute_queue order by rank").fetchall()]
            disputes = ask(con, "disputes_of", disputes=ids)
            started, worked = time.perf_counter(), time.process_time()
            size = 0
            for number in range(0, count, len(disputes)):
                gathered = PacketFacts(con, space.archive, disputes)
                for place, dispute in enumerate(disputes[: count - number]):
                    # Another number on every letter, so that none is taken from the compiler's memory.
                    claim = gathered.claim({**dispute, "agreement": f"{dispute['agreement']}_{number + place}"}, ())
                    size += len(dict(claim_packet(claim, AS_OF))["letter.pdf"])
        took, busy = time.perf_counter() - started, time.process_time() - worked
    print(
        f"{count} letters: {took:.1f} s by the clock, {busy:.1f} s of processor time, {size / count / 1000:.0f} KB each"
    )


if __name__ == "__main__":
    main()
