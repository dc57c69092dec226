"""A step that takes its amount from a fee schedule names the row, in a field and not only in its sentence."""

from contracts.steps import Expectation
from tests.contracts.world import book, priced


def test_every_scheduled_step_names_the_row_it_took() -> None:
    named = 0
    for agreement in book():
        for terms in agreement.terms:
            if terms.schedule is None:
                continue
            rows = {row.number: row for row in terms.schedule.rows}
            for row in rows.values():
                outcome = priced(agreement.id, terms.effective_from, [f"1 x {row.code} for 900.00"]).lines[0]
                for step in outcome.steps if isinstance(outcome, Expectation) else ():
                    assert (step.schedule_row is not None) == (step.rule == "scheduled_fee")
                    if step.schedule_row is not None:
                        file, number = step.schedule_row
                        assert file == terms.schedule.file
                        assert rows[number].code == row.code
                        assert step.source.endswith(f"; {file} row {number}")
                        named += 1
    assert named > 20
