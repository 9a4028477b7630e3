#!/bin/sh
# Writes packaging/constraints.txt anew: the newest versions that pyproject.toml allows, as a fresh
# environment gets them. Called by `make constraints`. Made with Python 3.11, the oldest supported,
# because what installs there installs on later ones too.
set -eu
cd "$(dirname "$0")/.."

pins=packaging/constraints.txt
python=${PYTHON:-python3.11}
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || {
    echo "The versions are pinned with Python 3.11: make constraints PYTHON=/path/to/python3.11" >&2
    exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
"$python" -m venv "$work/venv"
# setuptools builds annoy: pinned like everything else.
"$work/venv/bin/python" -m pip install --no-input --disable-pip-version-check --quiet \
    --editable '.[all,dev]' setuptools
"$work/venv/bin/python" -m pip freeze --all --exclude pip --exclude imagefinder >"$work/pins"

if odd=$(grep -vE '^[A-Za-z0-9._-]+==[A-Za-z0-9.!]+$' "$work/pins"); then
    printf 'These came from no registry and cannot be pinned by version:\n%s\n' "$odd" >&2
    exit 1
fi
LC_ALL=C sort -f "$work/pins" >"$pins"
echo "$pins: $(wc -l <"$pins") packages." >&2
