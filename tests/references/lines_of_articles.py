"""Journal articles, each with its line in the ICMJE's published sample references."""

from tests.references.records import article

ICMJE_ARTICLES = [
    (
        article(
            "Halpern, S. D.; Ubel, P. A.; Caplan, A. L.",
            [2002, 7, 25],
            title="Solid-organ transplantation in HIV-infected patients",
            short="N Engl J Med",
            volume="347",
            issue="4",
            page="284-287",
        ),
        "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. N Engl J Med. "
        "2002 Jul 25;347(4):284-7.",
    ),
    (
        article(
            "Rose, M. E.; Huerbin, M. B.; Melick, J.; Marion, D. W.; Palmer, A. M.; Schiding, J. K.; Kochanek, P. M.; "
            "Graham, S. H.",
            [2002],
            title="Regulation of interstitial excitatory amino acid concentrations after cortical contusion injury",
            short="Brain Res",
            volume=935,
            issue="1-2",
            page="40-46",
        ),
        "Rose ME, Huerbin MB, Melick J, Marion DW, Palmer AM, Schiding JK, et al. Regulation of interstitial "
        "excitatory amino "
        "acid concentrations after cortical contusion injury. Brain Res. 2002;935(1-2):40-6.",
    ),
    (
        article(
            "=Diabetes Prevention Program Research Group",
            [2002],
            title="Hypertension, insulin, and proinsulin in participants with impaired glucose tolerance",
            container="Hypertension",
            volume="40",
            issue="5",
            page="679-686",
        ),
        "Diabetes Prevention Program Research Group. Hypertension, insulin, and proinsulin in participants with "
        "impaired "
        "glucose tolerance. Hypertension. 2002;40(5):679-86.",
    ),
    (
        article(
            "Vallancien, G.; Emberton, M.; Harving, N.; van Moorselaar, R. J.; =Alf-One Study Group",
            [2003],
            title="Sexual dysfunction in 1,274 European men suffering from lower urinary tract symptoms",
            short="J Urol",
            volume="169",
            issue="6",
            page="2257-2261",
        ),
        "Vallancien G, Emberton M, Harving N, van Moorselaar RJ; Alf-One Study Group. Sexual dysfunction in 1,274 "
        "European men "
        "suffering from lower urinary tract symptoms. J Urol. 2003;169(6):2257-61.",
    ),
    (
        article(
            "",
            [2002],
            title="21st century heart solution may have a sting in the tail",
            container="BMJ",
            volume="325",
            issue="7357",
            page="184",
        ),
        "21st century heart solution may have a sting in the tail. BMJ. 2002;325(7357):184.",
    ),
    (
        article(
            "Geraud, G.; Spierings, E. L.; Keywood, C.",
            [2002],
            title="Tolerability and safety of frovatriptan with short- and long-term use for treatment of migraine "
            "and in "
            "comparison with sumatriptan",
            container="Headache",
            volume="42",
            supplement_number="2",
            page="S93-S99",
        ),
        "Geraud G, Spierings EL, Keywood C. Tolerability and safety of frovatriptan with short- and long-term use for "
        "treatment of migraine and in comparison with sumatriptan. Headache. 2002;42 Suppl 2:S93-9.",
    ),
    (
        article(
            "Glauser, T. A.",
            [2002],
            title="Integrating clinical trial data into clinical practice",
            container="Neurology",
            volume="58",
            issue="12 Suppl 7",
            page="S6-S12",
        ),
        "Glauser TA. Integrating clinical trial data into clinical practice. Neurology. 2002;58(12 Suppl 7):S6-12.",
    ),
    (
        article(
            "Abend, S. M.; Kulish, N.",
            [2002],
            title="The psychoanalytic method from an epistemological viewpoint",
            short="Int J Psychoanal",
            volume="83",
            issue="Pt 2",
            page="491-495",
        ),
        "Abend SM, Kulish N. The psychoanalytic method from an epistemological viewpoint. Int J Psychoanal. "
        "2002;83(Pt 2):491-5.",
    ),
    (
        article(
            "Banit, D. M.; Kaufer, H.; Hartford, J. M.",
            [2002],
            title="Intraoperative frozen section analysis in revision total joint arthroplasty",
            short="Clin Orthop",
            issue="401",
            page="230-238",
        ),
        "Banit DM, Kaufer H, Hartford JM. Intraoperative frozen section analysis in revision total joint "
        "arthroplasty. Clin "
        "Orthop. 2002;(401):230-8.",
    ),
    (
        article(
            "",
            [2002, 6],
            title="Outreach: bringing HIV-positive individuals into care",
            container="HRSA Careaction",
            page="1-6",
        ),
        "Outreach: bringing HIV-positive individuals into care. HRSA Careaction. 2002 Jun:1-6.",
    ),
    (
        article(
            "Chadwick, R.; Schuklenk, U.",
            [2002],
            title="The politics of ethical consensus finding",
            container="Bioethics",
            volume="16",
            issue="2",
            page="iii-v",
        ),
        "Chadwick R, Schuklenk U. The politics of ethical consensus finding. Bioethics. 2002;16(2):iii-v.",
    ),
    (
        article(
            "Tian, D.; Araki, H.; Stahl, E.; Bergelson, J.; Kreitman, M.",
            [2002],
            title="Signature of balancing selection in Arabidopsis",
            short="Proc Natl Acad Sci U S A",
            status="in press",
        ),
        "Tian D, Araki H, Stahl E, Bergelson J, Kreitman M. Signature of balancing selection in Arabidopsis. Proc "
        "Natl Acad "
        "Sci U S A. Forthcoming 2002.",
    ),
    (
        article(
            "Abood, S.",
            [2002, 6],
            title="Quality improvement initiative in nursing homes: the ANA acts in an advisory role",
            short="Am J Nurs",
            volume="102",
            issue="6",
            URL="http://www.nursingworld.org/AJN/2002/june/Wawatch.htm",
            accessed={"date-parts": [[2002, 8, 12]]},
        ),
        "Abood S. Quality improvement initiative in nursing homes: the ANA acts in an advisory role. Am J Nurs "
        "[Internet]. "
        "2002 Jun [cited 2002 Aug 12];102(6). Available from: http://www.nursingworld.org/AJN/2002/june/Wawatch.htm",
    ),
]
