"""`::: dont Title` … `:::`: a list of what not to do."""

from markup.directive import Directive
from markup.directives.do import render_advice
from markup.titles import read_title

DIRECTIVE = Directive("dont", closes=True, read=read_title, render=render_advice)
