"""Print the HTML that publishing would store for a Markdown file; its issues go to stderr."""

import sys
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from connect.importing.files import FENCE, split_front_matter
from connect.importing.yaml_lines import Lines, YamlProblem, read_yaml
from drugs.sections import SECTIONS, with_sections
from references.compiling import compile_markdown

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Command(BaseCommand):
    help = (
        "Print exactly the HTML that publishing FILE would store. Issues go to stderr as FILE:LINE: severity: code: message; "
        "the exit code is 1 when any would stop publishing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="a Markdown file, with or without front matter; - reads standard input")
        parser.add_argument(
            "--language", choices=LANGUAGES, help=f"default: what the file says, else {settings.LANGUAGE_CODE}"
        )

    def handle(self, *args, file, language, **options):
        text = self._read(file)
        body, first_line = split_front_matter(text)
        fields = self._front_matter(text, file)
        language = language or self._stated_language(fields, file)
        compiled = compile_markdown(
            body, title="", language=language, source={}, first_line=first_line, **self._about_drug(fields, language)
        )
        if self.stdout._out is sys.stdout and hasattr(sys.stdout, "reconfigure"):
            # What is stored is UTF-8 with "\n", whatever this machine's language and habits.
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        self.stdout.write(compiled.html, ending="")
        for issue in compiled.issues:
            self.stderr.write(f"{file}:{issue.line}: {issue.severity}: {issue.code}: {issue.message}", style_func=str)
        if any(issue.stops_publishing for issue in compiled.issues):
            sys.exit(1)

    def _read(self, file: str) -> str:
        try:
            data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise CommandError(f"{file}:{line}: is not UTF-8 text; save it as UTF-8") from error

    def _front_matter(self, text: str, file: str) -> Lines | None:
        front = FENCE.match(text)
        try:
            fields = read_yaml(front.group(1), file=file, first_line=2) if front else None
        except YamlProblem as error:
            raise CommandError(str(error)) from error
        return fields if isinstance(fields, Lines) else None

    def _stated_language(self, fields: Lines | None, file: str) -> str:
        """The language in the front matter. One that cannot be read would not be imported either."""
        stated = fields.get("language") if fields is not None else None
        if stated not in (None, "", *LANGUAGES):
            raise CommandError(f"{file}:{fields.lines['language']}: “language” must be one of {', '.join(LANGUAGES)}")
        return stated or settings.LANGUAGE_CODE

    def _about_drug(self, fields: Lines | None, language: str) -> dict[str, Any]:
        """What a page about a drug is compiled with besides its text: the file names its drug."""
        drug = fields.get("drug") if fields is not None else None
        if not isinstance(drug, str) or not drug:
            return {}
        around = partial(with_sections, key=drug, language=language, sections=SECTIONS)
        return {"around": around, "always_quote": (("drug", drug),)}
