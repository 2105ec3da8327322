"""What the regimens of a drug state, and whether a claim of prose agrees with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markup.dosing.reading import Claim, Ends, claims_of
from markup.dosing.splitting import folded
from markup.facts import DrugFact, RegimenFact

_SLACK = 1.005  # what writing a number in another unit may cost


@dataclass(frozen=True, slots=True)
class Stated:
    """One regimen as claims. `said`: kind → its words in the library; what it does not state is missing."""

    regimen: RegimenFact
    said: dict[str, str]
    frequency: Ends | None
    doses: tuple[Claim, ...]
    routes: frozenset[str]


def stated_of(fact: DrugFact, language: str) -> tuple[Stated, ...]:
    """Every regimen of a drug. Forms in which its products come are ways of giving it too."""
    forms: set[str] = set()
    for product in fact.products:
        forms |= _codes(claims_of(product.form, language))
    return tuple(stated_regimen(each, language, frozenset(forms)) for each in fact.regimens)


def stated_regimen(regimen: RegimenFact, language: str, forms: frozenset[str] = frozenset()) -> Stated:
    """One regimen, from the words that pages print of it."""
    frequency = next((each.ends for each in claims_of(regimen.frequency, language) if each.kind == "frequency"), None)
    doses = tuple(each for each in claims_of(regimen.dose, language) if each.kind == "dose")
    route = _narrowest(claims_of(regimen.route, language))
    said = {"frequency": regimen.frequency, "dose": regimen.dose, "route": regimen.route}
    return Stated(
        regimen,
        {kind: words for kind, words in said.items() if words},
        frequency,
        doses,
        route | forms if route else route,
    )


def verdict(claim: Claim, several: Sequence[Stated]) -> str:
    """ "same" (a regimen says it), "otherwise" (every regimen that states it says something else) or "" (cannot be told)."""
    if claim.kind == "frequency":
        return _fits_any(claim.ends, [each.frequency for each in several if each.frequency])
    if claim.kind == "route":
        known = [each.routes for each in several if each.routes]
        return "" if not known else "same" if any(claim.codes & codes for codes in known) else "otherwise"
    if claim.each:
        return _rate(claim, several)
    doses = [dose.ends for each in several for dose in each.doses if dose.dimension == claim.dimension]
    return _fits_any(claim.ends, doses)


def differing_kind(claim: Claim, several: Sequence[Stated]) -> str:
    """Which fact a claim differs in: an amount for a length of time may have the right amount and the wrong time."""
    if claim.kind != "dose" or not claim.each:
        return claim.kind
    doses = [dose.ends for each in several for dose in each.doses if dose.dimension == claim.dimension]
    return "frequency" if _fits_any(claim.ends, doses) != "otherwise" else "dose"


def says_exactly(claim: Claim, stated: Stated) -> bool:
    """Whether the claim is this regimen's own value, so that a quote could take its place."""
    if claim.kind == "frequency":
        return claim.ends == stated.frequency
    if claim.kind == "route":
        return claim.codes == stated.routes
    return (
        not claim.each
        and len(stated.doses) == 1
        and stated.doses[0].dimension == claim.dimension
        and stated.doses[0].ends == claim.ends
    )


def chosen_by(words: str, several: Sequence[Stated], brand: str = "") -> Sequence[Stated]:
    """The regimens that the words mean: those of the brand or of the condition they name, else all."""
    shown = folded_line(words)
    for fits in (
        [each for each in several if brand and each.regimen.brand.casefold() == brand.casefold()],
        [each for each in several if each.regimen.indication and folded_line(each.regimen.indication) in shown],
    ):
        if fits:
            several = [each for each in several if each in fits] or several
    return several


def folded_line(words: str) -> str:
    """The words in small letters without accents, one space between them."""
    return " ".join(folded(each) for each in words.split())


def _rate(claim: Claim, several: Sequence[Stated]) -> str:
    """ "60 mg a day": the dose in that time, or what several doses in that time come to."""
    each = claim.each
    told = False
    for stated in several:
        doses = [dose.ends for dose in stated.doses if dose.dimension == claim.dimension]
        if not doses:
            if claim.ends[0] == 1 and claim.ends[3] == 1 and stated.frequency:
                told = True
                if _fits((each[0], each[1], each[0], each[1]), [stated.frequency]):
                    return "same"
            continue
        told = True
        if not stated.frequency:
            if _fits(claim.ends, doses):
                return "same"
            continue
        often = (each[0] / stated.frequency[3], each[1] / stated.frequency[0])
        sums = [(low * often[0], low * often[1], high * often[0], high * often[1]) for low, _, _, high in doses]
        if _fits(claim.ends, sums):
            return "same"
    return "otherwise" if told else ""


def _fits_any(ends: Ends, known: Sequence[Ends]) -> str:
    if not known:
        return ""
    return "same" if _fits(ends, known) else "otherwise"


def _fits(ends: Ends, known: Iterable[Ends]) -> bool:
    """Whether both ends lie within what is known, each within any of it: "every 4 weeks" is within "every 3 to 4 weeks"."""
    known = list(known)
    return all(
        any(low <= each[3] * _SLACK and high * _SLACK >= each[0] for each in known)
        for low, high in ((ends[0], ends[1]), (ends[2], ends[3]))
    )


def _codes(claims: Iterable[Claim]) -> set[str]:
    return {code for claim in claims for code in claim.codes}


def _narrowest(claims: Sequence[Claim]) -> frozenset[str]:
    """The ways a route's words mean: "injection" beside "into a muscle" says no more than the latter."""
    sets = [claim.codes for claim in claims if claim.codes]
    if not sets:
        return frozenset()
    fewest = min(map(len, sets))
    return frozenset().union(*(codes for codes in sets if len(codes) == fewest))
