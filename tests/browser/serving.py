"""The sample site in a process of its own: own database, own files, DEBUG off, gunicorn as in production.

A process of its own, because a site served from the test's process would be emptied by the flush after each test, and
loading the samples is what takes the time. Tests that change pages start a second site with `serve_samples(...)`.
"""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tests.house.files import ROOT
from tests.tools import postgres

START_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """A running site. `url` has no slash at its end; `environment` is what its commands need."""

    url: str
    environment: dict[str, str] = field(repr=False)

    def manage(self, *arguments: str, debug: str = "0") -> str:
        """Run a management command on this site's database and give its output; a failing one shows why."""
        command = [sys.executable, "manage.py", *arguments]
        environment = self.environment | {"DEBUG": debug}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The address of an empty database of the kind the tests run on; gone afterwards."""
    if not postgres():
        yield f"sqlite:///{folder / 'site.sqlite3'}"
        return
    name = f"wellread_browser_{secrets.token_hex(4)}"
    on_server(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(postgres())._replace(path=f"/{name}"))
    finally:
        on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def on_server(statement: str) -> None:
    """Run one statement on the PostgreSQL server, outside any transaction."""
    connection = psycopg2.connect(urlunsplit(urlsplit(postgres())._replace(path="/postgres")))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serve_samples(folder: Path) -> Iterator[Site]:
    """The sample site with an empty folder of its own, answering on a free port until the block ends."""
    port = free_port()
    with own_database(folder) as database:
        site = Site(f"http://127.0.0.1:{port}", environment_for(folder, database, port))
        site.manage("migrate", "--verbosity=0")
        site.manage("collectstatic", "--noinput", "--verbosity=0")
        # The samples come with passwords that everybody knows, so the product loads them for local work only. This
        # database is as local as can be: it goes when the block ends, and only this machine can reach its server.
        site.manage("demo", debug="1")
        log = folder / "server.log"
        with log.open("w", encoding="utf-8") as output, running_server(port, site.environment, output) as server:
            wait_for(site.url, server, log)
            yield site


def environment_for(folder: Path, database: str, port: int) -> dict[str, str]:
    """What the site's processes see: production settings over plain http on this machine only."""
    return os.environ | {
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database,
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "HTTPS": "0",
        "PYTHONPATH": str(ROOT),
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "WELLREAD_BROWSER_FOLDER": str(folder),
    }


@contextmanager
def running_server(port: int, environment: dict[str, str], output) -> Iterator[subprocess.Popen]:
    """gunicorn on this port; stopped, by force if need be, when the block ends."""
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", "--worker-class=gthread"]
    command += ["--threads=4", "--no-control-socket", "--log-level=warning"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield server
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    """Until the server answers anything at all; when it cannot, say what it wrote."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=10).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the site did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")
