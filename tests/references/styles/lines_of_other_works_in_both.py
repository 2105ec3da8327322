"""Made-up books, reports, pages and papers, each with its line in NLM and in AMA style, from the rule named above it.

NLM: Citing Medicine, by chapter. AMA: AMA Manual of Style, 11th edition, by section.
"""

from tests.references.records import people, record
from tests.references.styles.lines_of_articles_in_both import READ, SEVEN

BOOKS = [
    # Citing Medicine 2: edition, place: publisher; year. AMA 3.12: no place.
    (
        record(
            "book", "Moss, Ivy", [2015], title="Bones", edition="3", publisher="Fern Press", publisher_place="Leeds"
        ),
        "Moss I. Bones. 3rd ed. Leeds: Fern Press; 2015.",
        "Moss I. Bones. 3rd ed. Fern Press; 2015.",
    ),
    # AMA 3.12.7: a first edition is not named. Both: an edition in words.
    (
        record("book", "Moss, Ivy", [2015], title="Bones", edition="1st ed.", publisher="Fern Press"),
        "Moss I. Bones. 1st ed. Fern Press; 2015.",
        "Moss I. Bones. Fern Press; 2015.",
    ),
    (
        record("book", "Moss, Ivy", [2015], title="Bones", edition="Large print edition", publisher="Fern Press"),
        *["Moss I. Bones. Large print ed. Fern Press; 2015."] * 2,
    ),
    # One editor, several, more than six: editor(s) in NLM, ed(s) in AMA.
    (
        record("book", "", [2015], editor=people("Moss, Ivy"), title="Bones", publisher="Fern Press"),
        "Moss I, editor. Bones. Fern Press; 2015.",
        "Moss I, ed. Bones. Fern Press; 2015.",
    ),
    (
        record("book", "", [2015], editor=people(SEVEN), title="Bones", publisher="Fern Press"),
        "Abel A, Baker B, Cole C, Dunn D, Ewing E, Ford F, et al., editors. Bones. Fern Press; 2015.",
        "Abel A, Baker B, Cole C, et al, eds. Bones. Fern Press; 2015.",
    ),
    # Citing Medicine 2: volume after the edition. AMA 3.12.1: before it, "Vol" without a period.
    (
        record("book", "Moss, Ivy", [2015], title="Bones", edition="2", volume="4", publisher="Fern Press"),
        "Moss I. Bones. 2nd ed. Vol. 4. Fern Press; 2015.",
        "Moss I. Bones. Vol 4. 2nd ed. Fern Press; 2015.",
    ),
    # Chapters. Citing Medicine 2C: the pages as a sentence. AMA 3.12.4: after the year.
    (
        record(
            "chapter",
            "Pike, Lou",
            [2015],
            title="Marrow: a primer",
            editor=people("Moss, Ivy; van den Berg, Kees"),
            container="Bones",
            edition="2",
            publisher="Fern Press",
            publisher_place="Leeds",
            page="131-148",
        ),
        "Pike L. Marrow: a primer. In: Moss I, van den Berg K, editors. Bones. 2nd ed. Leeds: Fern Press; 2015. p. 131-48.",
        "Pike L. Marrow: a primer. In: Moss I, van den Berg K, eds. Bones. 2nd ed. Fern Press; 2015:131-148.",
    ),
    # Without a year the pages stand alone.
    (
        record("chapter", "Pike, Lou", title="Marrow", container="Bones", page="3-5"),
        "Pike L. Marrow. In: Bones. p. 3-5.",
        "Pike L. Marrow. In: Bones. p 3-5.",
    ),
]

