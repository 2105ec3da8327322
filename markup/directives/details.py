"""`::: details Title` … `:::`: something a reader can open."""

from html import escape
from typing import TYPE_CHECKING

from markup.directive import Directive
from markup.document import Node
from markup.titles import read_needed_title

if TYPE_CHECKING:
    from markup.writing import Writer


def _render(writer: "Writer", node: Node) -> str:
    title = escape(node.value.arguments, quote=False) or writer.phrase("details")
    contents = writer.inside(node.children)
    return f'<details class="details">\n<summary>{title}</summary>\n{contents}</details>\n'


DIRECTIVE = Directive("details", closes=True, read=read_needed_title, render=_render)
