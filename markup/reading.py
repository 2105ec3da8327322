"""Building the tree of a document from the parser's tokens, and finding what is wrong in it."""

import re
from collections.abc import Iterator

from markdown_it.token import Token as ParserToken

from markup.citations import read_citation
from markup.directive import Block
from markup.directives import DIRECTIVES
from markup.document import Node
from markup.issues import Issue, error, hint, warning
from markup.names import Mention, Name
from markup.sanitising import is_allowed_address
from markup.tables import alignments
from markup.tokens import NAMED_BY, plain_words, read_token

_LEFT_OVER = re.compile(
    r"(?P<html></?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]{0,500})?/?>|<!--)"
    r"|(?P<link>\]\(\s*(?:https?:|www\.|mailto:|tel:|[/#]))"
    r"|(?P<definition>^\[[^\[\]]+\]:[ \t]*(?:https?:|www\.|mailto:|tel:|[/#]))"
    r"|(?P<bracketed>\[[^\[\]@]{1,200}(?<![\w.+])@[A-Za-z0-9][^\[\]]{0,200}\])"
    # Written as the keys of the library are: an account elsewhere ("@nhsengland") is none.
    r"|(?<![\w.+@/\[-])@(?P<bare>[a-z][a-z-]{1,60}[12][0-9]{3}[a-z]{0,2}\b)"
)
_VAGUE = frozenset(
    {"here", "click here", "link", "this link", "read more", "more", "aquí", "haga clic aquí", "leer más"}
)
_SIMPLE = {"bullet_list": "bullets", "list_item": "item", "blockquote": "quote"}


class Reader:
    """Reads the parser's tokens once, from the first to the last."""

    def __init__(self, tokens: list[ParserToken], first_line: int) -> None:
        self._tokens: Iterator[ParserToken] = iter(tokens)
        self._first_line = first_line
        self.issues: list[Issue] = []
        self.mentions: list[Mention] = []

    def nodes(self, until: str = "") -> list[Node]:
        """Return the block nodes up to the token that closes their container."""
        found: list[Node] = []
        for token in self._tokens:
            if token.type == until:
                break
            node = self._block(token)
            if node:
                found.append(node)
        return found

    def _line(self, token: ParserToken) -> int:
        return self._first_line + (token.map[0] if token.map else 0)

    def _block(self, token: ParserToken) -> Node | None:
        kind = token.type.removesuffix("_open")
        line = self._line(token)
        match kind:
            case "paragraph" | "heading":
                return self._words_block(kind, token, line)
            case "bullet_list" | "list_item" | "blockquote":
                return Node(_SIMPLE[kind], line, self.nodes(f"{kind}_close"))
            case "ordered_list":
                start = int(token.attrs.get("start", 1))
                return Node("numbers", line, self.nodes("ordered_list_close"), value=start)
            case "fence" | "code_block":
                if kind == "code_block":
                    self._indented_code(token, line)
                return Node("code", line, text=token.content)
            case "hr":
                return Node("rule", line)
            case "table":
                return Node("table", line, self._rows(), value=token.meta["aligned"])
            case "directive":
                return self._directive(token, line)
        raise ValueError(f"the parser made a token of unknown type {token.type}")

    def _words_block(self, kind: str, token: ParserToken, line: int) -> Node:
        inline = next(self._tokens)
        next(self._tokens)  # the closing token
        children = self._words(inline)
        if kind == "heading":
            if token.markup in ("=", "-"):
                self.issues.append(_underlined(line))
            return Node("heading", line, children, value=int(token.tag[1]))
        lines = inline.content.split("\n", 2)
        if len(lines) > 1 and "|" in lines[0] and alignments(lines[1]) is not None:
            self.issues.append(_broken_table(line))
        return Node("tight" if token.hidden else "paragraph", line, children)

    def _rows(self) -> list[Node]:
        rows: list[Node] = []
        for token in self._tokens:
            if token.type == "table_close":
                break
            if token.type == "row_open":
                rows.append(Node("row", self._line(token)))
            elif token.type == "inline":
                rows[-1].children.append(Node("cell", self._line(token), self._words(token)))
        return rows

    def _directive(self, token: ParserToken, line: int) -> Node | None:
        name, arguments = token.meta["name"], token.meta["arguments"]
        children = self.nodes("directive_close") if token.nesting == 1 else []
        directive = DIRECTIVES.get(name)
        if directive is None:
            # Its name is already reported; the contents are shown as ordinary text.
            return Node("contents", line, children)
        reading = directive.read(arguments, line)
        self.issues += reading.issues
        self.mentions += (Mention(each, line) for each in reading.names)
        return Node(
            "directive", line, children, value=Block(directive, reading.arguments, f"{name} {arguments}".strip())
        )

    def _indented_code(self, token: ParserToken, line: int) -> None:
        self.issues.append(_indented(line))

    # Words inside a block

    def _words(self, inline: ParserToken) -> list[Node]:
        line = self._line(inline)
        if "plain" in inline.meta:
            return [Node("text", line, text=inline.meta["plain"])]
        if any(sign in inline.content for sign in ("<", "](", "]:", "@")):
            self._find_left_overs(inline, line)
        return _Words(self, inline, line).read()

    def _find_left_overs(self, inline: ParserToken, line: int) -> None:
        """Report what the parser left as plain text although the editor meant something by it."""
        position = 0
        for child in inline.children or ():
            if child.type != "text":
                continue
            for match in _LEFT_OVER.finditer(child.content):
                found = inline.content.find(match[0], position)
                if match["bracketed"] and (found < 0 or inline.content[:found].endswith("\\")):
                    continue  # its brackets are written \[ and \]: it is meant as it is
                position = max(found, position)
                at = line + inline.content.count("\n", 0, position)
                self.issues.append(_left_over(match, at))


