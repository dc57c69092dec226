"""What a night did and found, for the terminal: files, payments, lines, what was held, the top of the queue."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from flows.night import NightReport
from flows.terminal.tables import QUEUE_BRIEF, Row, print_table, with_cause_labels
from flows.workspace import Workspace
from warehouse import queries

TOP = 10
HELD_SHOWN = 20
PAYERS_SHOWN = 20
TRIAL = """\
*** A TRIAL: test interchanges (ISA15 = T) count as production. Nothing of this queue may be sent to a payer. ***
*** The next night without --as-production judges every claim again and withdraws the disputes of tests.      ***"""
OUTCOMES = ("priced", "unpriced")


def print_night(workspace: Workspace, report: NightReport) -> None:
    """Print a summary of the snapshot that this night published."""
    loaded, pricing = report.loaded, report.pricing
    if report.as_production:
        print(TRIAL)
    print(f"The night of {report.as_of}")
    print(f"  {report.received} remittances came in, {report.known} were known, {report.refused} files were refused")
    print(f"  {loaded.read} read: {loaded.payments} payments, {loaded.claims} claims, {loaded.lines} service lines")
    print(f"  {pricing.situations} distinct situations, {pricing.newly_priced} priced for the first time")
    if not (loaded.read or loaded.same_bytes or loaded.refused or pricing.newly_priced):
        print("  Nothing new: nothing was loaded or priced, only the days were counted again.")
    with queries.open_published(workspace.data) as con:
        summary = queries.night_summary(con)
        queue = queries.queue(con)
    _table("Files", summary["files"])
    _table("Payments", summary["payments"])
    _table("Service lines", [{k: v for k, v in row.items() if k != "sentence"} for row in summary["states"]])
    _table("Disputes", summary["disputes"])
    _table("Interest owed for late payment", summary["interest"])
    _coverage(summary["coverage"])
    _unmapped(workspace, summary["unmapped"])
    _questions(summary["questions"])
    _table("Held", summary["held"][:HELD_SHOWN])
    if len(summary["held"]) > HELD_SHOWN:
        print(f"... and {len(summary['held']) - HELD_SHOWN} more: shortpay sql 'from held'")
    _table("Top of the queue", with_cause_labels(queue[:TOP]), QUEUE_BRIEF)
    if not queue:
        print("\nNo dispute is open.")


def print_timings(seconds: Mapping[str, Decimal]) -> None:
    """Print the seconds of each stage, in the order of the night, and of every step that took a hundredth of it."""
    stages: dict[str, Decimal] = {}
    for name, spent in seconds.items():
        stage = name.split(".")[0]
        stages[stage] = stages.get(stage, Decimal()) + spent
    night = sum(stages.values(), Decimal())
    stages["all"] = night
    _table("Seconds by stage", [{"stage": stage, "seconds": spent} for stage, spent in stages.items()])
    steps = sorted(seconds.items(), key=lambda step: step[1], reverse=True)
    slow = [{"step": name, "seconds": spent} for name, spent in steps if "." in name and spent * 100 >= night]
    _table("Steps of a hundredth or more", slow)


def _coverage(rows: Sequence[Row]) -> None:
    """How many payable lines have a price, and why the others have none."""
    count = {outcome: sum(row["line_count"] for row in rows if row["outcome"] == outcome) for outcome in OUTCOMES}
    if not sum(count.values()):
        return
    print(f"\nCoverage: {count['priced']} of {count['priced'] + count['unpriced']} payable lines have a price")
    unpriced = [row for row in rows if row["outcome"] == "unpriced"]
    _table("Could not be priced", [{k: v for k, v in row.items() if k != "outcome"} for row in unpriced])


def _unmapped(workspace: Workspace, rows: Sequence[Row]) -> None:
    """The payers whose claims match no agreement, as they sign, and what makes them match one."""
    if not rows:
        return
    _table("Payers without an agreement", rows[:PAYERS_SHOWN])
    if len(rows) > PAYERS_SHOWN:
        query = "from line_review where state = 'unmapped_contract'"
        print(f'... and {len(rows) - PAYERS_SHOWN} more: shortpay sql "{query}"')
    first = rows[0]
    named = f'payer_ids = ["{first["payer_id"]}"]' if first["payer_id"] else f'payer_names = ["{first["payer"] or ""}"]'
    if first["filing_code"]:
        named += f', claim_filing_codes = ["{first["filing_code"]}"]'
    print("Nothing of them is compared. Write an agreement for each, with what it signs under [applies_to]:")
    print(f"  {workspace.agreements / 'NAME.toml'}: {named}")
    print("or choose one on file on the page Payers (shortpay worklist). Then: shortpay nightly")


def _questions(rows: Sequence[Row]) -> None:
    """What is short in one way on nearly every line, and waits for an answer about our own entry."""
    if not rows:
        return
    print("\nQuestions about the agreements on file; until they are answered, these lines are not disputed")
    for row in rows:
        print(f"  {row['agreement']}, short by {row['short_amount']:,.2f} on {row['line_count']} lines:")
        print(f"    {row['sentence']}")


def _table(title: str, rows: Sequence[Row], columns: Sequence[str] = ()) -> None:
    if rows:
        print()
        print_table(rows, columns or list(rows[0]), title=title)
