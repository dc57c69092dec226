"""`python -m tests.documents`: writes docs/rules.md, docs/views.md and docs/lineage.md again."""

import tempfile
from pathlib import Path

from tests.documents import lineage_page, rules_page, views_page
from tests.flows.conftest import ROOT, fill, spend
from warehouse.queries import open_published

RULES = ROOT / "docs" / "rules.md"
VIEWS = ROOT / "docs" / "views.md"
LINEAGE = ROOT / "docs" / "lineage.md"
# One remittance is enough: the views and their columns do not depend on what arrived.
REMITTANCE = "20260112_juniper.835"


def views(root: Path) -> str:
    """The views of a small night at `root`."""
    spend(fill(root, REMITTANCE))
    with open_published(root / "data") as con:
        return views_page.page(con)


if __name__ == "__main__":
    RULES.write_text(rules_page.page(), "utf-8")
    LINEAGE.write_text(lineage_page.page(), "utf-8")
    with tempfile.TemporaryDirectory() as folder:
        VIEWS.write_text(views(Path(folder) / "night"), "utf-8")
