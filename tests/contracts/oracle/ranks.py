"""Operations, endoscopies and diagnostic tests of a day, ranked against each other as Medicare does."""

from fractions import Fraction

from tests.contracts.oracle.cms import rounded

RANKS = (Fraction(1), Fraction(1, 2), Fraction(1, 2), Fraction(1, 2), Fraction(1, 2))
TECHNICAL = {"4": Fraction(1, 2), "6": Fraction(3, 4), "7": Fraction(4, 5)}
PROFESSIONAL = {"4": Fraction(95, 100), "6": Fraction(1), "7": Fraction(1)}


class Ranks:
    """What a visit needs of these; lines, units, fees, dead and pairs are the visit's."""

    # Surgery and endoscopy

    def surgery(self):
        places = self.alive("2", "3")
        if not self.ranks or not places:
            return
        if self.has_rival("2", "3"):
            self.refuse(places)
            return
        groups = {}
        for at in places:
            mods = set(self.lines[at]["mods"])
            role = "helper" if mods & {"80", "81", "82"} else "AS" if "AS" in mods else "62" if "62" in mods else ""
            groups.setdefault((role, bool(mods & {"55", "56"})), []).append(at)
        for group in groups.values():
            self.rank(group)

    def rank(self, group):
        procedures = []  # each a list of [line, place of the unit in the line]
        for at in group:
            pair = next((pair for pair in self.pairs if at in pair), None)
            if pair is None:
                procedures += [[(at, unit)] for unit in range(len(self.units[at]))]
            elif at == pair[0]:
                procedures.append([(pair[0], 0), (pair[1], 0)])
        procedures = self.with_families(procedures)
        if procedures is None:
            self.refuse(group)
        elif len(procedures) > 1:
            self.cut_procedures(procedures)

    def with_families(self, procedures):
        families = {}
        for procedure in procedures:
            row = self.fees[procedure[0][0]].row
            if row["mult"] == "3":
                families.setdefault(row["base"], []).append(procedure)
        for procedure in procedures:
            row = self.fees[procedure[0][0]].row
            if row["code"] in families:
                if row["mult"] == "3":
                    return None
                families[row["code"]].append(procedure)
        for base, family in families.items():
            if len(family) > 1:
                if not self.without_base(base, family):
                    return None
                procedures = [each for each in procedures if each not in family]
                procedures.append([unit for procedure in family for unit in procedure])
        return procedures

    def cut_procedures(self, procedures):
        procedures.sort(key=lambda each: (-sum(self.units[at][unit] for at, unit in each), min(at for at, _ in each)))
        late = [at for procedure in procedures[5:] for at, _ in procedure]
        for share, procedure in zip(RANKS, procedures, strict=False):
            for at, unit in procedure:
                self.units[at][unit] = rounded(self.units[at][unit] * share)
        self.refuse(late)

    def without_base(self, base, family):
        worth = {}
        for procedure in family:
            (at, unit), *more = procedure
            if more or self.units[at][unit] != self.share(self.fees[at].full, at):
                return False
            worth[at, unit] = self.units[at][unit]
        candidates = [key for key in worth if self.lines[key[0]]["code"] != base]
        top = max(candidates, key=lambda key: (worth[key], -key[0], -key[1]))
        found = self.fee(base, [], top[0])
        if isinstance(found, tuple):
            return False
        less = self.share(found.full, top[0])
        for (at, unit), price in worth.items():
            if (at, unit) != top:
                self.units[at][unit] = max(price - less, Fraction(0))
        return True

    # Diagnostic tests

    def tests(self):
        for kind in TECHNICAL:
            places = [at for at in self.alive(kind) if any(self.units[at])]
            if self.ranks and places and self.has_rival(kind):
                self.refuse(places)
            elif self.ranks and sum(len(self.units[at]) for at in places) > 1:
                self.cut_tests(places, kind)

    def cut_tests(self, places, kind):
        halves = {}
        for at in places:
            row, price = self.fees[at].row, self.units[at][0]
            if row["mod"]:
                halves[at] = {row["mod"]: price}
            elif row["pctc"] == "3":
                halves[at] = {"TC": price}
            elif row["pctc"] == "1":
                pieces = {part: self.fee(row["code"], [part], at) for part in ("26", "TC")}
                if any(isinstance(piece, tuple) for piece in pieces.values()):
                    return self.refuse(places)
                halves[at] = {part: self.share(piece.full, at) for part, piece in pieces.items()}
            else:
                return self.refuse(places)
        shares = {"TC": TECHNICAL[kind], "26": PROFESSIONAL[kind], "53": Fraction(1)}
        used = set()
        tops = {}
        for part in ("TC", "26"):
            having = [at for at in places if part in halves[at]]
            if having:
                tops[part] = max(having, key=lambda at: (halves[at][part], -at))
        for at in places:
            whole = self.units[at][0]
            for unit in range(len(self.units[at])):
                kept = {}
                for part, price in halves[at].items():
                    is_first = tops.get(part) == at and part not in used
                    used |= {part} if is_first else set()
                    kept[part] = price if is_first or shares[part] == 1 else rounded(price * shares[part])
                untouched = all(kept[part] == halves[at][part] for part in kept)
                self.units[at][unit] = whole if untouched else sum(kept.values())
        return None
