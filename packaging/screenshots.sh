#!/bin/sh
# Takes the README's pictures of the window, on a screen of its own that nobody sees.
set -eu
cd "$(dirname "$0")/.."
python=${BIN:-.venv/bin}/python
folder=${1:-resources/screenshots}

for tool in xvfb-run convert; do
    command -v "$tool" >/dev/null || {
        printf 'make screenshots needs %s (Debian: xvfb, xauth, imagemagick)\n' "$tool" >&2
        exit 1
    }
done
mkdir -p "$folder"
QT_QPA_PLATFORM=xcb PYTHONPATH=. xvfb-run -a -s "-screen 0 1600x1000x24" \
    "$python" packaging/screenshots.py "$folder"
for file in "$folder"/search-light.png "$folder"/search-dark.png; do
    # A palette of 256 colours is a third of the size, and looks the same.
    convert "$file" -strip -dither FloydSteinberg -colors 256 "PNG8:$file"
done
