#!/bin/sh
# Takes pictures of every page of the window, on a screen of its own that nobody sees, and puts the
# README's among them into resources/screenshots. Real photos are taken too where PHOTOS names some.
#   sh packaging/screenshots.sh [FOLDER FOR ALL OF THEM]
set -eu
cd "$(dirname "$0")/.."
python=${BIN:-.venv/bin}/python
all=${1:-build/screenshots}
kept=resources/screenshots
photos=${PHOTOS:-${IMAGEFINDER_TEST_PHOTOS:-../shared/photos}}
[ -d "$photos" ] || photos=

command -v xvfb-run >/dev/null || {
    printf 'make screenshots needs xvfb-run (Debian: xvfb, xauth)\n' >&2
    exit 1
}
mkdir -p "$all"
QT_QPA_PLATFORM=xcb PYTHONPATH=. xvfb-run -a -s "-screen 0 1600x1000x24" \
    "$python" packaging/screenshots.py "$all" --keep "$kept" ${photos:+--photos "$photos"}
printf 'All pages: %s. The README shows those in %s.\n' "$all" "$kept"
