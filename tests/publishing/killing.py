"""Run by test_killed.py in a process of its own: publishes a page again and again, and dies at each step of it in turn.

Prints one JSON line a step: {"step", "died", "state"}, the state as another process then finds it. Every attempt is a
fork, so that one start of Django serves them all; no fork inherits an open connection.
"""

import hashlib
import json
import os
import signal
import sys
from datetime import datetime

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - models can be read only after the line above
from django.db import connection  # noqa: E402

from publishing import actions  # noqa: E402
from publishing.models import Edition, Event, Mail, Page, Publication, Schedule, Use  # noqa: E402
from references.models import Citation  # noqa: E402

ROWS = (Edition, Event, Mail, Page, Publication, Schedule, Use, Citation)


def in_a_fork(job) -> tuple[bool, str]:
    """Whether the job was killed, and what it wrote."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            os.write(writing, job().encode())
        finally:
            connection.close()
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        words = pipe.read()
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status), words


def state() -> str:
    """A hash of everything that publishing writes."""
    rows = [str(list(model.objects.order_by("pk").values_list())) for model in ROWS]
    return hashlib.sha256("".join(rows).encode()).hexdigest()[:16]


def publish(page_id: int, by_id: int, now: str, *, last_step: int) -> str:
    """Publish, and kill this very process before the statement after `last_step`; 0: let it live. Gives the steps taken."""
    steps = 0

    def count(execute, sql, params, many, context):
        nonlocal steps
        if last_step and steps == last_step:
            os.kill(os.getpid(), signal.SIGKILL)
        steps += 1
        return execute(sql, params, many, context)

    by = get_user_model().objects.get(pk=by_id)
    page = Page.objects.get(pk=page_id)
    with connection.execute_wrapper(count):
        actions.publish(page=page, by=by, now=datetime.fromisoformat(now), change_note="New words.")
    if last_step:
        os.kill(os.getpid(), signal.SIGKILL)  # after the commit
    return str(steps)


def main(page_id: int, by_id: int, now: str) -> None:
    step = 0
    while True:
        step += 1
        died, _words = in_a_fork(lambda step=step: publish(page_id, by_id, now, last_step=step))
        _died, found = in_a_fork(state)
        print(json.dumps({"step": step, "died": died, "state": found}), flush=True)
        _died, done = in_a_fork(lambda: str(Edition.objects.filter(page=page_id).count()))
        if done == "2" or step > 500:
            return


main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
