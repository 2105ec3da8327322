"""RIS: its types as CSL's, and the tags that have a place in a CSL record."""

KINDS = {
    "ABST": "article-journal", "ADVS": "motion_picture", "AGGR": "dataset", "ANCIENT": "classic", "ART": "graphic",
    "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter", "CHART": "figure",
    "CLSWK": "classic", "COMP": "software", "CONF": "paper-conference", "CPAPER": "paper-conference", "CTLG": "book",
    "DATA": "dataset", "DBASE": "dataset", "DICT": "entry-dictionary", "EBOOK": "book", "ECHAP": "chapter",
    "EDBOOK": "book", "EJOUR": "article-journal", "EJOU": "article-journal", "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia", "FIGURE": "figure", "GEN": "document", "GOVDOC": "report", "GRANT": "document",
    "HEAR": "hearing", "ICOMM": "webpage", "INPR": "article-journal", "INTV": "interview", "JFULL": "periodical",
    "JOUR": "article-journal", "LEGAL": "legislation", "MANSCPT": "manuscript", "MAP": "map", "MGZN": "article-magazine",
    "MPCT": "motion_picture", "MULTI": "document", "MUSIC": "musical_score", "NEWS": "article-newspaper",
    "PAMP": "pamphlet", "PAT": "patent", "PCOMM": "personal_communication", "PREPRINT": "article", "RPRT": "report",
    "SER": "book", "SLIDE": "speech", "SOUND": "song", "STAND": "standard", "STAT": "legislation",
    "THES": "thesis", "UNBILL": "bill", "UNPB": "manuscript", "UNPD": "manuscript", "VIDEO": "motion_picture", "WEB": "webpage",
}  # fmt: skip
USED = frozenset(
    "TY TI T1 CT BT T2 T3 ST JF JO JA J1 J2 AU A1 A2 ED A3 A4 TA PY Y1 Y2 DA VL IS CP SP EP C7 M1 M3 PB CY PP ET SE NV AB N2 "
    "LA KW N1 RN DP DB SN DO UR LK AN ID".split()
)
FREE = "C8"  # carries what RIS has no tag for, see carried.py
