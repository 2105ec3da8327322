"""What a format has no field for, kept in one of its free fields as JSON that our own readers understand.

Whoever exports and imports again loses nothing; another program shows one more note. Where somebody changed the field beside it
meanwhile, that field counts: each carried value knows what stood there.
"""

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from references import csl

SIGN = "wellread: "
_LONGEST = 30_000  # characters on one line, so that no reader has to cut it
_STRING = re.compile(r'"(?:\\.|[^"\\])*"')
_KEY = re.compile(r"[A-Za-z0-9_-]{1,80}")


class Ours(NamedTuple):
    """What a file of a library like ours says of a record besides the record: where it stands, what replaced it, and what its
    librarian judged of it (column and value)."""

    status: str = ""
    superseded_by: str = ""
    judged: tuple[tuple[str, str | bool], ...] = ()

    @classmethod
    def read(cls, box: Mapping[str, Any]) -> "Ours":
        words = (box[name] if isinstance(box.get(name), str) else "" for name in ("status", "superseded_by"))
        judged = box["judged"] if isinstance(box.get("judged"), dict) else {}
        return cls(
            *words, tuple(sorted((name, value) for name, value in judged.items() if isinstance(value, str | bool)))
        )

    def said(self) -> dict[str, Any]:
        """What is worth saying: nothing of a record that nothing became of and nobody judged."""
        named = {
            "status": "" if self.status == "current" else self.status,
            "superseded_by": self.superseded_by,
            "judged": dict(self.judged),
        }
        return {name: value for name, value in named.items() if value}


class TakenBack(NamedTuple):
    record: dict[str, Any]
    ours: Ours | None
    notes: tuple[str, ...]


def carry(key: str, record: Mapping[str, Any], read: Mapping[str, Any], ours: Ours) -> list[str]:
    """The texts for the free field. `read`: what our reader makes of the other fields."""
    understood = csl.clean(read).csl
    fields = {name: value for name, value in record.items() if understood.get(name) != value}
    fields |= {name: None for name in understood if name not in record}
    box = {
        "key": key,
        "fields": fields,
        "beside": {name: _mark(read[name]) for name in fields if name in read},
        **ours.said(),
    }
    text = json.dumps(
        {name: value for name, value in box.items() if value}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return [f"{SIGN}{piece}" for piece in _pieces(_STRING.sub(_by_number, text))]


def take_back(read: dict[str, Any], texts: Iterable[str]) -> TakenBack:
    """The record as it was exported, from what the other fields say and the texts of the free field that bear our sign."""
    texts = (" ".join(text.split()) for text in texts)  # some programs break long lines
    text = "".join(text.removeprefix(SIGN) for text in texts if is_carried(text))
    if not text:
        return TakenBack(read, None, ())
    try:
        box = json.loads(text)
    except (ValueError, RecursionError):
        box = None
    if not isinstance(box, dict) or not _KEY.fullmatch(str(box.get("key", ""))):
        return TakenBack(read, None, (_("What “wellread:” carries was changed and cannot be read; it was left out."),))
    fields, beside = (box[name] if isinstance(box.get(name), dict) else {} for name in ("fields", "beside"))
    record = dict(read)
    for name, value in fields.items():
        if (_mark(read[name]) if name in read else None) == beside.get(name):
            record[name] = value
    record = {name: value for name, value in record.items() if value is not None} | {"id": box["key"]}
    return TakenBack(record, Ours.read(box), ())


def is_carried(text: str) -> bool:
    return text.startswith(SIGN)


def _by_number(found: re.Match[str]) -> str:
    """A string of JSON without brackets: BibTeX counts them wherever they stand."""
    return found[0].replace("{", r"\u007b").replace("}", r"\u007d")


def _pieces(text: str) -> list[str]:
    """Cut so that no piece begins or ends in a space, which readers take away."""
    pieces = [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)]
    return [re.sub(r"^ | $", r"\\u0020", piece) for piece in pieces]


def _mark(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}"
