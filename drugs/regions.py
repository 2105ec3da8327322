"""Where a product is sold: a short controlled list, each with plain words. Pure.

Codes are those of ISO 3166-1, but EU, which that standard reserves for the European Union.
"""

REGIONS: dict[str, dict[str, str]] = {
    "US": {"en": "United States", "es": "Estados Unidos"},
    "CA": {"en": "Canada", "es": "Canadá"},
    "MX": {"en": "Mexico", "es": "México"},
    "EU": {"en": "European Union", "es": "Unión Europea"},
    "GB": {"en": "United Kingdom", "es": "Reino Unido"},
    "AU": {"en": "Australia", "es": "Australia"},
}
REGION_CHOICES = [(code, words["en"]) for code, words in REGIONS.items()]
USUAL_REGION = "US"  # of the site's first readers; offered in a new row, never assumed of one that states none


def region_words(region: str) -> dict[str, str]:
    """The name of a region in every language; {} when it is not stated or unknown."""
    return dict(REGIONS.get(region, {}))
