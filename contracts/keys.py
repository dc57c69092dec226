"""The text under which a decision is stored: one JSON spelling, the same that DuckDB's to_json writes."""

import json
from collections.abc import Mapping


def write_key(fields: Mapping[str, object]) -> str:
    """Compact JSON in the order of `fields`, letters beyond ASCII as they are."""
    return json.dumps(fields, separators=(",", ":"), ensure_ascii=False)


def read_key(key: str) -> dict[str, object]:
    """The fields of a key. Raises ValueError on text that is no JSON object: a bug of the caller, not bad data."""
    fields = json.loads(key)
    if not isinstance(fields, dict):
        raise ValueError("a key is a JSON object")  # noqa: TRY004 -- the text is wrong, not its Python type
    return fields


def text_or_none(fields: Mapping[str, object], name: str) -> str | None:
    value = fields[name]
    return None if value is None else str(value)
