"""The vocabulary of effects: from `effects.yaml`, or from the side effects that the file of a drug or class states inline."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError

from connect.importing.fields import Reader
from drugs.models import Effect

IN_FILES = {"snomed": "codes"}


def effect(reader: Reader) -> Effect:
    """The effect with this key, or a new one; not saved."""
    key = reader.text("key", required=True)
    row = Effect.objects.filter(key=key).first() or Effect(key=key)
    row.name = reader.words("name", required=True)
    row.clinical_name, row.definition = reader.words("clinical_name"), reader.words("definition")
    row.synonyms = reader.lists_of_words("synonyms")
    codes = reader.inside(reader.mapping_of("codes"), "codes")
    row.snomed = codes.text("snomed")
    codes.finish("code system")
    reader.finish()
    _check(row, reader)
    return row


def new_effects(reader: Reader) -> list[Effect]:
    """The effects that the vocabulary lacks and this sheet's file states with their names; not saved.

    Where the vocabulary has the key, the file may leave the names out or say the same: other words are a problem, because the
    words hold for every sheet that states the effect.
    """
    rows = list(_stated(reader))
    stored = {row.key: row for row in Effect.objects.filter(key__in=[key for _row, key, _words in rows])}
    found = []
    seen: set[str] = set()
    for row, key, words in rows:
        if key in seen:
            continue  # the second row of a list with the same key is told with the list
        seen.add(key)
        if key not in stored and not words["name"]:
            row.unknown("effect", "key", key)
        elif key not in stored:
            effect = Effect(key=key, **words)
            if _check(effect, row):
                found.append(effect)
        else:
            _compare(stored[key], words, row)
    return found


def _stated(reader: Reader) -> Iterator[tuple[Reader, str, dict]]:
    for mapping in reader.rows("side_effects"):
        row = reader.inside(mapping, f"side effects “{mapping.get('key')}”")
        words = {name: row.words(name) for name in Effect.NAMES}
        if key := row.text("key"):
            yield row, key, words


def _compare(effect: Effect, words: dict, row: Reader) -> None:
    for name, said in words.items():
        ours = getattr(effect, name)
        other = sorted(language for language, text in said.items() if text != ours.get(language))
        if other:
            there = f"“{ours[other[0]]}”" if ours.get(other[0]) else "nothing"
            row.problem(
                f"“{name}”: the vocabulary says {there} for “{effect.key}”, in words that every drug shares; change them in "
                "effects.yaml or in the list of effects, or choose another key",
                name,
            )


def _check(effect: Effect, reader: Reader) -> bool:
    try:
        effect.full_clean(validate_unique=effect.pk is None)
    except ValidationError as error:
        reader.refused(error, names=IN_FILES)
        return False
    return True
