"""How units of a day count: limits, further units at another fee, Medicare's reduction as a share of a fee."""

from fractions import Fraction

from tests.contracts.oracle import cms
from tests.contracts.oracle.clauses import holds_code
from tests.contracts.oracle.cms import rounded
from tests.contracts.oracle.together import NOTHING


class Units:
    """What a visit needs of these; lines, terms, units, flat, further, dead, apart and why are the visit's."""

    def limit(self):
        limits = self.terms.get("max_timed_units_per_visit", [])
        counted = [max(line["units"], 0) for line in self.lines]
        for clause in [limits] if isinstance(limits, dict) else limits:
            self.within(clause, counted)

    def within(self, clause, counted):
        inside = [at for at, line in enumerate(self.lines) if holds_code(clause, line["code"])]
        if sum(counted[at] for at in inside) <= clause["units"]:
            return
        covers = clause.get("covers", "line_order")
        if covers != "line_order":
            if any(self.lines[at]["units"] > 0 and (self.dead[at] or self.flat[at] is not None) for at in inside):
                self.refuse([at for at in inside if not self.dead[at]])
                return
            sign = -1 if covers == "dearest" else 1
            inside.sort(key=lambda at: sign * max(self.units[at], default=Fraction(0)))
        left = clause["units"]
        for at in inside:
            payable = min(counted[at], left)
            left -= payable
            if payable < counted[at] and self.flat[at] is not None and not self.dead[at]:
                self.kill(at)
            self.units[at], counted[at] = self.units[at][:payable], payable

    def later_units(self):
        seen = set()
        for at, line in enumerate(self.lines):
            if self.further[at] is None or self.dead[at] or not self.units[at]:
                continue
            first = [] if line["code"] in seen else self.units[at][:1]
            self.units[at] = first + [self.further[at]] * (len(self.units[at]) - len(first))
            seen.add(line["code"])

    def shares(self):
        """Medicare's reduction of therapy as a share of the schedule's fee."""
        if self.terms.get("mppr") != "practice_expense_share":
            return
        therapy, unknown = {}, []
        for at, line in enumerate(self.lines):
            if self.apart[at] or line["units"] <= 0 or (self.dead[at] and self.why[at] == NOTHING):
                continue
            found = cms.fee(line["code"], [], self.on, self.place, "national")
            if isinstance(found, tuple) or found.row["mult"] != "5":
                continue
            if self.dead[at] or self.flat[at] is not None:
                unknown.append(at)
            elif self.units[at]:
                therapy[at] = found
        count = sum(self.lines[at]["units"] if at in unknown else len(self.units[at]) for at in {*therapy, *unknown})
        if count <= 1:
            return
        if unknown:
            self.refuse([*therapy, *unknown])
            return
        top = max(therapy, key=lambda at: (therapy[at].pe, self.units[at][0], -at))
        for at, found in therapy.items():
            pe, whole = found.pe, found.pe + Fraction(found.row["work"]) + Fraction(found.row["mp"])
            cut = rounded(self.units[at][0] * (1 - pe / 2 / whole))
            self.units[at] = [unit if at == top and i == 0 else cut for i, unit in enumerate(self.units[at])]
