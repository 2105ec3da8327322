"""What every page must pass in a real browser. Each check answers with a list of problems; an empty list is good.

They work under the strictest content security policy: the browser's debugger evaluates them, and nothing is added to
the page.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
NARROW = {"width": 320, "height": 640}  # WCAG 1.4.10: a 1280 pixel window at 400 %
MOST_STOPS = 300


@dataclass(frozen=True)
class Violation:
    """One broken accessibility rule and the elements that break it (as CSS selectors)."""

    rule: str
    impact: str
    help: str
    elements: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}): {self.help}: {', '.join(self.elements[:5])}"


@dataclass(frozen=True)
class Stop:
    """Where one press of Tab leads: the element, and whether a person can see that it is there."""

    element: str
    name: str
    visible: bool
    in_view: bool


def axe(page: Page) -> list[Violation]:
    """axe-core on the page as it is now: WCAG 2.2 A and AA, and best practice."""
    result = Axe().run(page, options=AXE_RULES)
    return [
        Violation(
            found["id"],
            found.get("impact") or "",
            found["help"],
            tuple(str(node["target"][-1]) for node in found["nodes"]),
        )
        for found in result.response["violations"]
    ]


def assert_accessible(page: Page) -> None:
    """No violation, and a page that does not scroll sideways on the narrowest screen."""
    problems = [str(violation) for violation in axe(page)] + overflow(page)
    assert problems == [], f"{page.url}\n" + "\n".join(problems)


class Requests:
    """Every address that the pages of one browser context ask for, the refused ones included."""

    def __init__(self, context: BrowserContext) -> None:
        self.urls: list[str] = []
        context.on("request", lambda request: self.urls.append(request.url))

    def to_others(self, origin: str) -> list[str]:
        """The addresses that belong to somebody else than `origin` ("http://127.0.0.1:8000")."""
        ours = urlsplit(origin)
        return [
            url
            for url in self.urls
            if urlsplit(url).scheme not in ("data", "blob", "about")
            and (urlsplit(url).scheme, urlsplit(url).netloc) != (ours.scheme, ours.netloc)
        ]


def kept_by_browser(page: Page) -> list[str]:
    """What the visit left on the reader's device: cookies, storage, databases, caches, service workers."""
    kept = [f"cookie {cookie['name']}" for cookie in page.context.cookies()]
    return kept + page.evaluate(
        """async () => [
            ...Object.keys(localStorage).map(key => `localStorage ${key}`),
            ...Object.keys(sessionStorage).map(key => `sessionStorage ${key}`),
            ...(await indexedDB.databases()).map(database => `database ${database.name}`),
            ...(window.caches ? await caches.keys() : []).map(name => `cache ${name}`),
            ...(await navigator.serviceWorker?.getRegistrations() ?? []).map(() => 'service worker'),
        ]"""
    )


def assert_private(page: Page, requests: Requests) -> None:
    """Reading this page told nobody else, and left nothing behind."""
    parts = urlsplit(page.url)
    others = requests.to_others(f"{parts.scheme}://{parts.netloc}")
    assert (others, kept_by_browser(page)) == ([], []), page.url


def overflow(page: Page) -> list[str]:
    """Elements that make the page scroll sideways at 320 pixels; a table may scroll inside its own region."""
    before = page.viewport_size
    page.set_viewport_size(NARROW)
    problems = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            const scrolls = element => {
                for (let up = element.parentElement; up && up !== document.body; up = up.parentElement)
                    if (getComputedStyle(up).overflowX !== 'visible') return true;
                return false;
            };
            const wide = [...document.body.querySelectorAll('*')].filter(
                element => element.getBoundingClientRect().right > width + 0.5 && !scrolls(element));
            const name = element => element.tagName.toLowerCase()
                + (element.id ? '#' + element.id : '') + [...element.classList].map(c => '.' + c).join('');
            const culprits = wide.slice(0, 5).map(name).join(', ');
            return [`the page is ${document.documentElement.scrollWidth} pixels wide: ${culprits}`];
        }"""
    )
    if before:
        page.set_viewport_size(before)
    return problems


FOCUSED = """() => {
    const looks = element => {
        const style = getComputedStyle(element);
        return ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'backgroundColor', 'borderColor',
            'borderWidth', 'textDecorationLine', 'textDecorationThickness'].map(property => style[property]).join('|');
    };
    const previous = window.wellreadFocus;
    const element = document.activeElement;
    const nowhere = !element || element === document.body || element === document.documentElement;
    const result = {previousLooks: previous ? looks(previous) : null, element: null};
    window.wellreadFocus = nowhere ? null : element;
    if (nowhere) return result;
    const box = element.getBoundingClientRect();
    const middle = document.elementFromPoint(
        Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
        Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
    const place = window.wellreadStops.indexOf(element);
    if (place < 0) window.wellreadStops.push(element);
    return {
        ...result,
        place,
        looks: looks(element),
        element: element.tagName.toLowerCase() + (element.id ? '#' + element.id : ''),
        name: (element.getAttribute('aria-label') || element.innerText || element.value || '').trim().slice(0, 60),
        inView: box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
            && !!middle && (element.contains(middle) || middle.contains(element)),
    };
}"""


def focus_walk(page: Page) -> tuple[list[Stop], list[str]]:
    """Press Tab from the top to the end. Gives the stops in order, and what is wrong with them: a stop nobody can see
    (WCAG 2.4.7, 2.4.11), or a place the keyboard cannot leave (2.1.2)."""
    page.evaluate("() => { document.activeElement?.blur(); window.wellreadFocus = null; window.wellreadStops = []; }")
    stops: list[Stop] = []
    problems: list[str] = []
    current: dict | None = None  # where the focus is; what it looks like without is known after the next press
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        stuck = found["element"] is not None and found["place"] == len(stops)
        if current:
            visible = stuck or current["looks"] != found["previousLooks"]
            stops.append(Stop(current["element"], current["name"], visible, current["inView"]))
        if stuck:
            problems.append(f"Tab does not leave {found['element']} ({found['name']})")
        if stuck or found["element"] is None or found["place"] == 0:
            break
        if found["place"] > 0:
            problems.append(f"Tab goes round in a circle back to {found['element']} ({found['name']})")
            break
        current = found
    else:
        problems.append(f"more than {MOST_STOPS} stops")
    problems += [f"focus cannot be seen on {stop.element} ({stop.name})" for stop in stops if not stop.visible]
    problems += [f"focus is out of view on {stop.element} ({stop.name})" for stop in stops if not stop.in_view]
    return stops, problems
