"""What looks as if a rule applied and is left alone; and the words around works in Spanish. NLM first, then AMA."""

from tests.references.records import article, people, record
from tests.references.styles.lines_of_articles_in_both import READ

# Left alone: names, titles and numbers that look as if a rule applied to them.
LEFT_ALONE = [
    # A surname in small letters, particles, hyphens, accents, other scripts.
    (article("hooks, bell", [2020], title="T", short="J X"), *["hooks B. T. J X. 2020."] * 2),
    (
        article("van der Meer, Jan-Willem; de la Cruz, Ana", [2020], title="T"),
        *["van der Meer JW, de la Cruz A. T. 2020."] * 2,
    ),
    (article("李, 明; Łuczak, Żaneta", [2020], title="骨转移的护理"), *["李 明, Łuczak Ż. 骨转移的护理. 2020."] * 2),
    # A title with a colon, with brackets of its own, in capitals, with a final mark.
    (record("book", title="BONE: What now?", issued="2020"), *["BONE: What now? 2020."] * 2),
    (
        record("book", title="[Not] known [corrected]", language="es"),
        "[Not] known [corrected]. Spanish.",
        "[Not] known [corrected].",
    ),
    # Brackets around the whole title of an English work.
    (article(title="[Untitled]", language="en"), *["[Untitled]."] * 2),
    # A randomised trial in a journal is an article, not a registration; so is one with a number like a register's.
    (
        article("Li, A.", [2020], title="T", short="J X", genre="Randomized controlled trial", number="NCT09999901"),
        *["Li A. T. J X. 2020:NCT09999901."] * 2,
    ),
    # A report on labels is no label, a study report is no registration.
    (record("report", title="Reading labels", genre="Label study"), *["Reading labels."] * 2),
    (
        record("report", title="Trial by fire", genre="Study report", number="12"),
        "Trial by fire. Report No.: 12.",
        "Trial by fire. Report 12.",
    ),
    # A language nobody can name.
    (article(title="T", language="xx"), *["T."] * 2),
    # A date in words.
    (article(title="T", issued={"literal": "Advent 2020"}), *["T. Advent 2020."] * 2),
]

# Record, NLM in Spanish, AMA in Spanish.
SPANISH = [
    (
        article(
            "Ruiz, Eva",
            [2025, 12, 1],
            title="T",
            short="Rev X",
            URL="https://example.org/1",
            accessed=READ,
            language="es",
        ),
        "Ruiz E. T. Rev X [Internet]. 2025 dic 1 [citado 2026 nov 22]. Disponible en: https://example.org/1",
        "Ruiz E. T. Rev X. 1 de diciembre de 2025. Consultado el 22 de noviembre de 2026. https://example.org/1",
    ),
    (
        article("Berg, K.", [2006], title="[Dolor]", short="J X", volume="2", language="no"),
        "Berg K. [Dolor]. J X. 2006;2. Noruego.",
        "Berg K. Dolor [en noruego]. J X. 2006;2.",
    ),
    (
        article("Li, A.", [2025, 12], title="T", short="J X", DOI="10.5555/x"),
        "Li A. T. J X. 2025 dic. doi: 10.5555/x.",
        "Li A. T. J X. Publicado en línea en diciembre de 2025. doi:10.5555/x",
    ),
    (
        article("Li, A.", {"date-parts": [[2019, 1], [2019, 2]]}, title="T", short="J X", page="3-5"),
        "Li A. T. J X. 2019 ene-feb:3-5.",
        "Li A. T. J X. Enero-febrero de 2019:3-5.",
    ),
    (
        record(
            "chapter",
            "Pike, L.",
            [2015],
            title="T",
            editor=people("Moss, I."),
            container="B",
            edition="2",
            page="31-38",
        ),
        "Pike L. T. En: Moss I, editor. B. 2.ª ed. 2015. p. 31-8.",
        "Pike L. T. En: Moss I, ed. B. 2.ª ed. 2015:31-38.",
    ),
    (
        record(
            "webpage",
            "",
            [2022, 2, 3],
            title="T",
            number="NCT09999901",
            URL="https://example.org/n",
            accessed="2026-11",
        ),
        "ClinicalTrials.gov [Internet]. Identificador NCT09999901, T; 2022 feb 3 [citado 2026 nov]. "
        "Disponible en: https://example.org/n",
        "T. Identificador de ClinicalTrials.gov: NCT09999901. Publicado el 3 de febrero de 2022. "
        "Consultado en noviembre de 2026. https://example.org/n",
    ),
    (
        record("document", "", [2024], title="Ossivane", genre="Ficha técnica", publisher="Fern"),
        "Ossivane [ficha técnica]. Fern; 2024.",
        "Ossivane. Ficha técnica. Fern; 2024.",
    ),
    (
        record("thesis", "Tay, J.", [2018], title="T", genre="Master's thesis", URL="https://example.org"),
        "Tay J. T [tesis de maestría en Internet]. 2018. Disponible en: https://example.org",
        "Tay J. T. Tesis de maestría. 2018. https://example.org",
    ),
    (
        record("article", "Tay, J.", [2022, 8, 1], title="T", publisher="medRxiv", DOI="10.5555/p.1"),
        "Tay J. T. medRxiv [Preimpresión]. 2022 ago 1. doi: 10.5555/p.1.",
        "Tay J. T. medRxiv. Preimpresión publicada en línea el 1 de agosto de 2022. doi:10.5555/p.1",
    ),
    (
        record("dataset", "Tay, J.", [2021, 9], title="T", publisher="Dryfern"),
        "Tay J. T [conjunto de datos]. Dryfern; 2021 sep.",
        "Tay J. T. Conjunto de datos. Dryfern. Septiembre de 2021.",
    ),
    (
        record("report", "", [2004], title="T", number="9"),
        "T. 2004. Informe n.º: 9.",
        "T. 2004. Informe 9.",
    ),
]
