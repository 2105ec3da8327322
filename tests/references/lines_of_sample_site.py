"""The sample site's own records, each with its line as PubMed displays it."""

from tests.references.records import article, record

SAMPLE_SITE = [
    (
        article(
            "Van Poznak, Catherine; Somerfield, Mark R.; Barlow, William E.; Biermann, J. Sybil; Bosserman, Linda D.; "
            "Clemons, Mark J.; Dhesy-Thind, Sukhbinder K.; Dillmon, Melissa S.; Eisen, Andrea; Frank, Elizabeth S.; "
            "Jagsi, Reshma; Jimenez, Rachel; Theriault, Richard L.; Vandenberg, Theodore A.; Yee, Gary C.; Moy, "
            "Beverly",
            [2017, 12, 10],
            title="Role of Bone-Modifying Agents in Metastatic Breast Cancer: An American Society of Clinical "
            "Oncology–Cancer Care Ontario Focused Guideline Update",
            container="Journal of Clinical Oncology",
            short="J Clin Oncol",
            volume="35",
            issue="35",
            page="3978-3986",
            DOI="10.1200/JCO.2017.75.4614",
            PMID="29035643",
            genre="Practice guideline",
        ),
        "Van Poznak C, Somerfield MR, Barlow WE, Biermann JS, Bosserman LD, Clemons MJ, et al. Role of "
        "Bone-Modifying Agents "
        "in Metastatic Breast Cancer: An American Society of Clinical Oncology–Cancer Care Ontario Focused Guideline "
        "Update. "
        "J Clin Oncol. 2017 Dec 10;35(35):3978-86. doi: 10.1200/JCO.2017.75.4614. PMID: 29035643.",
    ),
    (
        article(
            "Himelstein, Andrew L.; Foster, Jared C.; Khatcheressian, James L.; Roberts, John D.; Seisler, Drew K.; "
            "Novotny, Paul J.; Qin, Rui; Go, Ronald S.; Grubbs, Stephen S.; O'Connor, Tracey; Velasco, Mario R., Jr; "
            "Weckstein, Douglas; O'Mara, Ann; Loprinzi, Charles L.; Shapiro, Charles L.",
            [2017, 1, 3],
            title="Effect of Longer-Interval vs Standard Dosing of Zoledronic Acid on Skeletal Events in Patients "
            "With Bone "
            "Metastases: A Randomized Clinical Trial",
            container="JAMA",
            volume="317",
            issue="1",
            page="48-58",
            DOI="10.1001/jama.2016.19425",
            PMID="28030702",
            PMCID="PMC5321662",
        ),
        "Himelstein AL, Foster JC, Khatcheressian JL, Roberts JD, Seisler DK, Novotny PJ, et al. Effect of "
        "Longer-Interval vs "
        "Standard Dosing of Zoledronic Acid on Skeletal Events in Patients With Bone Metastases: A Randomized "
        "Clinical Trial. "
        "JAMA. 2017 Jan 3;317(1):48-58. doi: 10.1001/jama.2016.19425. PMID: 28030702; PMCID: PMC5321662.",
    ),
    (
        article(
            "O'Carrigan, B.; Wong, M.; Willson, M.; Stockler, M.; Pavlakis, N.; Goodwin, A.",
            [2017, 10, 30],
            title="Bisphosphonates and other bone agents for breast cancer",
            container="Cochrane Database of Systematic Reviews",
            short="Cochrane Database Syst Rev",
            issue="10",
            number="CD003474",
            DOI="10.1002/14651858.CD003474.pub4",
        ),
        "O'Carrigan B, Wong M, Willson M, Stockler M, Pavlakis N, Goodwin A. Bisphosphonates and other bone agents "
        "for breast "
        "cancer. Cochrane Database Syst Rev. 2017 Oct 30;(10):CD003474. doi: 10.1002/14651858.CD003474.pub4.",
    ),
    (
        article(
            "Ruggiero, Salvatore L.; Dodson, Thomas B.; Aghaloo, Tara; Carlson, Eric R.; Ward, Brent B.; Kademani, "
            "Deepak",
            [2022, 5, 1],
            title="American Association of Oral and Maxillofacial Surgeons' Position Paper on Medication-Related "
            "Osteonecrosis of the Jaws—2022 Update",
            short="J Oral Maxillofac Surg",
            volume="80",
            issue="5",
            page="920-943",
        ),
        "Ruggiero SL, Dodson TB, Aghaloo T, Carlson ER, Ward BB, Kademani D. American Association of Oral and "
        "Maxillofacial "
        "Surgeons' Position Paper on Medication-Related Osteonecrosis of the Jaws—2022 Update. J Oral Maxillofac Surg. "
        "2022 May 1;80(5):920-43.",
    ),
    (
        article(
            "Lutz, S.; Balboni, T.; Jones, J.; Lo, S.; Petit, J.; Rich, S. E.; Wong, R.; Hahn, C.",
            [2017, 1],
            title="Palliative radiation therapy for bone metastases: Update of an ASTRO Evidence-Based Guideline",
            container="Practical Radiation Oncology",
            short="Pract Radiat Oncol",
            volume="7",
            issue="1",
            page="4-12",
        ),
        "Lutz S, Balboni T, Jones J, Lo S, Petit J, Rich SE, et al. Palliative radiation therapy for bone "
        "metastases: Update "
        "of an ASTRO Evidence-Based Guideline. Pract Radiat Oncol. 2017 Jan;7(1):4-12.",
    ),
    (
        article(
            "Coleman, R.; Hadji, P.; Body, J.-J.; Santini, D.; Chow, E.; Terpos, E.; Oudard, S.; Bruland, Ø.; Kurth, "
            "A.; "
            "Van Poznak, C.; Aapro, M.; Jordan, K.",
            [2020, 12],
            title="Bone health in cancer: ESMO Clinical Practice Guidelines",
            short="Ann Oncol",
            volume="31",
            issue="12",
            page="1650-1663",
            DOI="10.1016/j.annonc.2020.07.019",
        ),
        "Coleman R, Hadji P, Body JJ, Santini D, Chow E, Terpos E, et al. Bone health in cancer: ESMO Clinical "
        "Practice "
        "Guidelines. Ann Oncol. 2020 Dec;31(12):1650-63. doi: 10.1016/j.annonc.2020.07.019.",
    ),
    (
        record(
            "book",
            "=World Health Organization",
            [2018],
            title="WHO guidelines for the pharmacological and radiotherapeutic management of cancer pain in adults and "
            "adolescents",
            publisher="World Health Organization",
            publisher_place="Geneva",
            ISBN="978-92-4-155039-0",
            genre="Guideline",
        ),
        "World Health Organization. WHO guidelines for the pharmacological and radiotherapeutic management of cancer "
        "pain in "
        "adults and adolescents. Geneva: World Health Organization; 2018.",
    ),
    (
        article(
            "Amadori, Dino; Aglietta, Massimo; Alessi, Barbara; Gianni, Lorenzo; Ibrahim, Toni; Farina, Gabriella; "
            "Gaion, Fernando; Bertoldo, Francesco; Santini, Daniele; Rondena, Roberta; Bogani, Paola; Ripamonti, "
            "Carla I.",
            [2013, 6],
            title="Efficacy and safety of 12-weekly versus 4-weekly zoledronic acid for prolonged treatment of "
            "patients with "
            "bone metastases from breast cancer (ZOOM): a phase 3, open-label, randomised, non-inferiority trial",
            container="The Lancet Oncology",
            short="Lancet Oncol",
            volume="14",
            issue="7",
            page="663-670",
            DOI="10.1016/S1470-2045(13)70174-8",
        ),
        "Amadori D, Aglietta M, Alessi B, Gianni L, Ibrahim T, Farina G, et al. Efficacy and safety of 12-weekly "
        "versus "
        "4-weekly zoledronic acid for prolonged treatment of patients with bone metastases from breast cancer "
        "(ZOOM): a phase "
        "3, open-label, randomised, non-inferiority trial. Lancet Oncol. 2013 Jun;14(7):663-70. "
        "doi: 10.1016/S1470-2045(13)70174-8.",
    ),
    (
        article(
            "Casas, A.; Llombart, A.; Martin, M.",
            [2013],
            title="Denosumab for the treatment of bone metastases in advanced breast cancer",
            container="The Breast",
            short="Breast",
            volume="22",
            page="585-592",
            DOI="10.1016/j.breast.2013.05.007",
            PMID="23759273",
        ),
        "Casas A, Llombart A, Martin M. Denosumab for the treatment of bone metastases in advanced breast cancer. "
        "Breast. "
        "2013;22:585-92. doi: 10.1016/j.breast.2013.05.007. PMID: 23759273.",
    ),
    (
        article(
            "Li, Bob T.; Wong, Matthew H.; Pavlakis, Nick",
            [2014, 1, 9],
            title="Treatment and Prevention of Bone Metastases from Breast Cancer: A Comprehensive Review of "
            "Evidence for "
            "Clinical Practice",
            short="J Clin Med",
            volume="3",
            issue="1",
            page="1-24",
            DOI="10.3390/jcm3010001",
        ),
        "Li BT, Wong MH, Pavlakis N. Treatment and Prevention of Bone Metastases from Breast Cancer: A Comprehensive "
        "Review of "
        "Evidence for Clinical Practice. J Clin Med. 2014 Jan 9;3(1):1-24. doi: 10.3390/jcm3010001.",
    ),
    (
        article(
            "Wang, Xin; Yang, Ke Hu; Wanyan, Pingping; Tian, Jin Hui",
            [2014, 3, 20],
            title="Comparison of the efficacy and safety of denosumab versus bisphosphonates in breast cancer and bone "
            "metastases treatment: A meta-analysis of randomized controlled trials",
            short="Oncol Lett",
            page="1997-2002",
            DOI="10.3892/ol.2014.1982",
        ),
        "Wang X, Yang KH, Wanyan P, Tian JH. Comparison of the efficacy and safety of denosumab versus "
        "bisphosphonates in "
        "breast cancer and bone metastases treatment: A meta-analysis of randomized controlled trials. Oncol Lett. "
        "2014 Mar 20:1997-2002. doi: 10.3892/ol.2014.1982.",
    ),
    (
        article(
            "Yanae, Masashi; Fujimoto, Shinichiro; Tane, Kaori; Tanioka, Maki; Fujiwara, Kimiko; Tsubaki, Masanobu; "
            "Yamazoe, Yuzuru; Morishima, Yoshiyuki; Chiba, Yasutaka; Takao, Shintaro; Komoike, Yoshifumi; Tsurutani, "
            "Junji; "
            "Nakagawa, Kazuhiko",
            [2017, 8, 31],
            title="Increased risk of SSEs in bone-only metastatic breast cancer patients treated with zoledronic acid",
            short="J Bone Oncol",
            volume="8",
            page="18-22",
            DOI="10.1016/j.jbo.2017.08.004",
            PMID="28884071",
            PMCID="PMC5581372",
        ),
        "Yanae M, Fujimoto S, Tane K, Tanioka M, Fujiwara K, Tsubaki M, et al. Increased risk of SSEs in bone-only "
        "metastatic "
        "breast cancer patients treated with zoledronic acid. J Bone Oncol. 2017 Aug 31;8:18-22. "
        "doi: 10.1016/j.jbo.2017.08.004. PMID: 28884071; PMCID: PMC5581372.",
    ),
    (
        article(
            "Lluch, Ana; Cueva, Juan; Ruiz-Borrego, Manuel; Ponce, José; Pérez-Fidalgo, José-Alejandro",
            [2014, 1],
            title="Zoledronic acid in the treatment of metastatic breast cancer",
            container="Anti-Cancer Drugs",
            short="Anticancer Drugs",
            volume="25",
            issue="1",
            page="1-7",
            DOI="10.1097/CAD.0000000000000020",
        ),
        "Lluch A, Cueva J, Ruiz-Borrego M, Ponce J, Pérez-Fidalgo JA. Zoledronic acid in the treatment of metastatic "
        "breast "
        "cancer. Anticancer Drugs. 2014 Jan;25(1):1-7. doi: 10.1097/CAD.0000000000000020.",
    ),
    (
        article(
            "Alcorn, S.; Cortés, Á. A.; Bradfield, L.; Brennan, M.; Dennis, K.; Diaz, D. A.; Doung, Y.-C.; Elmore, S.; "
            "Hertan, L.; Johnstone, C.; Jones, J.; Larrier, N.",
            [2024],
            title="External Beam Radiation Therapy for Palliation of Symptomatic Bone Metastases: An ASTRO Clinical "
            "Practice "
            "Guideline",
            short="Pract Radiat Oncol",
        ),
        "Alcorn S, Cortés ÁA, Bradfield L, Brennan M, Dennis K, Diaz DA, et al. External Beam Radiation Therapy for "
        "Palliation "
        "of Symptomatic Bone Metastases: An ASTRO Clinical Practice Guideline. Pract Radiat Oncol. 2024.",
    ),
]
