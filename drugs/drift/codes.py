"""National Drug Codes as sources write them, made comparable."""

import re

_NDC = re.compile(r"(\d{4,5})-(\d{3,4})(?:-(\d{1,2}))?")


def product_of_ndc(code: str) -> str:
    """Labeler and product of an NDC as nine digits, whichever way it is divided and whatever its package: "55513-730-01" and
    "55513-0730" as "555130730". A code of eleven digits is taken apart by places. What is no NDC stays as it is."""
    text = "".join(code.split())
    if re.fullmatch(r"\d{11}", text):
        return text[:9]
    found = _NDC.fullmatch(text)
    return f"{found[1]:0>5}{found[2]:0>4}" if found else text
