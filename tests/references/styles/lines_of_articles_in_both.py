"""Made-up articles, each with its line in NLM and in AMA style, worked out by hand from the rule named above it.

NLM: Citing Medicine, by chapter. AMA: AMA Manual of Style, 11th edition, by section.
"""

from tests.references.records import article, record

READ = {"date-parts": [[2026, 11, 22]]}
SEVEN = "Abel, Ann; Baker, Bo; Cole, Cy; Dunn, Di; Ewing, Ed; Ford, Fay; Gray, Gus"

JOURNALS = [
    # Citing Medicine 1: date to the day, pages cut. AMA 3.11: the year alone beside a volume, 3.11.5: every digit.
    (
        article(
            "Okafor, Ngozi B.; Lindqvist, Per",
            [2021, 3, 9],
            title="Bone pain at night: a survey of nurses",
            container="Journal of Quiet Wards",
            short="J Quiet Wards",
            volume="12",
            issue="3",
            page="1204-1219",
            DOI="10.5555/jqw.1204",
        ),
        "Okafor NB, Lindqvist P. Bone pain at night: a survey of nurses. J Quiet Wards. 2021 Mar 9;12(3):1204-19. "
        "doi: 10.5555/jqw.1204.",
        "Okafor NB, Lindqvist P. Bone pain at night: a survey of nurses. J Quiet Wards. 2021;12(3):1204-1219. "
        "doi:10.5555/jqw.1204",
    ),
    # ICMJE: six names and et al. of seven. AMA 3.7: three and et al of more than six.
    (
        article(SEVEN, [2020], title="T", short="J X", volume="1", page="1-2"),
        "Abel A, Baker B, Cole C, Dunn D, Ewing E, Ford F, et al. T. J X. 2020;1:1-2.",
        "Abel A, Baker B, Cole C, et al. T. J X. 2020;1:1-2.",
    ),
    # Both: six are all named.
    (
        article(SEVEN.rpartition("; ")[0], [2020], title="T", short="J X", volume="1", page="1-2"),
        "Abel A, Baker B, Cole C, Dunn D, Ewing E, Ford F. T. J X. 2020;1:1-2.",
        "Abel A, Baker B, Cole C, Dunn D, Ewing E, Ford F. T. J X. 2020;1:1-2.",
    ),
    # Both: a group beside persons stands after a semicolon. AMA 3.7: III, where NLM writes 3rd; Jr in both.
    (
        article(
            "Hale, Tom, III; Ortiz, José, Jr; =Quiet Wards Study Group",
            [2020],
            title="T",
            short="J X",
            volume="1",
            page="9",
        ),
        "Hale T 3rd, Ortiz J Jr; Quiet Wards Study Group. T. J X. 2020;1:9.",
        "Hale T III, Ortiz J Jr; Quiet Wards Study Group. T. J X. 2020;1:9.",
    ),
    # Both: a group alone; none at all: the title comes first.
    (
        article("=The Quiet Wards Study Group", [2020], title="T", short="J X", volume="1", page="9"),
        "Quiet Wards Study Group. T. J X. 2020;1:9.",
        "Quiet Wards Study Group. T. J X. 2020;1:9.",
    ),
    (article("", [2020], title="Who cares?", short="J X", volume="1"), *["Who cares? J X. 2020;1."] * 2),
    # Citing Medicine 1: supplements to a volume and to an issue. AMA 3.11.9: in brackets of their own, small letters.
    (
        article("Li, A.", [2019], title="T", short="J X", volume="8", supplement_number="2", page="S31-S38"),
        "Li A. T. J X. 2019;8 Suppl 2:S31-8.",
        "Li A. T. J X. 2019;8(suppl 2):S31-S38.",
    ),
    (
        article("Li, A.", [2019], title="T", short="J X", volume="8", issue="4 Suppl 1", page="S31-8"),
        "Li A. T. J X. 2019;8(4 Suppl 1):S31-8.",
        "Li A. T. J X. 2019;8(4)(suppl 1):S31-S38.",
    ),
    # Citing Medicine 1: a volume in parts. AMA 3.11.9: "pt".
    (
        article("Li, A.", [2019], title="T", short="J X", volume="8", issue="Pt 3", page="12-14"),
        "Li A. T. J X. 2019;8(Pt 3):12-4.",
        "Li A. T. J X. 2019;8(pt 3):12-14.",
    ),
    # Both: an electronic number instead of pages.
    (
        article("Li, A.", [2019], title="T", short="J X", volume="8", issue="1", number="e1904"),
        "Li A. T. J X. 2019;8(1):e1904.",
        "Li A. T. J X. 2019;8(1):e1904.",
    ),
    # Both: two months, a season. AMA: the whole date where there is no volume.
    (
        article("Li, A.", {"date-parts": [[2019, 1], [2019, 2]]}, title="T", short="J X", page="3-5"),
        "Li A. T. J X. 2019 Jan-Feb:3-5.",
        "Li A. T. J X. January-February 2019:3-5.",
    ),
    (article("Li, A.", "2019-21", title="T", short="J X"), "Li A. T. J X. 2019 Spring.", "Li A. T. J X. Spring 2019."),
    # Both: only the month is known.
    (article("Li, A.", [2019, 4], title="T", short="J X"), "Li A. T. J X. 2019 Apr.", "Li A. T. J X. April 2019."),
    # Citing Medicine 11: Forthcoming. AMA 3.11: In press.
    (
        article("Li, A.", title="T", short="J X", status="in press"),
        "Li A. T. J X. Forthcoming.",
        "Li A. T. J X. In press.",
    ),
    # AMA 3.15.1: online before it has a volume.
    (
        article("Li, A.", [2025, 12, 1], title="T", short="J X", DOI="10.5555/x"),
        "Li A. T. J X. 2025 Dec 1. doi: 10.5555/x.",
        "Li A. T. J X. Published online December 1, 2025. doi:10.5555/x",
    ),
    # Citing Medicine 23: [Internet], cited, Available from. AMA 3.15.1: Accessed, then the address, no full stop.
    (
        article(
            "Li, A.",
            [2019, 4],
            title="T",
            short="J X",
            volume="8",
            page="3",
            URL="https://example.org/3",
            accessed=READ,
        ),
        "Li A. T. J X [Internet]. 2019 Apr [cited 2026 Nov 22];8:3. Available from: https://example.org/3",
        "Li A. T. J X. 2019;8:3. Accessed November 22, 2026. https://example.org/3",
    ),
    # PubMed prints its numbers; AMA has no place for them, and the list links to PubMed beside it.
    (
        article(
            "Li, A.",
            [2019],
            title="T",
            short="J X",
            volume="8",
            page="3",
            PMID="123",
            PMCID="PMC9",
            URL="https://e.org",
        ),
        "Li A. T. J X. 2019;8:3. PMID: 123; PMCID: PMC9.",
        "Li A. T. J X. 2019;8:3.",
    ),
    # Citing Medicine 1: a translated title in square brackets, the language after the pages. AMA 3.9.2: [in Spanish].
    (
        article(
            "Ruiz, Eva",
            [2006],
            title="[Care at home]",
            short="Rev X",
            volume="20",
            issue="6",
            page="48-55",
            language="spa",
        ),
        "Ruiz E. [Care at home]. Rev X. 2006;20(6):48-55. Spanish.",
        "Ruiz E. Care at home [in Spanish]. Rev X. 2006;20(6):48-55.",
    ),
    # Both: the title as published and its translation.
    (
        article(
            "Ruiz, Eva",
            [2006],
            title="[Care at home].",
            original_title="Cuidados en casa",
            short="Rev X",
            volume="20",
            language="es",
        ),
        "Ruiz E. Cuidados en casa [Care at home]. Rev X. 2006;20. Spanish.",
        "Ruiz E. Cuidados en casa [Care at home]. Rev X. 2006;20.",
    ),
    # AMA 3.9.2: a title that was not translated needs no note.
    (
        article("Berg, Kari", [2006], title="Smerter om natten", short="Tidsskr X", volume="20", language="no"),
        "Berg K. Smerter om natten. Tidsskr X. 2006;20. Norwegian.",
        "Berg K. Smerter om natten. Tidsskr X. 2006;20.",
    ),
    # Citing Medicine 23: the language stands after the address.
    (
        article("Berg, Kari", [2006], title="T", short="J X", URL="https://example.org/t", language="nb-NO"),
        "Berg K. T. J X [Internet]. 2006. Available from: https://example.org/t Norwegian.",
        "Berg K. T. J X. 2006. https://example.org/t",
    ),
    # AMA 3.13.1: a newspaper is named in full, with the whole date.
    (
        record(
            "article-newspaper",
            "Tay, Jo",
            [2022, 8, 12],
            title="T",
            container="Daily Lantern",
            short="D Lant",
            page="C1",
        ),
        "Tay J. T. Daily Lantern. 2022 Aug 12:C1.",
        "Tay J. T. Daily Lantern. August 12, 2022:C1.",
    ),
    # Citing Medicine, PubMed: [Preprint] after the server. AMA 3.11.4.1: Preprint posted online.
    (
        record("article", "Tay, Jo", [2022, 8, 1], title="T", publisher="medRxiv", DOI="10.5555/p.1"),
        "Tay J. T. medRxiv [Preprint]. 2022 Aug 1. doi: 10.5555/p.1.",
        "Tay J. T. medRxiv. Preprint posted online August 1, 2022. doi:10.5555/p.1",
    ),
]