OTHERS = [
    # Reports and guidelines online. NLM to the month; AMA 3.13.2: the year, then Accessed.
    (
        record(
            "report",
            "=Bone Health Council",
            [2023, 6],
            title="Care of bone metastases",
            genre="Guideline",
            publisher="Bone Health Council",
            publisher_place="Oslo",
            number="17",
            URL="https://example.org/g",
            accessed=READ,
        ),
        "Bone Health Council. Care of bone metastases [Internet]. Oslo: Bone Health Council; 2023 Jun [cited 2026 Nov 22]. "
        "Report No.: 17. Available from: https://example.org/g",
        "Bone Health Council. Care of bone metastases. Bone Health Council; 2023. Report 17. Accessed November 22, 2026. "
        "https://example.org/g",
    ),
    # A record of a register is part of a database (Citing Medicine 24). AMA 3.15.6: the number after the register.
    (
        record(
            "webpage",
            "",
            [2022, 2, 3],
            title="Ice or heat for bone pain",
            genre="Clinical trial registration",
            container="ClinicalTrials.gov",
            number="NCT09999901",
            publisher="National Library of Medicine (US)",
            publisher_place="Bethesda (MD)",
            URL="https://example.org/NCT09999901",
            accessed=READ,
        ),
        "ClinicalTrials.gov [Internet]. Bethesda (MD): National Library of Medicine (US). Identifier NCT09999901, Ice or "
        "heat for bone pain; 2022 Feb 3 [cited 2026 Nov 22]. Available from: https://example.org/NCT09999901",
        "Ice or heat for bone pain. ClinicalTrials.gov identifier: NCT09999901. Posted February 3, 2022. "
        "Accessed November 22, 2026. https://example.org/NCT09999901",
    ),
    # The number alone says what it is, and which register.
    (
        record("dataset", "", [2022], title="Ice or heat", number="ISRCTN99999901"),
        "ISRCTN registry. Identifier ISRCTN99999901, Ice or heat; 2022.",
        "Ice or heat. ISRCTN registry identifier: ISRCTN99999901. Posted 2022.",
    ),
    # A medicine's own paper. AMA 3.13.8.
    (
        record(
            "document",
            "",
            [2024, 5],
            title="Ossivane",
            genre="Prescribing Information",
            publisher="Fern Pharma",
            publisher_place="Leeds",
            URL="https://example.org/o",
            accessed=READ,
        ),
        "Ossivane [prescribing information on the Internet]. Leeds: Fern Pharma; 2024 May [cited 2026 Nov 22]. "
        "Available from: https://example.org/o",
        "Ossivane. Prescribing information. Fern Pharma; 2024. Accessed November 22, 2026. https://example.org/o",
    ),
    (
        record("pamphlet", "", [2024], title="Ossivane", genre="package insert", publisher="Fern Pharma"),
        "Ossivane [package insert]. Fern Pharma; 2024.",
        "Ossivane. Package insert. Fern Pharma; 2024.",
    ),
    # Web pages. Citing Medicine 25; AMA 3.15.3: title, site, date, Accessed.
    (
        record(
            "webpage",
            "",
            [2025, 1, 7],
            title="Living with bone pain",
            publisher="Bone Health Council",
            URL="https://example.org/living/",
            accessed=READ,
        ),
        "Living with bone pain [Internet]. Bone Health Council; 2025 Jan 7 [cited 2026 Nov 22]. "
        "Available from: https://example.org/living/.",
        "Living with bone pain. Bone Health Council. January 7, 2025. Accessed November 22, 2026. "
        "https://example.org/living/",
    ),
    # AMA: an author who is also the site is said once.
    (
        record(
            "webpage", "=Bone Health Council", title="Pain", container="Bone Health Council", URL="https://example.org"
        ),
        "Bone Health Council. Pain [Internet]. Available from: https://example.org",
        "Bone Health Council. Pain. https://example.org",
    ),
    # Data sets. Citing Medicine 24.
    (
        record("dataset", "Tay, Jo", [2021, 9, 4], title="Scans", publisher="Dryfern", DOI="10.5555/d.1"),
        "Tay J. Scans [dataset]. Dryfern; 2021 Sep 4. doi: 10.5555/d.1.",
        "Tay J. Scans. Dataset. Dryfern. September 4, 2021. doi:10.5555/d.1",
    ),
    # Theses. Citing Medicine 5; AMA 3.13.3.
    (
        record("thesis", "Tay, Jo", [2018, 6], title="Bone", publisher="Fern University", publisher_place="Leeds"),
        "Tay J. Bone [dissertation]. Leeds: Fern University; 2018.",
        "Tay J. Bone. Dissertation. Fern University; 2018.",
    ),
    (
        record(
            "thesis",
            "Tay, Jo",
            [2018],
            title="Bone",
            genre="Master's thesis",
            publisher="Fern",
            URL="https://example.org",
        ),
        "Tay J. Bone [master's thesis on the Internet]. Fern; 2018. Available from: https://example.org",
        "Tay J. Bone. Master's thesis. Fern; 2018. https://example.org",
    ),
    # A report in a numbered series.
    (
        record(
            "report", "", [2004], title="T", collection_title="Ward Series", collection_number="9", publisher="Fern"
        ),
        "T. Fern; 2004. (Ward Series; 9).",
        "T. Fern; 2004. Ward Series 9.",
    ),
    # Both a DOI and an address: AMA prints the DOI alone.
    (
        record(
            "report", "", [2004], title="T", publisher="Fern", DOI="10.5555/r", URL="https://example.org", accessed=READ
        ),
        "T [Internet]. Fern; 2004 [cited 2026 Nov 22]. doi: 10.5555/r. Available from: https://example.org",
        "T. Fern; 2004. doi:10.5555/r",
    ),
]