class _Words:
    """Reads the inline tokens of one paragraph, heading or cell."""

    def __init__(self, reader: Reader, inline: ParserToken, line: int) -> None:
        self._reader = reader
        self._content = inline.content
        self._start = line
        self._tokens = iter(inline.children or ())
        self._in_link = False
        self._after_bang = False

    def read(self, until: str = "") -> list[Node]:
        found: list[Node] = []
        for token in self._tokens:
            if token.type == until:
                break
            picture, self._after_bang = self._after_bang, token.type == "bang"
            if token.type == "link_open":
                if picture and found:
                    found.pop()  # the exclamation mark
                found += self._link(token, picture)
            else:
                found += self._node(token)
        self._after_bang = False
        return found

    def _line(self, token: ParserToken) -> int:
        return self._start + self._content.count("\n", 0, token.meta["pos"])

    def _report(self, issue: Issue) -> None:
        self._reader.issues.append(issue)

    def _node(self, token: ParserToken) -> list[Node]:
        line = self._start
        match token.type:
            case "text" | "bang":
                return [Node("text", line, text=token.content)] if token.content else []
            case "softbreak" | "hardbreak":
                return [Node(token.type, line)]
            case "code_inline":
                return [Node("code", line, text=token.content)]
            case "strong_open" | "em_open":
                kind = token.type.removesuffix("_open")
                return [Node(kind, line, self.read(f"{kind}_close"))]
            case "citation":
                return self._citation(token, self._line(token))
            case "token":
                return self._token(token, self._line(token))
            case "colons":
                self._report(_stray_colons(self._line(token)))
                return [_gap(line)]
        raise ValueError(f"the parser made words of unknown type {token.type}")

    def _citation(self, token: ParserToken, line: int) -> list[Node]:
        if not token.meta["closed"]:
            self._report(_unclosed_citation(token.content, line))
            return [Node("problem", line, text=token.content) if token.content else _gap(line)]
        cited, problems = read_citation(token.content, line)
        self._reader.issues += problems
        self._reader.mentions += (Mention(Name("reference", each.key), line) for each in cited)
        if self._in_link:
            self._report(_in_link(f"[{token.content}]", line))
        return [Node("citation", line, value=cited)] if cited else [_gap(line)]

    def _token(self, token: ParserToken, line: int) -> list[Node]:
        if not token.meta["closed"]:
            self._report(_unclosed_token(token.content, line))
            return [Node("problem", line, text=plain_words(token.content))]
        read, problems = read_token(token.content, line)
        self._reader.issues += problems
        if read is None:
            return [Node("problem", line, text=plain_words(token.content))]
        self._reader.mentions.append(Mention(Name(NAMED_BY.get(read.kind, read.kind), read.key), line))
        if self._in_link:
            self._report(_in_link(f"[[{token.content}]]", line))
        return [Node("token", line, value=read)]

    def _link(self, token: ParserToken, picture: bool) -> list[Node]:
        address = str(token.attrs["href"])
        line = self._line(token) if "pos" in token.meta else self._autolink_line(token)
        self._in_link = True
        words = self.read("link_close")
        self._in_link = False
        if picture:
            self._report(_picture(line))
            return words
        if not is_allowed_address(address):
            self._report(_bad_address(address, line))
            return words
        if token.meta.get("title"):
            self._report(_hover_text(token.meta["title"], line))
        if not words:
            self._report(_empty_link(address, line))
            words = [Node("text", line, text=address)]
        elif len(words) == 1 and words[0].text.strip().lower() in _VAGUE:
            self._report(_vague_link(words[0].text.strip(), line))
        return [Node("link", line, words, value=address)]

    def _autolink_line(self, token: ParserToken) -> int:
        """Return the line of `<https://…>`, for which the parser keeps no position."""
        address = str(token.attrs["href"]).removeprefix("mailto:")
        return self._start + self._content.count("\n", 0, max(self._content.find(f"<{address}"), 0))


