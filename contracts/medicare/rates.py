"""What Medicare pays for one unit of a service at a place on a day, or why there is no such price.

Order of the calculation: release by date of service, row by code and component, status, setting, indices with the
work floor of the day, conversion factor of the day, imaging cap, one rounding. What needs the other lines of the day
(multiple procedures, units) or comes after the allowed amount (assistants, sequestration) does not belong here.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Final, cast

from contracts.medicare import gpci, rvu
from contracts.medicare import locality as zips
from contracts.medicare.fees import FeeAsked, MedicareFee, RateRefusal, Rates, Reason
from contracts.medicare.formula import NATIONAL, PlaceIndices, formula_price
from contracts.medicare.law import ConversionFactorKind, Law, LawPeriod
from contracts.medicare.payable import row_for, setting_for
from contracts.medicare.ratefile import RateFileError
from contracts.medicare.releases import ServingRelease, serving_release

__all__ = ["MedicareFee", "MedicareRates", "RateRefusal", "Reason"]

SHIPPED: Final = Path(__file__).parent / "data"
NAMES: Final = {
    "rvu": re.compile(r"RVU\d{2}[A-D]R?"),
    "gpci": re.compile(r"\d{4}"),
    "zip5": re.compile(r"\d{4}Q[1-4]"),
}
FIRST_APM_YEAR: Final = 2026
MOVES_PRICES: Final = (
    "bilateral",
    "conversion_factor",
    "diagnostic_mppr",
    "facility_places",
    "non_physician_practitioners",
    "participation",
    "surgery_mppr",
    "surgical_roles",
    "therapy_mppr",
    "work_floor",
)


@dataclass(frozen=True, slots=True)
class _Place:
    key: str
    indices: PlaceIndices
    floor_applied: bool
    source: str


class MedicareRates(Rates):
    """The rates of this version, with a workspace's imported files in place of ours. Files are read when first needed.

    Every method raises RateFileError or LawError where a file of the workspace is broken.
    """

    def __init__(self, files: Mapping[str, Path], law: Law) -> None:
        super().__init__(law)
        self._files = files
        self._loaded: dict[str, rvu.Release] = {}
        self._serving: dict[date, ServingRelease | None] = {}

    @classmethod
    def load(cls, workspace_rates: Path | None = None) -> "MedicareRates":
        """The shipped extract; a file of the same release, year or quarter in the workspace takes its place."""
        roots = [SHIPPED] if workspace_rates is None else [SHIPPED, workspace_rates]
        found = [(kind, path) for root in roots for kind in NAMES for path in (root / kind).glob("[!.]*.csv")]
        for kind, path in found:
            if not NAMES[kind].fullmatch(path.stem):
                raise RateFileError(path, 1, f"is not named like the {kind} files an import writes")
        files = {f"{kind}/{path.stem}": path for kind, path in found}
        return cls(files, Law(workspace_rates / "law" if workspace_rates else None))

    @cached_property
    def repricing_modifiers(self) -> Mapping[str, str]:
        document = self.law.document("modifiers")
        return {**document["components"], **document["by_rule"], **document["needs_review"]}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over every file that can move a price or a locality."""
        law = {f"law/{path.stem}": path for path in self.law.paths()}
        files = sorted({**self._files, **law}.items())
        lines = [f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for name, path in files]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def release(self, name: str) -> rvu.Release:
        """The relative values of a loaded release ('RVU26C'), whole or as shipped."""
        if name not in self._loaded:
            path = self._files[f"rvu/{name}"]
            release = rvu.read(path)
            if release.name != name:
                raise RateFileError(path, 1, f"holds {release.name}")
            self._loaded[name] = release
        return self._loaded[name]

    def breaks(self) -> tuple[date, ...]:
        """The days on which a fee or its note may change, in order."""
        years = {rvu_year(name) for name in self._names("rvu")} | {int(name) for name in self._names("gpci")}
        days = {date(year, 1, 1) for year in years} | {date(year + 1, 1, 1) for year in years}
        days |= {first for year in years for first, _ in self.law.releases_of(year)}
        first = min(days, default=date.max)
        return tuple(sorted(days | {day for name in MOVES_PRICES for day in self.law.changes(name) if day >= first}))

    def locality_of_zip(self, zip5: str) -> str | RateRefusal:
        """The locality ('11502/00') of a 5-digit ZIP by the newest ZIP file; localities have not moved since 2024."""
        found = self._zips.find(zip5)
        if found is None:
            return RateRefusal("no_locality", f"ZIP {zip5} is not in the CMS ZIP file of {self._zips.quarter}")
        if found.is_ambiguous:
            return RateRefusal(
                "ambiguous_zip", f"ZIP {zip5} lies in more than one Medicare locality; name the site's locality instead"
            )
        return found.locality

    def localities(self) -> Mapping[str, gpci.Locality]:
        """'11502/00' -> the locality, for every locality of the newest year in the order of CMS."""
        return {place.key: place for place in self._indices[max(self._indices)].localities}

    def unfloored_work(self, locality: str, on: date) -> Decimal | None:
        """The work index below the 1.0 floor; None where the floor does nothing or CMS prints no other."""
        found = gpci.find(locality, on.year, self._indices) if on.year in self._indices else None
        lapsed = found.work("lapsed") if found else None
        raised = found.work("in_force") if found else None
        return lapsed[0] if lapsed and raised and lapsed[0] < raised[0] else None

    def facility_place(self, place_of_service: str | None, on: date) -> bool:
        period = self.law.timeline("facility_places").on(on)
        return period is not None and place_of_service in period.value

    def telehealth_place(self, place_of_service: str | None, on: date) -> bool:
        period = self.law.timeline("telehealth_places").on(on)
        return period is not None and place_of_service in period.value

    def home_places(self, on: date) -> tuple[str, ...]:
        """The places of service where the patient lives."""
        period = self.law.timeline("home_places").on(on)
        return () if period is None else tuple(period.value)

    def _answer(self, asked: FeeAsked) -> MedicareFee | RateRefusal:
        chosen = self._release_serving(asked.on)
        if chosen is None:
            return RateRefusal(
                "no_release_for_dos", f"no relative value file for services of {asked.on.year} is loaded"
            )
        release = self.release(chosen.name)
        row = row_for(release, asked.code, asked.modifiers, self.law)
        if isinstance(row, RateRefusal):
            return row
        setting = setting_for(row, self.law.document("therapy_mppr")["indicator"], facility=asked.facility)
        if isinstance(setting, RateRefusal):
            return setting
        place = self._place(asked.locality, asked.on)
        if isinstance(place, RateRefusal):
            return place
        factor = self._conversion_factor(release, asked.on, apm=asked.qualifying_apm)
        if isinstance(factor, RateRefusal):
            return factor
        return self._priced(row, chosen, setting, place, factor, asked.on)

    def _release_serving(self, on: date) -> ServingRelease | None:
        if on not in self._serving:
            self._serving[on] = serving_release(on, self._names("rvu"), self.law)
        return self._serving[on]

    def _priced(
        self,
        row: rvu.RelativeValues,
        chosen: ServingRelease,
        setting: tuple[bool, str | None],
        place: _Place,
        factor: tuple[Decimal, str],
        on: date,
    ) -> MedicareFee:
        facility, setting_note = setting
        kept = self._reduced_share(on)
        price = formula_price(row, place.indices, factor[0], facility=facility, reduced_share=kept)
        return MedicareFee(
            code=row.code,
            modifier=row.modifier or None,
            facility=facility,
            locality=place.key,
            release=chosen.name,
            release_note=chosen.note,
            work=row.work_rvu,
            pe=price.pe,
            mp=price.mp,
            gpci_work=place.indices.work,
            gpci_pe=place.indices.pe,
            gpci_mp=place.indices.mp,
            floor_applied=place.floor_applied,
            conversion_factor=factor[0],
            unrounded=price.unrounded,
            amount=price.amount,
            reduced_amount=price.reduced_amount,
            multiple_procedure=row.multiple_procedure,
            sources=(f"{self.release(chosen.name).source}, row {row.key}", place.source, factor[1]),
            row=row,
            setting_note=setting_note,
            is_capped=price.is_capped,
            uncapped_pe=row.pe_facility_rvu if facility else row.pe_nonfacility_rvu,
            uncapped_mp=row.mp_rvu,
            unfloored_work=self.unfloored_work(place.key, on) if place.floor_applied else None,
            reduced_share=kept,
        )

    def _reduced_share(self, on: date) -> Decimal:
        """The share of practice expense that therapy_mppr leaves of a unit; 1 before there was a reduction."""
        reduction = self.law.timeline("therapy_mppr").on(on)
        return Decimal(1) if reduction is None else reduction.number / 100

    def _place(self, locality: str, on: date) -> _Place | RateRefusal:
        if locality == gpci.NATIONAL:
            return _Place(locality, NATIONAL, floor_applied=False, source="national: all indices 1.000")
        if on.year not in self._indices:
            return RateRefusal("no_release_for_dos", f"no GPCI table for services of {on.year} is loaded")
        found = gpci.find(locality, on.year, self._indices)
        if found is None:
            sentence = f"{locality} is not a Medicare locality of {on.year}; write it like 11502/00"
            return RateRefusal("no_locality", sentence)
        floor = self.law.timeline("work_floor").on(on)
        work = found.work(cast("gpci.Floor", floor.value) if floor else "unknown")
        if work is None:
            return RateRefusal("work_floor_unknown", self._floor_sentence(found, floor, on))
        floor_note = f", work floor by {floor.source}" if floor and work[1] else ""
        source = f"{self._indices[on.year].source}, {found.key} {found.state}{floor_note}"
        return _Place(found.key, PlaceIndices(work[0], found.pe, found.mp), work[1], source)

    def _floor_sentence(self, place: gpci.Locality, floor: LawPeriod | None, on: date) -> str:
        if floor and floor.value == "lapsed":
            source = self._indices[on.year].source
            return f"{place.key} without the work floor is needed for {on}, and {source} does not print it"
        return f"whether the work floor of 1.000 holds in {place.key} on {on} is not known to this version"

    def _conversion_factor(self, release: rvu.Release, on: date, *, apm: bool) -> tuple[Decimal, str] | RateRefusal:
        kind: ConversionFactorKind = "qualifying_apm" if apm and on.year >= FIRST_APM_YEAR else "standard"
        period = self.law.timeline("conversion_factor", kind).on(on)
        if period:
            return period.number, f"conversion factor: {period.source}, checked {period.checked}"
        if release.conversion_factor_kind == kind:
            # A year newer than our law table: the file CMS prints for it carries its own factor.
            return release.conversion_factor, f"conversion factor: {release.source}, column CONV FACTOR"
        variant = "QPP" if kind == "qualifying_apm" else "nonQPP"
        sentence = f"the conversion factor of {on.year} is not known; import the {variant} file of {release.name}"
        return RateRefusal("no_conversion_factor", sentence)

    def _names(self, kind: str) -> tuple[str, ...]:
        return tuple(name.split("/", 1)[1] for name in self._files if name.startswith(f"{kind}/"))

    @cached_property
    def _indices(self) -> dict[int, gpci.Indices]:
        return {int(name): gpci.read(self._files[f"gpci/{name}"]) for name in self._names("gpci")}

    @cached_property
    def _zips(self) -> zips.ZipTable:
        return zips.read(self._files[f"zip5/{max(self._names('zip5'))}"])


def rvu_year(release: str) -> int:
    """2026 of 'RVU26C'."""
    return 2000 + int(release[3:5])
