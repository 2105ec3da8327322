#!/bin/sh
# The sample site on this machine: brings the database up to date, loads the samples, serves. PORT chooses the port.
set -eu
cd "$(dirname "$0")/.."
port=${PORT:-8000}

.venv/bin/python - "$port" <<'PYTHON'
import socket
import sys

given = sys.argv[1]
if not given.isdecimal() or not 1 <= int(given) <= 65535:
    sys.exit(f"PORT must be a number from 1 to 65535, not {given!r}.")
with socket.socket() as probe:
    # Like the server itself: an address that merely rests after an earlier run counts as free.
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(given)))
    except PermissionError:
        sys.exit(f"Port {given} needs administrator rights. Choose another: make run PORT=8001")
    except OSError:
        sys.exit(f"Port {given} is in use. Choose another: make run PORT={int(given) % 65535 + 1}")
PYTHON

export SITE_URL="${SITE_URL:-http://127.0.0.1:$port}"
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py demo --address "http://127.0.0.1:$port"
exec .venv/bin/python manage.py runserver "127.0.0.1:$port"
