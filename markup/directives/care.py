"""`::: care emergency` … `:::`: a care card, which says when to call whom.

    ::: care emergency
    ### Call the emergency number if:
    - you cannot feel your legs
    :::

The empty last paragraph is filled with the phone lines of the site when the page is read.
"""

from html import escape
from typing import TYPE_CHECKING

from markup.directive import Directive, Reading
from markup.document import Node
from markup.issues import Issue, error
from markup.names import did_you_mean, suggest
from markup.phrases import known_language

if TYPE_CHECKING:
    from markup.writing import Writer

LEVELS = ("emergency", "urgent", "nonurgent")
_LAST_WORD = {"en": "if:", "es": "si:"}


def _read(arguments: str, line: int) -> Reading:
    written = arguments.lower()
    if written in LEVELS:
        return Reading(written)
    choices = f"Write ::: care {', ::: care '.join(LEVELS[:-1])} or ::: care {LEVELS[-1]}."
    if not written:
        return Reading("", issues=(error("care-level-missing", line, "This care card has no level.", choices),))
    message = f"There is no care level '{arguments[:40]}'{did_you_mean(suggest(written, LEVELS)) or '.'}"
    return Reading("", issues=(error("unknown-care-level", line, message, choices),))


def _render(writer: "Writer", node: Node) -> str:
    level = node.value.arguments
    if not level:
        return writer.inside(node.children)
    for issue in _problems(node, level, known_language(writer.language)):
        writer.report(issue)
    title_id = writer.new_id("care-")
    urgency = writer.phrase(f"care {level}")
    before = f'<span class="visually-hidden">{urgency} </span>'
    heading = next((child for child in node.children if child.kind == "heading"), None)
    writer.depth += 1
    outer_level = writer.level
    contents = "".join(
        writer.heading(child, own_id=title_id, before=before) if child is heading else writer.blocks([child])
        for child in node.children
    )
    writer.depth -= 1
    writer.level = outer_level
    if heading is None:
        contents = f'<p class="care-title" id="{title_id}">{urgency}</p>\n{contents}'
    return (
        f'<section class="care care-{level}" aria-labelledby="{title_id}">\n{contents}'
        f'<p class="care-lines" data-lines="{level}"></p>\n</section>\n'
    )


def _problems(node: Node, level: str, language: str) -> list[Issue]:
    found: list[Issue] = []
    inside = [each for child in node.children for each in child.walk()]
    headings = [each for each in inside if each.kind == "heading"]
    last_word = _LAST_WORD[language]
    if not headings:
        fix = f"Write a heading such as ### Call your care team {last_word}"
        found.append(error("care-heading-missing", node.line, "This care card has no heading.", fix))
    for extra in headings[1:]:
        message = "A care card has exactly one heading."
        found.append(error("care-second-heading", extra.line, message, "Begin another card, or make this a list item."))
    if headings:
        if not _text_of(headings[0]).rstrip().endswith(f" {last_word}"):
            message = f"The heading of a care card ends with '{last_word}'."
            found.append(
                error("care-heading-ending", headings[0].line, message, "The list below finishes the sentence.")
            )
        if node.children[0] is not headings[0]:
            message = "A care card begins with its heading."
            found.append(
                error("care-heading-not-first", headings[0].line, message, "Move the heading to the top of the card.")
            )
    if not any(child.kind == "bullets" for child in node.children):
        fix = "Write each sign on a line that begins with - ."
        found.append(error("care-list-missing", node.line, "This care card has no list.", fix))
    if level == "emergency":
        for link in inside:
            if link.kind == "link" and link.value.lower().startswith("http"):
                message = f"An emergency card has no link to another site ({escape(link.value[:60], quote=False)})."
                found.append(error("care-outward-link", link.line, message, "Say here what to do."))
    return found


def _text_of(node: Node) -> str:
    return "".join(each.text if each.kind != "softbreak" else " " for each in node.walk())


DIRECTIVE = Directive("care", closes=True, read=_read, render=_render)
