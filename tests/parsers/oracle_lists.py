"""The half of the slow reader that lists what may repeat: references, dates, amounts, parties, adjustments, remarks."""

from __future__ import annotations

from tests.parsers.oracle_values import code, components, day, money, quantity


class Lists:
    """Adds to the `tables` of a reader that has the current `payment`, `claim` and `line`."""

    def keys(self, s, names=("payment_number", "claim_number", "line_number")):
        owners = {"payment_number": self.payment, "claim_number": self.claim, "line_number": self.line}
        return {
            "file_number": self.file,
            "segment_number": s.number,
            **{name: owners[name].row[name] if owners[name] else None for name in names},
        }

    def lists(self, s):
        leveled = {**self.keys(s), "level": s.level}
        if s.tag == "REF":
            self.add("reference", s, {**leveled, "qualifier": s[1]}, {"value": 2, "description": 3})
        elif s.tag == "AMT":
            self.add("amount", s, {**leveled, "qualifier": s[1]}, {"amount": 2}, money)
        elif s.tag == "QTY":
            self.tables["quantity"].append({**leveled, "qualifier": s[1], "quantity": quantity(s[2])})
        elif s.tag == "DTM":
            self.add("date", s, {**leveled, "qualifier": s[1]}, {"date": 2}, day)
        elif s.tag == "N1":
            places = {"last_or_organization": 2, "id_qualifier": 3, "id": 4}
            self.add("party", s, {**leveled, "entity": s[1], "first": None}, places)
        elif s.tag == "NM1":
            places = {"last_or_organization": 3, "first": 4, "id_qualifier": 8, "id": 9}
            self.add("party", s, {**leveled, "entity": s[1]}, places)
        elif s.tag == "PER":
            leveled.pop("line_number")
            for place in (3, 5, 7):
                if s[place] or s[place + 1]:
                    self.tables["contact"].append(
                        {**leveled, "function_code": s[1], "name": s[2], "qualifier": s[place], "number": s[place + 1]}
                    )
        else:
            self.repeats(s)

    def add(self, table, s, row, places, typed=str):
        """A row whose elements may be columns of what it belongs to: that is known when this has been closed."""
        row |= {name: s[place] and typed(s[place]) for name, place in places.items()}
        self.tables[table].append(row)
        sent = {place for name, place in places.items() if row[name] is not None}
        self.open.append((row, sent, s.gathered))

    def repeats(self, s):
        add = self.tables
        if s.tag == "CAS" and s.level in ("claim", "line"):
            for ordinal, place in enumerate(range(2, 20, 3), start=1):
                if s[place] or s[place + 1] or s[place + 2]:
                    sent = {"reason_code": s[place], "amount": money(s[place + 1]), "quantity": quantity(s[place + 2])}
                    add["adjustment"].append(
                        {**self.keys(s), "adjustment_ordinal": ordinal, "group_code": s[1], **sent}
                    )
        elif s.tag in ("MIA", "MOA", "LQ"):
            self.remarks(s)
        elif s.tag == "PLB":
            for ordinal, place in enumerate(range(3, 15, 2), start=1):
                parts = components(s[place], self.mark)
                if parts[0] or parts[1] or s[place + 1]:
                    sent = {"reason_code": parts[0], "reference": parts[1], "amount": money(s[place + 1])}
                    who = {"provider_id": s[1], "fiscal_period_date": day(s[2])}
                    add["provider_adjustment"].append(
                        {**self.keys(s, ("payment_number",)), "adjustment_ordinal": ordinal, **who, **sent}
                    )

    def remarks(self, s):
        if s.tag == "LQ" and s.level in ("claim", "line"):
            self.tables["remark"].append({**self.keys(s), "source": "LQ", "code_list": s[1], "code": code(s[2])})
        elif s.tag != "LQ" and s.level == "claim":
            for place in (5, 20, 21, 22, 23) if s.tag == "MIA" else (3, 4, 5, 6, 7):
                if s[place]:
                    self.tables["remark"].append(
                        {**self.keys(s), "source": s.tag, "code_list": None, "code": code(s[place])}
                    )
