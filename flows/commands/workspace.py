"""`init`: makes a workspace with commented examples of everything a user writes."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from flows.errors import WorkspaceError
from flows.workspace import FOLDERS, SETTINGS_FILE

PRIVATE = {"archive", "data", "outbox"}


def init(directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where; made when missing.")]) -> None:
    """Make a new workspace with commented examples."""
    for path in create(directory):
        print(path)
    print(f"\nNext: write your practices into {directory / SETTINGS_FILE}, then run")
    print(f"  shortpay --workspace {directory} contracts check")


def create(directory: Path) -> list[Path]:
    """Write the folders and examples of a workspace; return the files. Raises WorkspaceError rather than overwrite."""
    with as_file(files("flows") / "template") as template:
        examples = sorted(path for path in template.rglob("*") if path.is_file())
        targets = [directory / path.relative_to(template) for path in examples]
        taken = [target for target in targets if target.exists()]
        if taken:
            raise WorkspaceError(f"{taken[0]} is there already; nothing was written. Choose another folder.")
        directory.mkdir(parents=True, exist_ok=True)
        for folder in FOLDERS:
            (directory / folder).mkdir(exist_ok=True, mode=0o700 if folder in PRIVATE else 0o777)
        for example, target in zip(examples, targets, strict=True):
            target.write_bytes(example.read_bytes())
    return targets
