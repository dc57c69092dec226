"""Which agreement a claim falls under, and at which site a line was furnished: once for each distinct profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.agreements import matching
from contracts.agreements.practice import SiteRefusal
from contracts.agreements.provider_profile import ProviderProfile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from warehouse.context import NightContext


def agreement_matches(night: NightContext) -> Callable[..., Sequence[object]]:
    """Claim profile -> agreement, 'answered' or the reason for none, sentence."""
    known = {agreement.id for agreement in night.book.agreements}

    def agreement_of(profile: str) -> Sequence[object]:
        asked = matching.ClaimProfile.from_key(profile)
        found = matching.match(asked, night.book.agreements)
        found = matching.answered(found, asked, night.answers, known)
        if isinstance(found, matching.Match):
            return (found.agreement_id, "answered" if found.is_answer else None, found.why)
        return (None, found.reason, found.sentence)

    return agreement_of


def site_matches(night: NightContext) -> Callable[..., Sequence[object]]:
    """Provider profile -> site, practice, locality, reason, sentence, credential, participant years, tax id paid."""

    def site_of(profile: str) -> Sequence[object]:
        read = ProviderProfile.from_key(profile)
        found, credential = night.setup.site_for(read), night.setup.credential_of(read.rendering_npi)
        years = " ".join(map(str, night.setup.participant_years(read.rendering_npi))) or None
        payee_tin = night.setup.payee_tin(read.payee_tin, read.payee_npi)
        if isinstance(found, SiteRefusal):
            return (None, None, None, found.reason, found.sentence, credential, years, payee_tin)
        locality = night.setup.locality_for(found, read)
        if isinstance(locality, SiteRefusal):
            return (found.key, found.practice, None, locality.reason, locality.sentence, credential, years, payee_tin)
        return (found.key, found.practice, locality, None, None, credential, years, payee_tin)

    return site_of
