"""A title in capitals as a sentence. A proposal: only a person knows which words are names. Pure."""

import re

# Words that stay in capitals when a whole title is in them.
_KEPT = frozenset(
    "AIDS AJCC ALT ASCO AST BMI BRAF BRCA CAR CDC CKD CNS COPD COVID CT CTC DNA DVT DXA ECG ECOG EGFR EMA ER ESMO FDA GFR "
    "GI HER2 HIV HPV HR ICU II III IV MASCC MRI NCCN NCI NHS NICE NIH NSAID NSAIDS PARP PET PSA RANKL RCT RNA SPECT "
    "UK US USA VI VII VIII WHO".split()
)
_NAMES = {
    word.upper(): word
    for word in (
        "Africa African America American Asia Asian Australia Australian Bayesian Britain British California Canada Canadian "
        "China Chinese Cochrane Cox Denmark Dutch England English Europe European France French German Germany Hodgkin India "
        "Indian Italian Italy Japan Japanese Kaplan Latin London Markov Medicare Medicaid Meier Mexico Norway Paget Poisson "
        "Scotland Spain Spanish States Sweden Swedish United Wales January February March April May June July August "
        "September October November December"
    ).split()
}


def is_all_capitals(title: str) -> bool:
    """Whether a title of several words shouts: one name in capitals, or a short acronym, does not."""
    capitals, small = sum(map(str.isupper, title)), sum(map(str.islower, title))
    return capitals + small >= 16 and " " in title.strip() and capitals >= 9 * small


def sentence_case(title: str) -> str:
    """ "EFFECT OF ZOLEDRONIC ACID ON BONE: A TRIAL" → "Effect of zoledronic acid on bone: a trial"."""
    words = re.sub(r"[^\W_]+(?:['’][^\W_]+)*", _small, title)
    first = re.search(r"[^\W\d_]", words)
    return words[: first.start()] + words[first.start()].upper() + words[first.end() :] if first else words


def _small(found: re.Match[str]) -> str:
    word = found[0]
    if word in _KEPT or any(character.isdigit() for character in word):
        return word
    return _NAMES.get(word, word.lower())
