"""`::: do Title` … `:::`: a list of what to do."""

from html import escape
from typing import TYPE_CHECKING

from markup.directive import Directive
from markup.document import Node
from markup.issues import error
from markup.titles import read_title

if TYPE_CHECKING:
    from markup.writing import Writer


def render_advice(writer: "Writer", node: Node) -> str:
    """Return a section of advice, whose heading is one level below the heading it stands under."""
    name = node.value.directive.name
    if not any(child.kind == "bullets" for child in node.children):
        message = f"The block '{name}' has no list."
        writer.report(
            error("list-missing", node.line, message, "Write each piece of advice on a line that begins with - .")
        )
    heading_id = writer.new_id(f"{name}-")
    title = escape(node.value.arguments, quote=False) or writer.phrase(name)
    level = writer.below()
    return (
        f'<section class="{name}" aria-labelledby="{heading_id}">\n'
        f'<h{level} id="{heading_id}">{title}</h{level}>\n'
        f"{writer.inside(node.children)}</section>\n"
    )


DIRECTIVE = Directive("do", closes=True, read=read_title, render=render_advice)
