"""`::: key-points Title` … `:::`: what a reader should remember."""

from html import escape
from typing import TYPE_CHECKING

from markup.directive import Directive
from markup.document import Node
from markup.titles import read_title

if TYPE_CHECKING:
    from markup.writing import Writer


def render_section(writer: "Writer", node: Node) -> str:
    """Return a section under a heading of level 2; the name of the directive is its class and its default title."""
    name = node.value.directive.name
    heading_id = writer.new_id(f"{name}-")
    title = escape(node.value.arguments, quote=False) or writer.phrase(name.replace("-", " "))
    writer.level = 2
    return (
        f'<section class="{name}" aria-labelledby="{heading_id}">\n'
        f'<h2 id="{heading_id}">{title}</h2>\n'
        f"{writer.inside(node.children)}</section>\n"
    )


DIRECTIVE = Directive("key-points", closes=True, read=read_title, render=render_section)
