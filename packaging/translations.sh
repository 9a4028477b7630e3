#!/bin/sh
# Gathers the window's texts into resources/translations/*.ts and makes the .qm files that it reads.
# After a text was changed: run this, fill in what is unfinished, run it again.
# English has a file for its plurals alone; every other text stands in the sources.
# What is said below the window stands in said_*.json and map_words_*.txt, written by hand; tests say
# what they lack.
set -eu
cd "$(dirname "$0")/.."
bin=${BIN:-.venv/bin}

sources=$(find imagefinder/gui -name '*.py' | LC_ALL=C sort)
for language in en de; do
    file=resources/translations/imagefinder_$language.ts
    only=
    [ "$language" = en ] && only=-pluralonly
    # shellcheck disable=SC2086 - a list of names without blanks
    "$bin/pyside6-lupdate" $sources $only -source-language en -target-language "$language" \
        -no-obsolete -locations none -ts "$file" >/dev/null
    if grep -q 'type="unfinished"' "$file"; then
        printf '%s has unfinished texts\n' "$file" >&2
    fi
    "$bin/pyside6-lrelease" -silent "$file" -qm "${file%.ts}.qm"
done
