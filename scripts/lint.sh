#!/bin/sh
# Every check that needs no test; all of them run, and the end says which ones failed.
set -u
cd "$(dirname "$0")/.." || exit 1
failed=""

step() {
    name=$1
    shift
    printf '== %s\n' "$name"
    "$@" || failed="$failed, $name"
}

like_production() {
    env -u DATABASE_URL DEBUG=0 HTTPS=1 ALLOWED_HOSTS=wellread.example.org SITE_URL=https://wellread.example.org \
        SECRET_KEY="$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(60))')" "$@"
}

step "ruff check" .venv/bin/ruff check .
step "ruff format" .venv/bin/ruff format --check .
step "import directions" .venv/bin/lint-imports --no-logo
step "templates" .venv/bin/djlint --lint --quiet templates
step "migrations" env DEBUG=1 .venv/bin/python manage.py makemigrations --check --dry-run
step "deployment settings" like_production .venv/bin/python manage.py check --deploy --fail-level WARNING

[ -z "$failed" ] || { printf 'Failed: %s\n' "${failed#, }" && exit 1; }
echo "All checks passed."
