"""HTML validity: the Nu HTML checker (https://validator.github.io) on many pages with one start of Java."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.tools import vnu

MINUTES = 3
# Messages that are not faults of ours, each with the reason.
ACCEPTED: dict[str, re.Pattern[str]] = {}


def html_problems(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Errors and warnings of the checker as "page:line: message"; `pages` maps a page's name to its HTML."""
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        path = folder / f"page-{number}.html"
        path.write_text(html, encoding="utf-8")
        names[path.name] = name
    if not names:
        return []
    command = ["java", "-jar", vnu(), "--format", "json", "--stdout", "--exit-zero-always", *sorted(names)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=MINUTES * 60)
    return [
        f"{names[message['url'].rsplit('/', 1)[-1]]}:{message.get('lastLine', 0)}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
        if not any(pattern.search(message["message"]) for pattern in ACCEPTED.values())
    ]
