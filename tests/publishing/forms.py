"""What a browser would send for a form of the admin, read from the page as it is shown."""

from html.parser import HTMLParser

from django.urls import reverse


class Boxes(HTMLParser):
    """The boxes of the page's own form with their values; buttons are left out, as nobody pressed one yet."""

    def __init__(self):
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.inside, self.select, self.area = False, "", ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = (given.get("id") or "").endswith("_form")
        name = given.get("name") or ""
        if not self.inside or "__prefix__" in name:
            return
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.values.setdefault(self.select, []).append(given.get("value") or "")
        elif tag == "textarea" and name:
            self.area = name
            self.values[name] = [""]
        elif tag == "input" and name and given.get("type") not in ("submit", "button"):
            if given.get("type") not in ("checkbox", "radio"):
                self.values.setdefault(name, []).append(given.get("value") or "")
            elif "checked" in given:
                self.values.setdefault(name, []).append(given.get("value") or "on")

    def handle_data(self, data):
        if self.area:
            self.values[self.area][0] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            # A browser drops the line end that follows the tag, and sends \r\n for every other one.
            text = self.values[self.area][0].removeprefix("\r").removeprefix("\n")
            self.values[self.area] = [text.replace("\r\n", "\n").replace("\n", "\r\n")]
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False


def change(page) -> str:
    return reverse(f"admin:{page._meta.app_label}_{page._meta.model_name}_change", args=[page.pk])


def filled(response, **changed) -> dict[str, list[str] | str]:
    """What the form on a page would send, with some boxes changed; None leaves a box out."""
    boxes = Boxes()
    boxes.feed(response.content.decode())
    return {name: value for name, value in (boxes.values | changed).items() if value is not None}


def opened(client, page, **changed) -> dict[str, list[str] | str]:
    """A person opens the form of a page and changes some boxes; what it would send."""
    return filled(client.get(change(page)), **changed)
