"""`::: callout Title` … `:::`: something worth setting apart from the text."""

from html import escape
from typing import TYPE_CHECKING

from markup.directive import Directive
from markup.document import Node
from markup.titles import read_title

if TYPE_CHECKING:
    from markup.writing import Writer


def render_aside(writer: "Writer", node: Node) -> str:
    """Return an aside labelled by its title; the name of the directive is its class and its default title."""
    name = node.value.directive.name
    title_id = writer.new_id(f"{name}-")
    title = escape(node.value.arguments, quote=False) or writer.phrase(name)
    return (
        f'<aside class="{name}" aria-labelledby="{title_id}">\n'
        f'<p class="callout-title" id="{title_id}">{title}</p>\n'
        f"{writer.inside(node.children)}</aside>\n"
    )


DIRECTIVE = Directive("callout", closes=True, read=read_title, render=render_aside)
