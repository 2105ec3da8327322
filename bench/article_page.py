"""What one article page costs: queries, bytes, and time beside a floor that only returns the same bytes."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure, costs_of
from bench.urls import kept
from bench.world import MAIN

STYLESHEET = re.compile(r'<link rel="stylesheet"[^>]*? href="/static/([^"]+)"')
SCRIPT = re.compile(r'<script[^>]*? src="/static/([^"]+)"')
FONT = re.compile(rb"url\([^)]*\.(?:woff2?|ttf|otf)")


@dataclass(frozen=True)
class Answer:
    """What a browser gets. `body` as sent, so usually compressed."""

    status: str
    headers: dict[str, str]
    body: bytes


def asking(handler: WSGIHandler, path: str, **headers: str) -> Callable[[], Answer]:
    """A call that asks the application for a path as a server would, and reads the answer to its end."""
    environ = RequestFactory().get(path, headers={"host": "127.0.0.1", "accept-encoding": "gzip", **headers}).environ

    def ask() -> Answer:
        started: list = []
        response = handler(dict(environ), lambda status, given, _error=None: started.append((status, dict(given))))
        body = b"".join(response)
        response.close()
        return Answer(*started[0], body)

    return ask


def handler_without_middleware() -> WSGIHandler:
    with override_settings(MIDDLEWARE=[]):
        return WSGIHandler()


def measure(*, rounds: int) -> list[Figure]:
    handler = WSGIHandler()
    ask = asking(handler, MAIN)
    first, cold = with_queries(ask)
    _again, warm = with_queries(ask)
    return [
        Figure("article page: queries, first request", cold, "", 1),
        Figure("article page: queries, later requests", warm, ""),
        *weights(first),
        *times(handler, first, rounds=rounds),
    ]


def with_queries(ask: Callable[[], Answer]) -> tuple[Answer, int]:
    """An answer and its number of queries, counted at once: the next request empties the log."""
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    return answer, len(captured)


def weights(answer: Answer) -> list[Figure]:
    """Compressed kB of everything a first visit fetches."""
    html = gzip.decompress(answer.body)
    figures = [Figure("weight: HTML", len(answer.body) / 1000, "kB", note=f"{len(html) / 1000:.0f} kB before gzip")]
    styles = b""
    for name in STYLESHEET.findall(html.decode()):
        with open(finders.find(name), "rb") as file:
            content = file.read()
        styles += content
        figures.append(Figure(f"weight: {name}", len(gzip.compress(content, 9)) / 1000, "kB"))
    for name in SCRIPT.findall(html.decode()):
        with open(finders.find(name), "rb") as file:
            figures.append(Figure(f"weight: {name}", len(gzip.compress(file.read(), 9)) / 1000, "kB"))
    figures.append(Figure("weight: fonts fetched", len(FONT.findall(styles)), "files", 0))
    total = sum(figure.value for figure in figures if figure.unit == "kB")
    return [*figures, Figure("weight: HTML + CSS + scripts", total, "kB", 30)]


def times(handler: WSGIHandler, answer: Answer, *, rounds: int) -> list[Figure]:
    """Medians of a request, and how many times the floor's."""
    kept["body"] = answer.body
    kept["headers"] = {name: answer.headers[name] for name in ("Content-Type", "Content-Encoding", "ETag")}
    calls = {
        "floor": asking(handler_without_middleware(), "/floor/"),
        "floor behind our middleware": asking(handler, "/floor/"),
        "article": asking(handler, MAIN),
        "not changed": asking(handler, MAIN, **{"if-none-match": answer.headers["ETag"]}),
    }
    if not calls["not changed"]().status.startswith("304") or calls["floor"]().body != answer.body:
        raise RuntimeError("The floor and the 304 do not answer what is to be compared.")
    costs = costs_of(calls, rounds=rounds)
    floor, middleware = costs["floor"], costs["floor behind our middleware"]
    figures = []
    for name, cost in costs.items():
        figures.append(Figure(f"{name}: clock", cost.clock, "ms"))
        figures.append(Figure(f"{name}: CPU", cost.cpu, "ms"))
    for name in ("article", "not changed"):
        cost = costs[name]
        note = f"{cost.cpu / middleware.cpu:.2f} times the floor behind our middleware"
        goal = 1.1 if name == "article" else None
        figures.append(Figure(f"{name}: CPU, times the floor", cost.cpu / floor.cpu, "×", goal, note))
    return figures
