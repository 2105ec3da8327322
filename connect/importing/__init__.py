"""Bringing a folder of Markdown and YAML files in: read everything, report every problem, then change all or nothing."""

from connect.importing.apply import Imported, import_content
from connect.importing.problems import FileProblem, ImportRefused

__all__ = ["FileProblem", "ImportRefused", "Imported", "import_content"]
