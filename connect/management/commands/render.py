"""Print the HTML that publishing would store for a Markdown file; its issues go to stderr."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from connect.importing.files import split_front_matter
from references.compiling import compile_markdown


class Command(BaseCommand):
    help = (
        "Print exactly the HTML that publishing FILE would store. Issues go to stderr as FILE:LINE: severity: code: message; "
        "the exit code is 1 when any would stop publishing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="a Markdown file, with or without front matter; - reads standard input")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, choices=[code for code, _name in settings.LANGUAGES]
        )

    def handle(self, *args, file, language, **options):
        text = self._read(file)
        body, first_line = split_front_matter(text)
        compiled = compile_markdown(body, title="", language=language, source={}, first_line=first_line)
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
