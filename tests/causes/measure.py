"""`python -m tests.causes.measure [SEED ...]`: the share of short lines whose cause is named right, kind by kind."""

import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.causes.short_year import Known, year
from tests.warehouse.conftest import fixture_contracts, new_workspace, spend_night
from warehouse.queries import open_published

SHORT = """
select
    patient_control_number, agreement, procedure_code, units_billed, expected_allowed, actual_allowed, cause,
    cause_confidence, cause_sentence, state
from line_review
where state in ('priced_short', 'priced_rate_finding')
union all
select
    any_value(l.patient_control_number), any_value(l.agreement), 'visit', 1, any_value(v.expected_allowed),
    any_value(v.actual_allowed), any_value(l.cause), any_value(l.cause_confidence), any_value(l.cause_sentence),
    any_value(l.state)
from line_review as l
inner join visit_review as v using (visit_id)
where v.state = 'priced_short'
group by l.visit_id
order by all
"""


@dataclass(frozen=True)
class Named:
    """A short line or visit with the cause that is known and the one that was named."""

    known: Known
    agreement: str
    line: str
    cause: str | None
    confidence: str | None
    sentence: str | None

    @property
    def is_right(self) -> bool:
        return self.cause == self.known.cause


def named(seed: int, root: Path) -> list[Named]:
    """What one night in a new workspace says of the year."""
    known: dict[str, Known] = {}
    space = new_workspace(root)
    for number, (content, claims) in enumerate(year(fixture_contracts()[1], seed)):
        (space.inbox / f"{number:03d}.835").write_bytes(content)
        known |= {each.account: each for each in claims}
    spend_night(space.root)
    with open_published(space.data) as con:
        rows = con.execute(SHORT).fetchall()
    return [
        Named(known[account], agreement, f"{code} x{units} {owed} {allowed} {state}", cause, confidence, sentence)
        for account, agreement, code, units, owed, allowed, cause, confidence, sentence, state in rows
    ]


def main(seeds: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = [each for seed in seeds for each in named(seed, Path(folder) / str(seed))]
    right, all_of = Counter(), Counter()
    for each in found:
        all_of[each.known.mistake] += 1
        right[each.known.mistake] += each.is_right
    for each in found:
        if not each.is_right:
            print(
                each.agreement, each.known.account, each.known.mistake, "|", each.line, "|", each.cause, each.sentence
            )
    for mistake, count in sorted(all_of.items()):
        print(f"{right[mistake]:4} of {count:4}  {mistake}")
    print(f"{sum(right.values())} of {len(found)} = {sum(right.values()) / len(found):.4f}")


if __name__ == "__main__":
    main([int(seed) for seed in sys.argv[1:]] or [1])
