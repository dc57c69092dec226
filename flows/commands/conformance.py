"""`conformance`: lists what a remittance does otherwise than the 005010X221A1 guide; no check of its money."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import WorkspaceOption, workspace_of
from flows.commands.show import find_file
from flows.terminal.tables import Format, write_rows
from parsers.guide.conformance import Severity, check

COLUMNS = ("severity", "segment_number", "occurrences", "sentence", "reason", "code")
NAMES: dict[Severity, str] = {"error": "errors", "warning": "warnings", "note": "notes"}


def conformance(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A name from file_log, or a path.")],
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option(help="The workbook to write (xlsx).")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Check one remittance against the guide; what is read and posted does not depend on it."""
    place = workspace_of(context, workspace)
    content, _ = find_file(place, file)
    findings = check(content)
    if form is not Format.TABLE:
        rows = [
            {"occurrences" if name == "count" else name: getattr(each, name) for name in each.__slots__}
            for each in findings
        ]
        write_rows(rows, COLUMNS, form, file=output or place.outbox / "conformance.xlsx")
        return
    for each in findings:
        where = f"segment {each.segment_number}" if each.segment_number else "file"
        often = f", {each.count} times" if each.count > 1 else ""
        print(f"{each.severity:<8} {where}{often}: {each.sentence}")
        print(f"         {each.reason} [{each.code}]")
    counts = {severity: sum(each.severity == severity for each in findings) for severity in NAMES}
    summary = ", ".join(f"{count} {NAMES[severity]}" for severity, count in counts.items() if count)
    print(summary or "Nothing to object to.")
