"""Services that answer from files, in the shape they really answer in. Nothing in the tests asks anything outside."""

from email.message import Message
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError

ANSWERS = Path(__file__).parent / "answers"


class Answering:
    """Stands in for the network: gives each answer in turn (bytes, a file's name, a status or an exception) and notes the
    requests."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def open(self, request, timeout):
        self.asked.append(request)
        self.timeout = timeout
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, int):
            raise HTTPError(request.full_url, answer, "no", Message(), BytesIO(b""))
        return BytesIO(answer if isinstance(answer, bytes) else (ANSWERS / answer).read_bytes())
