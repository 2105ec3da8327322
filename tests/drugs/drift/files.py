"""Files of openFDA, DailyMed and RxNav, written by hand in the shapes that these publish."""

import io
import json
from datetime import date

from drugs.drift import Record, open_records

TODAY = date(2026, 3, 3)
XGEVA = "49e5afe9-a0c7-40c4-af9f-f287a80c5c88"
PROLIA = "49e5afe9-a0c7-40c4-af9f-f287a80c5c89"
UNII = "4EQZ6YO2HI"


def records_of(content, today: date = TODAY) -> list[Record]:
    """All that is read of a file: a text, bytes, or what becomes JSON."""
    if not isinstance(content, str | bytes):
        content = json.dumps(content, indent=2)
    raw = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return list(open_records(raw, today=today).records)


def label(set_id=XGEVA, *, version="12", effective_time="20250601", told=None, **fields) -> dict:
    """One label of openFDA; `told` changes its "openfda" part, and None takes a field away."""
    openfda = {
        "application_number": ["BLA125320"],
        "brand_name": ["Xgeva"],
        "generic_name": ["DENOSUMAB"],
        "manufacturer_name": ["Amgen Inc"],
        "product_ndc": ["55513-730"],
        "package_ndc": ["55513-730-01"],
        "product_type": ["HUMAN PRESCRIPTION DRUG"],
        "route": ["SUBCUTANEOUS"],
        "substance_name": ["DENOSUMAB"],
        "rxcui": ["993456", "993458"],
        "spl_id": ["0b1d3d0c-ff5d-4ee3-bfd8-2e9e5dcb0001"],
        "spl_set_id": [set_id],
        "unii": [UNII],
    } | (told or {})
    record = {
        "id": "0b1d3d0c-ff5d-4ee3-bfd8-2e9e5dcb0001",
        "set_id": set_id,
        "version": version,
        "effective_time": effective_time,
        "dosage_and_administration": ["2 DOSAGE AND ADMINISTRATION 120 mg every 4 weeks"],
        "openfda": {name: value for name, value in openfda.items() if value is not None},
    } | fields
    return {name: value for name, value in record.items() if value is not None}


def answer(*results) -> dict:
    """What openFDA answers, and how its downloads are built."""
    meta = {
        "disclaimer": "Do not rely on openFDA.",
        "last_updated": "2026-03-01",
        "results": {"skip": 0, "limit": 1000},
    }
    return {"meta": meta, "results": list(results)}


def ndc(**fields) -> dict:
    """One product of openFDA's NDC directory."""
    record = {
        "product_ndc": "55513-730",
        "generic_name": "denosumab",
        "labeler_name": "Amgen Inc",
        "brand_name": "Xgeva",
        "active_ingredients": [{"name": "DENOSUMAB", "strength": "120 mg/1.7mL"}],
        "finished": True,
        "packaging": [
            {"package_ndc": "55513-730-01", "description": "1 VIAL in 1 CARTON (55513-730-01)", "sample": False}
        ],
        "listing_expiration_date": "20271231",
        "openfda": {"manufacturer_name": ["Amgen Inc"], "rxcui": ["993456"], "spl_set_id": [XGEVA], "unii": [UNII]},
        "marketing_category": "BLA",
        "dosage_form": "INJECTION, SOLUTION",
        "spl_id": "0b1d3d0c-ff5d-4ee3-bfd8-2e9e5dcb0001",
        "product_type": "HUMAN PRESCRIPTION DRUG",
        "route": ["SUBCUTANEOUS"],
        "marketing_start_date": "20101118",
    } | fields
    return {name: value for name, value in record.items() if value is not None}


def history(code="993449", status="Active", name="denosumab", remapped=(), quantified=()) -> dict:
    """What RxNav says of one code; `remapped` are (code, name) pairs."""
    derived = {}
    if remapped:
        derived["remappedConcept"] = [
            {"remappedRxCui": new, "remappedName": said, "remappedTTY": "SCD", "remappedActive": "YES"}
            for new, said in remapped
        ]
    if quantified:
        derived["quantifiedConcept"] = [{"quantifiedRxcui": new, "quantifiedName": said} for new, said in quantified]
    meta = {"status": status, "source": "RXNORM", "releaseStartDate": "092010", "isCurrent": "YES"}
    attributes = {"rxcui": code, "name": name, "tty": "IN", "isMultipleIngredient": "NO"}
    return {"rxcuiStatusHistory": {"metaData": meta, "attributes": attributes, "derivedConcepts": derived}}


