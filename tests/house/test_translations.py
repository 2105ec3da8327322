"""Every string a reader may see exists in Spanish, keeps its placeholders, and its compiled catalogue is up to date."""

import re
import shutil
from pathlib import Path

import polib
import pytest

from scripts.messages import LANGUAGES, catalogues, collect, compile_catalogue, unfinished
from tests.house.files import ROOT, name_of, ours

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogue_of(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    """What makes a string the same string: its context, its words, and the words of its plural."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def untranslated(used: polib.POFile, kept: polib.POFile) -> list[str]:
    """The strings in use that the kept catalogue does not say in its language."""
    missing = {key(entry) for entry in unfinished(kept)}
    known = {key(entry) for entry in kept if not entry.obsolete}
    return [entry.msgid for entry in used if not entry.obsolete and (key(entry) in missing or key(entry) not in known)]


def lost_placeholders(catalogue: polib.POFile) -> list[str]:
    """Translations that drop or invent a placeholder: they would fail while a page is being made."""
    problems = []
    for entry in catalogue.translated_entries():
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
        said = [set(PLACEHOLDER.findall(words)) for words in (entry.msgstr_plural or {0: entry.msgstr}).values()]
        # A single form may leave out the number it stands for ("one result"), no form may invent one.
        if any(words - wanted for words in said) or (not entry.msgid_plural and said[0] != wanted):
            problems.append(entry.msgid)
    return problems


def stale(po: Path) -> bool:
    """Whether the .mo file next to a .po file says anything else than the .po file does."""
    mo = po.with_suffix(".mo")
    wanted = {key(entry): (entry.msgstr, entry.msgstr_plural) for entry in polib.pofile(po).translated_entries()}
    return not mo.is_file() or wanted != {key(e): (e.msgstr, e.msgstr_plural) for e in polib.mofile(mo)}


@pytest.fixture
def copy_of_our_words(tmp_path: Path) -> Path:
    """The templates and Python files in a folder of their own, so that collecting strings changes nothing here."""
    for path in ours(".py", ".html", ".txt"):
        target = tmp_path / name_of(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return tmp_path


@pytest.mark.needs("gettext")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_in_use_is_translated(copy_of_our_words: Path, language: str) -> None:
    collect(copy_of_our_words)
    used = polib.pofile(copy_of_our_words / "locale" / language / "LC_MESSAGES" / "django.po")
    kept = polib.pofile(catalogue_of(language)) if catalogue_of(language).is_file() else polib.POFile()
    assert untranslated(used, kept) == [], "run `make messages` and translate these"


@pytest.mark.needs("gettext")
def test_strings_of_templates_and_of_python_are_collected(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text("{% load i18n %}{% translate 'In a template' %}", encoding="utf-8")
    (tmp_path / "views.py").write_text("from x import gettext_lazy as _\na = _('In Python')\n", encoding="utf-8")
    collect(tmp_path)
    used = polib.pofile(tmp_path / "locale/es/LC_MESSAGES/django.po")
    assert sorted(untranslated(used, polib.POFile())) == ["In Python", "In a template"]


@pytest.mark.parametrize("path", catalogues(ROOT), ids=name_of)
def test_translations_keep_their_placeholders(path: Path) -> None:
    assert lost_placeholders(polib.pofile(path)) == []


@pytest.mark.parametrize("path", catalogues(ROOT), ids=name_of)
def test_the_compiled_catalogue_is_up_to_date(path: Path) -> None:
    assert not stale(path), "run `make messages`"


def catalogue(*entries: polib.POEntry) -> polib.POFile:
    made = polib.POFile()
    made.extend(entries)
    return made


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        (catalogue(), ["Print"]),
        (catalogue(polib.POEntry(msgid="Print", msgstr="")), ["Print"]),
        (catalogue(polib.POEntry(msgid="Print", msgstr="Imprimir", flags=["fuzzy"])), ["Print"]),
        (catalogue(polib.POEntry(msgid="Print", msgstr="Imprimir", obsolete=True)), ["Print"]),
        (catalogue(polib.POEntry(msgid="Print", msgstr="Impresión", msgctxt="noun")), ["Print"]),
        (catalogue(polib.POEntry(msgid="Print", msgstr="Imprimir")), []),
    ],
)
def test_a_string_without_a_sure_translation_is_found(kept: polib.POFile, found: list[str]) -> None:
    assert untranslated(catalogue(polib.POEntry(msgid="Print")), kept) == found


@pytest.mark.parametrize(
    ("entry", "lost"),
    [
        ({"msgid": "Page %(n)s", "msgstr": "Página"}, True),
        ({"msgid": "Page", "msgstr": "Página %(n)s"}, True),
        ({"msgid": "{count} drugs", "msgstr": "{cuenta} fármacos"}, True),
        ({"msgid": "Page %(n)s", "msgstr": "Página %(n)s"}, False),
        ({"msgid": "100 %", "msgstr": "100 %"}, False),
        (
            {
                "msgid": "%(n)s drug",
                "msgid_plural": "%(n)s drugs",
                "msgstr_plural": {0: "un fármaco", 1: "%(n)s fármacos"},
            },
            False,
        ),
    ],
)
def test_a_lost_or_invented_placeholder_is_found(entry: dict, lost: bool) -> None:
    assert bool(lost_placeholders(catalogue(polib.POEntry(**entry)))) == lost


def test_a_compiled_catalogue_that_is_missing_or_old_is_found(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    catalogue(polib.POEntry(msgid="Print", msgstr="Imprimir")).save(str(path))
    assert stale(path)
    compile_catalogue(path)
    assert not stale(path)
    catalogue(polib.POEntry(msgid="Print", msgstr="Imprima")).save(str(path))
    assert stale(path)
