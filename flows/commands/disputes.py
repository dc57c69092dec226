"""`queue` and `explain`: what is owed, and why, from the published snapshot."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import AsOfOption, WorkspaceOption, day, workspace_of
from flows.errors import FAILED, WorkspaceError
from flows.terminal.tables import QUEUE_BRIEF, Format, with_cause_labels, write_rows


def queue(
    context: typer.Context,
    as_of: AsOfOption = None,
    payer: Annotated[str | None, typer.Option(help="Part of the payer's name, or the id of an agreement.")] = None,
    form: Annotated[
        Format, typer.Option("--format", help="How to write it; table shows the main columns only.")
    ] = Format.TABLE,
    output: Annotated[Path | None, typer.Option(help="The workbook to write (xlsx); otherwise outbox/.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """The open disputes, the one that closes first on top."""
    from warehouse import queries  # noqa: PLC0415 -- keeps --help fast

    place = workspace_of(context, workspace)
    with queries.open_published(place.data) as con:
        rows = queries.queue(con, as_of=day(as_of), payer=payer)
        columns = con.view("dispute_queue").columns
    if form is Format.XLSX:
        looked_from = day(as_of) or (rows[0]["as_of"] if rows else "empty")
        output = output or place.outbox / f"dispute_queue_{looked_from}.xlsx"
    shown = with_cause_labels(rows) if form is Format.TABLE else rows
    write_rows(shown, columns, form, brief=QUEUE_BRIEF, file=output)
    if form is Format.XLSX:
        print(output)
    elif form is Format.TABLE and not rows:
        print("No dispute is open.", file=sys.stderr)


def explain(
    context: typer.Context,
    claim: Annotated[str, typer.Argument(help="Our claim number, the payer's, or a dispute id.")],
    line: Annotated[int | None, typer.Argument(help="One service line, by its place in the claim.")] = None,
    verify: Annotated[  # noqa: FBT002 -- typer
        bool, typer.Option("--verify", help="Read the archived file and price everything again, and compare.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """How the expected amount of a claim came about, step by step, with the source of every number."""
    from contracts.codes.official_wording import load  # noqa: PLC0415
    from flows.terminal.explanation import explanation  # noqa: PLC0415
    from flows.terminal.verification import proof_of, proof_text  # noqa: PLC0415
    from warehouse import queries  # noqa: PLC0415

    place = workspace_of(context, workspace)
    with queries.open_published(place.data) as con:
        answers = queries.explain(con, claim, line)
    if not any(answer.lines for answer in answers):
        where = f"service line {line} of claim {claim}" if answers and line is not None else f"claim {claim}"
        raise WorkspaceError(
            f"There is no {where} in the published snapshot. Numbers are compared as the payer sent them."
        )
    print(explanation(answers, load(place.wordings)))
    if verify:
        proof = proof_of(place, answers)
        print()
        print(proof_text(proof))
        if proof.differences:
            raise typer.Exit(FAILED)