DOSING = "<paragraph>The recommended dose is 120 mg every 4 weeks.</paragraph>"


def section(code: str, text: str, title: str = "") -> str:
    return (
        f'<component><section><id root="x"/><code code="{code}" codeSystem="2.16.840.1.113883.6.1"/>'
        f'<title>{title}</title><text>{text}</text><effectiveTime value="20250601"/></section></component>'
    )


def product(name="Xgeva", code="55513-730", packages=("55513-730-01",), status="active", end="", unii=UNII) -> str:
    packed = "".join(
        f'<asContent><containerPackagedProduct><code code="{each}" codeSystem="2.16.840.1.113883.6.69"/>'
        '<formCode code="C43226" displayName="VIAL, SINGLE-USE"/></containerPackagedProduct>'
        '<subjectOf><marketingAct><statusCode code="completed"/></marketingAct></subjectOf></asContent>'
        for each in packages
    )
    high = f'<high value="{end}"/>' if end else ""
    return (
        "<subject><manufacturedProduct><manufacturedProduct>"
        f'<code code="{code}" codeSystem="2.16.840.1.113883.6.69"/><name>{name}</name>'
        '<formCode code="C42945" displayName="INJECTION, SOLUTION"/>'
        "<asEntityWithGeneric><genericMedicine><name>denosumab</name></genericMedicine></asEntityWithGeneric>"
        '<ingredient classCode="ACTIB"><quantity><numerator unit="mg" value="120"/></quantity><ingredientSubstance>'
        f'<code code="{unii}" codeSystem="2.16.840.1.113883.4.9"/><name>DENOSUMAB</name></ingredientSubstance></ingredient>'
        '<ingredient classCode="IACT"><ingredientSubstance>'
        '<code code="059QF0KO0R" codeSystem="2.16.840.1.113883.4.9"/><name>WATER</name></ingredientSubstance></ingredient>'
        f"{packed}</manufacturedProduct>"
        '<subjectOf><approval><id extension="BLA125320" root="2.16.840.1.113883.3.150"/></approval></subjectOf>'
        f'<subjectOf><marketingAct><code code="C53292"/><statusCode code="{status}"/>'
        f'<effectiveTime><low value="20101118"/>{high}</effectiveTime></marketingAct></subjectOf>'
        "<consumedIn><substanceAdministration>"
        '<routeCode code="C38299" codeSystem="2.16.840.1.113883.3.26.1.1" displayName="SUBCUTANEOUS"/>'
        "</substanceAdministration></consumedIn></manufacturedProduct></subject>"
    )


def spl(
    set_id=XGEVA, *, version="12", day="20250601", products=None, dosing=DOSING, boxed="", head="", root=None
) -> str:
    """One label of DailyMed."""
    products = (product(),) if products is None else products
    root = 'xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' if root is None else root
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<?xml-stylesheet href="https://www.accessdata.fda.gov/spl/stylesheet/spl.xsl" type="text/xsl"?>\n'
        f"{head}<document {root}>\n"
        '<id root="0b1d3d0c-ff5d-4ee3-bfd8-2e9e5dcb0001"/>\n'
        '<code code="34391-3" codeSystem="2.16.840.1.113883.6.1" displayName="HUMAN PRESCRIPTION DRUG LABEL"/>\n'
        f"<title>XGEVA (denosumab) injection</title>\n"
        f'<effectiveTime value="{day}"/>\n<setId root="{set_id}"/>\n<versionNumber value="{version}"/>\n'
        "<author><time/><assignedEntity><representedOrganization><name>Amgen Inc</name>"
        "</representedOrganization></assignedEntity></author>\n"
        "<component><structuredBody>\n"
        f'<component><section><code code="48780-1"/>{"".join(products)}</section></component>\n'
        f"{section('34066-1', boxed, 'WARNING') if boxed else ''}"
        f"{section('34068-7', dosing, '2 DOSAGE AND ADMINISTRATION') if dosing else ''}\n"
        "</structuredBody></component></document>\n"
    )
