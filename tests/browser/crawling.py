"""Every page of a site, found as a reader finds them: by following links from the first page."""

import urllib.error
import urllib.request
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

MOST_PAGES = 500


@dataclass
class Answer:
    """What one address answered: where it ended after redirects, the status, and for HTML its text, links and ids."""

    url: str
    status: int
    headers: dict[str, str] = field(repr=False)
    html: str = field(default="", repr=False)
    links: list[str] = field(default_factory=list, repr=False)
    ids: list[str] = field(default_factory=list, repr=False)


class Reader(HTMLParser):
    """Collects the links and the ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(values["id"])
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])


def fetch(url: str) -> Answer:
    """Read one address without a browser; error pages count as answers."""
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return read(response.url, response.status, dict(response.headers), response.read())
    except urllib.error.HTTPError as error:
        with error:
            return read(url, error.code, dict(error.headers), error.read())


def read(url: str, status: int, headers: dict[str, str], content: bytes) -> Answer:
    """An answer, taken apart when it is HTML."""
    headers = {name.lower(): value for name, value in headers.items()}
    if not headers.get("content-type", "").startswith("text/html"):
        return Answer(url, status, headers)
    html = content.decode("utf-8")
    reader = Reader(html)
    links = [urljoin(url, link) for link in reader.links]
    return Answer(url, status, headers, html, links, reader.ids)


def crawl(first: str, besides: Iterable[str] = ()) -> dict[str, Answer]:
    """Address → answer for every address of this site that can be reached from `first` and `besides`."""
    origin = urlsplit(first).netloc
    waiting = deque([first, *besides])
    found: dict[str, Answer] = {}
    while waiting:
        url = urldefrag(waiting.popleft()).url
        if url in found or urlsplit(url).netloc != origin or urlsplit(url).scheme not in ("http", "https"):
            continue
        if len(found) == MOST_PAGES:
            raise AssertionError(f"more than {MOST_PAGES} addresses: does the site make endless links?")
        found[url] = fetch(url)
        waiting.extend(found[url].links)
    return found


def dead_links(answers: dict[str, Answer]) -> list[str]:
    """Links of this site that lead to an error, or to a place that is not on the page."""
    problems = set()
    for answer in answers.values():
        for link in answer.links:
            target, fragment = urldefrag(link)
            there = answers.get(target)
            if there and there.status >= 400 and target != answer.url:
                problems.add(f"{answer.url}: {link} answers {there.status}")
            elif there and fragment and there.html and fragment not in there.ids:
                problems.add(f"{answer.url}: there is no #{fragment} on {target}")
    return sorted(problems)
