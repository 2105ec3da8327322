"""A title in capitals, as a sentence that a person confirms."""

import pytest

from references.sentence_case import is_all_capitals, sentence_case


@pytest.mark.parametrize(
    ("title", "better"),
    [
        ("EFFECT OF ZOLEDRONIC ACID ON BONE", "Effect of zoledronic acid on bone"),
        ("DNA REPAIR IN EGFR-MUTATED CANCER", "DNA repair in EGFR-mutated cancer"),
        ("A TRIAL IN JAPANESE WOMEN: PHASE III", "A trial in Japanese women: phase III"),
        ("PATIENTS’ VIEWS OF PAIN", "Patients’ views of pain"),
        ("“HOW LONG?” ASKED PATIENTS", "“How long?” asked patients"),
        ("COVID-19 AND CT3 SCANS", "COVID-19 and CT3 scans"),
        ("EL DOLOR ÓSEO EN EL CÁNCER", "El dolor óseo en el cáncer"),
        ("123", "123"),
        ("", ""),
    ],
)
def test_as_a_sentence(title, better):
    assert sentence_case(title) == better


@pytest.mark.parametrize(
    ("title", "shouts"),
    [
        ("EFFECT OF ZOLEDRONIC ACID", True),
        ("EFFECT OF ZOLEDRONIC ACID (mg)", True),
        ("Effect of Zoledronic Acid", False),
        ("PALOMA-3", False),
        ("NCCN ESMO", False),
        ("骨转移患者的唑来膦酸给药间隔 长期研究", False),
        ("", False),
    ],
)
def test_whether_a_title_shouts(title, shouts):
    assert is_all_capitals(title) is shouts
