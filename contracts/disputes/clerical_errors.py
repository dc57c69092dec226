"""Which causes of a shortage are clerical errors: Medicare corrects them by a reopening, not by an appeal.

Sources and the day they were checked are in `clerical_errors.toml` beside this file.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def clerical_errors() -> frozenset[str]:
    """The causes that a clerical-error reopening can correct."""
    return frozenset(cause for row in kinds().values() if row["is_clerical_error"] for cause in row["causes"])


@cache
def kinds() -> dict[str, Any]:
    """Every kind of mistake by its name, with its causes; the last one is no clerical error."""
    return tomllib.loads((files("contracts") / "disputes" / "clerical_errors.toml").read_text(encoding="utf-8"))
