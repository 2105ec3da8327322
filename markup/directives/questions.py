"""`::: questions Title` … `:::`: what to ask at the next appointment."""

from markup.directive import Directive
from markup.directives.key_points import render_section
from markup.titles import read_title

DIRECTIVE = Directive("questions", closes=True, read=read_title, render=render_section)
