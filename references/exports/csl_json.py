"""CSL-JSON: the record as it is, one on a line, the same from every database. What the library says besides stands in
"custom", where CSL has room for it."""

import json
from collections.abc import Iterable, Iterator

from references.exports.works import Work
from references.formats.csl_json import FREE


def write(works: Iterable[Work]) -> Iterator[str]:
    before = "[\n"
    for work in works:
        yield before + json.dumps(_record(work), ensure_ascii=False, sort_keys=True)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _record(work: Work) -> dict:
    record = {"id": work.key, **work.csl}
    if said := work.ours.said():
        custom = record.get("custom")
        record["custom"] = (
            {**custom, FREE: said}
            if isinstance(custom, dict)
            else {FREE: said | ({} if custom is None else {"custom": custom})}
        )
    return record
