"""A mail server small enough for a test: it takes mails, refuses people, or says nothing at all."""

import contextlib
import socketserver
import threading
import time
from collections.abc import Iterator


class Talk(socketserver.StreamRequestHandler):
    """One conversation, as far as smtplib needs it."""

    def handle(self) -> None:
        house = self.server
        if house.mood == "silent":
            self.rfile.read()
            return
        self.say("220 here")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT" and house.mood == "refusing":
                self.say("550 nobody of that name")
            elif word == b"DATA":
                self.say("354 go on")
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line)
                time.sleep(house.slowness)
                house.mails.append(b"".join(lines))
                self.say("250 taken")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 well")

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class House(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True
    mood = "well"
    slowness = 0.0

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.mails: list[bytes] = []


@contextlib.contextmanager
def mail_server(settings) -> Iterator[House]:
    """A running server, with the settings pointing at it."""
    with House() as house:
        thread = threading.Thread(target=house.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = house.server_address
        settings.EMAIL_TIMEOUT = 0.3
        try:
            yield house
        finally:
            house.shutdown()
            thread.join()
