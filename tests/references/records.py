"""Writing a CSL record in one line of a test table."""


def people(text: str) -> list[dict[str, str]]:
    """ "Himelstein, Andrew L.; Velasco, Mario R., Jr; =World Health Organization" as a CSL name list."""
    names = []
    for entry in text.split("; "):
        if entry.startswith("="):
            names.append({"literal": entry[1:]})
        else:
            parts = dict(zip(("family", "given", "suffix"), entry.split(", "), strict=False))
            names.append(parts)
    return names


def record(kind: str, authors: str = "", issued: object = None, **fields: object) -> dict[str, object]:
    """A CSL record; `issued` is [year, month, day] or any form of date, underscores in field names become hyphens."""
    csl: dict[str, object] = {"type": kind}
    if authors:
        csl["author"] = people(authors)
    if issued is not None:
        csl["issued"] = {"date-parts": [issued]} if isinstance(issued, list) else issued
    for name, value in fields.items():
        csl[{"container": "container-title", "short": "container-title-short"}.get(name, name.replace("_", "-"))] = (
            value
        )
    return csl


def article(authors: str = "", issued: object = None, **fields: object) -> dict[str, object]:
    """A journal article as a CSL record."""
    return record("article-journal", authors, issued, **fields)
