"""The boxes about single parts of a page, as a clinician's browser sends them."""

from publishing.blocks import blocks_of, key_of


def box(name: str, words: str) -> str:
    """The box ("comment" or "proposed") of the part that says these words."""
    return f"{name}_{key_of(words)}"


def untouched(page) -> dict[str, str]:
    """Every box for other words, as the page fills it."""
    return {f"proposed_{block.key}": block.text for block in blocks_of(page.specific.compile().html)}
