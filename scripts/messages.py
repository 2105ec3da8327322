"""Collects the strings to translate into locale/*/LC_MESSAGES/django.po and compiles each catalogue to its .mo file.

Collecting needs gettext (sudo apt install gettext); compiling does not, and `make run` needs
neither, because both files are kept.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("es",)
NOT_OURS = (".*", "tests", "scripts", "bench", "node_modules", "staticfiles", "media")


def collect(top: Path) -> None:
    """Update the catalogues under `top` from its templates and Python files; needs xgettext."""
    command = [sys.executable, "-m", "django", "makemessages", "--no-wrap", "--no-obsolete", "--add-location", "file"]
    command += [f"--locale={language}" for language in LANGUAGES]
    command += [f"--ignore={pattern}" for pattern in NOT_OURS]
    (top / "locale").mkdir(exist_ok=True)
    without_settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=top, env=without_settings, check=True, stdout=subprocess.DEVNULL)
    for path in catalogues(top):
        catalogue = polib.pofile(path, wrapwidth=0)
        give_header(catalogue, path.parent.parent.name)
        catalogue.save()


def give_header(catalogue: polib.POFile, language: str) -> None:
    """A header that says what is true and stays the same while the strings do: no dates, no names to fill in."""
    catalogue.header = f"Wellread: {language}"
    catalogue.metadata_is_fuzzy = False
    catalogue.metadata = {
        "Project-Id-Version": "Wellread",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        # One and many. gettext's newer form for Spanish has a third, for millions, which would leave "2 references" English.
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }


def catalogues(top: Path) -> list[Path]:
    """The .po files of the project under `top`."""
    return sorted(top.glob("locale/*/LC_MESSAGES/*.po"))


def compile_catalogue(path: Path) -> None:
    """Write the .mo file next to a .po file."""
    polib.pofile(path).save_as_mofile(path.with_suffix(".mo"))


def unfinished(catalogue: polib.POFile) -> list[polib.POEntry]:
    """The entries that a reader would see untranslated: empty or marked fuzzy."""
    return [entry for entry in catalogue if not entry.obsolete and not entry.translated()]


def main() -> int:
    """Collect when gettext is here, compile always, and say what is left to translate."""
    if shutil.which("xgettext"):
        collect(ROOT)
    else:
        print("xgettext is not here, so nothing was collected (sudo apt install gettext); compiling what is there.")
    left = 0
    for path in catalogues(ROOT):
        for entry in unfinished(polib.pofile(path)):
            print(f"{path.relative_to(ROOT)}:{entry.linenum}: not translated: {entry.msgid!r}")
            left += 1
        compile_catalogue(path)
    print(f"{left} strings left to translate.")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