def _gap(line: int) -> Node:
    """Return what stands for something left out: without a space, the words around it could form a new token."""
    return Node("text", line, text=" ")


def _underlined(line: int) -> Issue:
    message = "The line of dashes or equals signs below makes this a heading."
    return warning("underlined-heading", line, message, "Write ## before a heading; before a rule, leave a line empty.")


def _broken_table(line: int) -> Issue:
    message = "This looks like a table, but its line of dashes does not have as many columns as its headings."
    return error("broken-table", line, message, "Give both lines the same number of bars.")


def _indented(line: int) -> Issue:
    message = "This line begins with four or more spaces, so that it is shown as computer code."
    return warning("indented-code", line, message, "Take the spaces away.")


def _left_over(match: re.Match[str], line: int) -> Issue:
    if match["link"]:
        message = "A link here is not complete, so that readers would see its brackets and its address."
        return error("broken-link", line, message, "Write [words](address) with no spaces or brackets in the address.")
    if match["definition"]:
        message = "Addresses are not listed apart from their links; readers would see this line."
        return error("link-definition", line, message, "Write the address right after the words: [words](address).")
    if match["bracketed"]:
        message = f"{match['bracketed'][:80]} is no citation: readers would see it as it is written."
        fix = "A citation begins with [@ and holds nothing but keys and places: [@key], [@key, p. 12] or [@first; @second]."
        return error("malformed-citation", line, message, fix)
    if match["bare"]:
        key = match["bare"][:60]
        message = f"@{key} has no brackets: readers would see it as it is written."
        return warning("citation-without-brackets", line, message, f"To cite it, write [@{key}].")
    message = f"HTML is not used here: readers would see {match['html'][:40]} as it is written."
    return error("html-in-text", line, message, "Take it away. To show a < sign before a letter, write \\<.")


def _stray_colons(line: int) -> Issue:
    message = "Three colons begin or end a block only at the start of a line of their own; here they were left out."
    return error("stray-colons", line, message, "Put the ::: line on its own, without spaces before it.")


def _unclosed_citation(key: str, line: int) -> Issue:
    message = (
        f"The citation [@{key} has no closing bracket." if key else "The citation [@ has no key and no closing bracket."
    )
    return error("unclosed-citation", line, message, "Write [@key] with ] at the end.")


def _unclosed_token(raw: str, line: int) -> Issue:
    message = f"[[{raw} has no closing brackets ]]."
    fix = "Write ]] at its end. In a table, a bar inside it is written \\|."
    return error("unclosed-token", line, message, fix)


def _in_link(shown: str, line: int) -> Issue:
    message = f"{shown[:80]} stands inside the words of a link, where it cannot work."
    return error("token-in-link", line, message, "Put it before or after the link.")


def _picture(line: int) -> Issue:
    message = "A picture cannot be put into the text like this; its words are shown instead."
    return error("image-in-text", line, message, "Add the picture to the library and write ::: figure and its key.")


def _bad_address(address: str, line: int) -> Issue:
    shown = address[:80]
    fix = "Links begin with https://, mailto:, tel: or /, or lead to a heading of this page with #s-."
    if address.startswith("http://"):
        fix = "Write https:// instead of http://."
    elif address.startswith("www."):
        fix = "Write https:// before it."
    elif re.search(r"\s", address):
        fix = "An address has no spaces; a space in it is written %20."
    return error(
        "bad-link", line, f"The link address '{shown}' is not allowed; its words are shown without a link.", fix
    )


def _hover_text(title: str, line: int) -> Issue:
    message = f'The words "{title[:60]}" after the link address are not shown.'
    return warning("link-title", line, message, "Put them into the text.")


def _empty_link(address: str, line: int) -> Issue:
    return error(
        "empty-link", line, f"The link to {address[:80]} has no words.", "Write them between the square brackets."
    )


def _vague_link(words: str, line: int) -> Issue:
    message = f"The link '{words}' does not say where it leads."
    return hint("vague-link", line, message, "Some people hear only the links of a page: name what is behind this one.")
