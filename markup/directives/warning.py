"""`::: warning Title` … `:::`: something that could do harm."""

from markup.directive import Directive
from markup.directives.callout import render_aside
from markup.titles import read_title

DIRECTIVE = Directive("warning", closes=True, read=read_title, render=render_aside)
