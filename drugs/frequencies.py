"""How common a side effect is: whole numbers of people, and the bands of product labels. Pure."""

from collections.abc import Iterable
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Band → from, to, as a share of people. Labels count one in ten as very common, readers take "up to 1 in 10" to hold it too:
# what stands on a border fits both of its bands.
BANDS: dict[str, tuple[Fraction, Fraction]] = {
    "very-common": (Fraction(1, 10), Fraction(1)),
    "common": (Fraction(1, 100), Fraction(1, 10)),
    "uncommon": (Fraction(1, 1_000), Fraction(1, 100)),
    "rare": (Fraction(1, 10_000), Fraction(1, 1_000)),
    "very-rare": (Fraction(0), Fraction(1, 10_000)),
}

NAMES = {
    "very-common": gettext_lazy("very common"),
    "common": gettext_lazy("common"),
    "uncommon": gettext_lazy("uncommon"),
    "rare": gettext_lazy("rare"),
    "very-rare": gettext_lazy("very rare"),
}


def frequency_problems(affected: int | None, out_of: int | None, band: str) -> Iterable[tuple[str, str]]:
    """What makes no sense in "`affected` in `out_of` people" and the band stated beside it, each with its field."""
    if affected is None and out_of is None:
        return
    if affected is None:
        yield "affected", _("Say how many of these people have it, or leave both numbers empty.")
    elif out_of is None:
        yield "out_of", _("Say out of how many people, or leave both numbers empty.")
    elif affected < 1:
        yield "affected", _("Give at least 1, or leave both numbers empty.")
    elif affected > out_of:
        yield "affected", _("There cannot be more people who have it than people.")
    elif band == "not-known":
        yield "band", _("The numbers say how common it is, so leave this empty or choose the band that fits.")
    elif band in BANDS and not _fits(Fraction(affected, out_of), band):
        fitting = next(name for name in BANDS if _fits(Fraction(affected, out_of), name))
        yield (
            "band",
            _("%(affected)s in %(out_of)s people is “%(fitting)s”, not “%(band)s”.")
            % {
                "affected": f"{affected:,}",
                "out_of": f"{out_of:,}",
                "fitting": NAMES[fitting],
                "band": NAMES[band],
            },
        )


def _fits(share: Fraction, band: str) -> bool:
    least, most = BANDS[band]
    return least <= share <= most
