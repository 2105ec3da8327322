"""Books, chapters, reports, websites and the rest, each with its line."""

from tests.references.records import people, record

BOOKS_AND_OTHERS = [
    (
        record(
            "book",
            "Murray, P. R.; Rosenthal, K. S.; Kobayashi, G. S.; Pfaller, M. A.",
            [2002],
            title="Medical microbiology",
            edition="4",
            publisher="Mosby",
            publisher_place="St. Louis",
        ),
        "Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA. Medical microbiology. 4th ed. St. Louis: Mosby; 2002.",
    ),
    (
        record(
            "book",
            "",
            [2002],
            editor=people("Gilstrap, L. C., III; Cunningham, F. G.; VanDorsten, J. P."),
            title="Operative obstetrics",
            edition="2nd ed.",
            publisher="McGraw-Hill",
            publisher_place="New York",
        ),
        "Gilstrap LC 3rd, Cunningham FG, VanDorsten JP, editors. Operative obstetrics. 2nd ed. New York: "
        "McGraw-Hill; 2002.",
    ),
    (
        record(
            "book",
            "Breedlove, G. K.; Schorfheide, A. M.",
            [2001],
            editor=people("Wieczorek, R. R."),
            title="Adolescent pregnancy",
            edition="2nd",
            publisher="March of Dimes Education Services",
            publisher_place="White Plains (NY)",
        ),
        "Breedlove GK, Schorfheide AM. Adolescent pregnancy. 2nd ed. Wieczorek RR, editor. White Plains (NY): March "
        "of Dimes "
        "Education Services; 2001.",
    ),
    (
        record(
            "book",
            "=Royal Adelaide Hospital; =University of Adelaide, Department of Clinical Nursing",
            [2001],
            title="Compendium of nursing research and practice development, 1999-2000",
            publisher="Adelaide University",
            publisher_place="Adelaide (Australia)",
        ),
        "Royal Adelaide Hospital; University of Adelaide, Department of Clinical Nursing. Compendium of nursing "
        "research and "
        "practice development, 1999-2000. Adelaide (Australia): Adelaide University; 2001.",
    ),
    (
        record(
            "chapter",
            "Meltzer, P. S.; Kallioniemi, A.; Trent, J. M.",
            [2002],
            title="Chromosome alterations in human solid tumors",
            editor=people("Vogelstein, B.; Kinzler, K. W."),
            container="The genetic basis of human cancer",
            publisher="McGraw-Hill",
            publisher_place="New York",
            page="93-113",
        ),
        "Meltzer PS, Kallioniemi A, Trent JM. Chromosome alterations in human solid tumors. In: Vogelstein B, "
        "Kinzler KW, "
        "editors. The genetic basis of human cancer. New York: McGraw-Hill; 2002. p. 93-113.",
    ),
    (
        record(
            "paper-conference",
            "Christensen, S.; Oppacher, F.",
            [2002],
            title="An analysis of Koza's computational effort statistic for genetic programming",
            editor=people("Foster, J. A.; Lutton, E.; Miller, J.; Ryan, C.; Tettamanzi, A. G."),
            container="Genetic programming",
            publisher="Springer",
            publisher_place="Berlin",
            page="182-191",
        ),
        "Christensen S, Oppacher F. An analysis of Koza's computational effort statistic for genetic programming. "
        "In: Foster "
        "JA, Lutton E, Miller J, Ryan C, Tettamanzi AG, editors. Genetic programming. Berlin: Springer; 2002. p. "
        "182-91.",
    ),
    (
        record(
            "report",
            "Yen, G. G.",
            [2002, 2],
            title="Health monitoring on vibration signatures",
            publisher="Air Force Office of Scientific Research (US)",
            publisher_place="Arlington (VA)",
            number="AFRLSRBLTR020123",
        ),
        "Yen GG. Health monitoring on vibration signatures. Arlington (VA): Air Force Office of Scientific Research "
        "(US); "
        "2002 Feb. Report No.: AFRLSRBLTR020123.",
    ),
    (
        record(
            "report",
            "=The National Institute for Health and Care Excellence",
            [2018, 7, 18],
            title="Early and locally advanced breast cancer: diagnosis and management",
            genre="Guideline",
            publisher="NICE",
            publisher_place="London",
            URL="https://www.example.org/guidance/ng101",
            accessed={"date-parts": [[2024, 3, 5]]},
        ),
        "National Institute for Health and Care Excellence. Early and locally advanced breast cancer: diagnosis and "
        "management "
        "[Internet]. London: NICE; 2018 Jul [cited 2024 Mar 5]. Available from: https://www.example.org/guidance/ng101",
    ),
    (
        record(
            "thesis",
            "Borkowski, M. M.",
            [2002],
            title="Infant sleep and feeding: a telephone survey of Hispanic Americans",
            publisher="Central Michigan University",
            publisher_place="Mount Pleasant (MI)",
        ),
        "Borkowski MM. Infant sleep and feeding: a telephone survey of Hispanic Americans [dissertation]. Mount "
        "Pleasant (MI): "
        "Central Michigan University; 2002.",
    ),
    (
        record(
            "book",
            "",
            [2001],
            editor=people("Foley, K. M.; Gelband, H."),
            title="Improving palliative care for cancer",
            publisher="National Academy Press",
            publisher_place="Washington",
            URL="https://www.nap.edu/catalog/10149",
            accessed={"date-parts": [[2002, 7, 9]]},
        ),
        "Foley KM, Gelband H, editors. Improving palliative care for cancer [Internet]. Washington: National Academy "
        "Press; "
        "2001 [cited 2002 Jul 9]. Available from: https://www.nap.edu/catalog/10149",
    ),
    (
        record(
            "webpage",
            "",
            [2002, 5, 16],
            title="Cancer-Pain.org",
            publisher="Association of Cancer Online Resources, Inc.",
            publisher_place="New York",
            URL="http://www.cancer-pain.org/",
            accessed={"date-parts": [[2002, 7, 9]]},
        ),
        "Cancer-Pain.org [Internet]. New York: Association of Cancer Online Resources, Inc.; 2002 May 16 [cited 2002 "
        "Jul 9]. "
        "Available from: http://www.cancer-pain.org/.",
    ),
    (
        record(
            "webpage",
            "=American Cancer Society",
            title="Bone metastasis",
            container="Cancer A to Z",
            URL="https://www.example.org/bone",
            accessed="2024-03-05",
        ),
        "American Cancer Society. Bone metastasis [Internet]. Cancer A to Z. [cited 2024 Mar 5]. "
        "Available from: https://www.example.org/bone",
    ),
    (
        record(
            "article",
            "Doe, Jane",
            [2020, 4, 5],
            title="A preprint",
            publisher="medRxiv",
            DOI="10.1101/2020.04.01.20049528",
        ),
        "Doe J. A preprint. medRxiv [Preprint]. 2020 Apr 5. doi: 10.1101/2020.04.01.20049528.",
    ),
    (
        record("dataset", "Doe, Jane", [2020, 4], title="Bone scans", publisher="Dryad", DOI="10.5061/dryad.1"),
        "Doe J. Bone scans [dataset]. Dryad; 2020 Apr. doi: 10.5061/dryad.1.",
    ),
    (
        record(
            "report",
            "",
            [2004],
            title="Diet, nutrition and health",
            collection_title="WHO technical report series",
            collection_number="916",
            publisher="World Health Organization",
        ),
        "Diet, nutrition and health. World Health Organization; 2004. (WHO technical report series; 916).",
    ),
    (
        record("article-newspaper", "Tynan, T.", [2002, 8, 12], title="Homicide rate", container="The Washington Post"),
        "Tynan T. Homicide rate. The Washington Post. 2002 Aug 12.",
    ),
    (
        record(
            "journalArticle", "Doe, J.", [2020], title="Unknown type", container="Some Journal", volume="3", page="1-9"
        ),
        "Doe J. Unknown type. Some Journal. 2020;3:1-9.",
    ),
    (
        record("pamphlet", "Doe, J.", [2020], title="After surgery", publisher="Clinic"),
        "Doe J. After surgery. Clinic; 2020.",
    ),
]
