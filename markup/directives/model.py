"""`::: model key`: a 3D model; the name is kept for it, but it cannot be shown yet."""

from typing import TYPE_CHECKING

from markup.directive import Directive, Reading
from markup.document import Node
from markup.issues import error

if TYPE_CHECKING:
    from markup.writing import Writer


def _read(arguments: str, line: int) -> Reading:
    message = "The block 'model' is not available yet."
    return Reading(None, issues=(error("directive-not-available", line, message, "Take it out for now."),))


def _render(writer: "Writer", node: Node) -> str:
    return writer.inside(node.children)


DIRECTIVE = Directive("model", closes=False, read=_read, render=_render)
