#!/bin/sh
# Sets the project up in `.venv` and starts it. Called by the Makefile, from any folder:
#   setup.sh run [ARGUMENT...]   set up, then open the window, or show the demo where no screen is
#   setup.sh app | dev           set up only; `dev` adds what lint and tests need
#   setup.sh python              name the Python that a new `.venv` is made with
#   setup.sh lacks app | dev     name what the system lacks, one package a line, or nothing
# A second call finds everything in place and costs some milliseconds: `.venv/.set-up` says which
# pyproject.toml and constraints.txt were installed, and where.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
stamp=$venv/.set-up
pins=packaging/constraints.txt

say() { printf '%s\n' "$*" >&2; }
die() {
    say "$@"
    exit 1
}
is_root() { [ "$(id -u)" -eq 0 ]; }
is_linux() { [ "$(uname -s)" = Linux ]; }
has() { command -v "$1" >/dev/null 2>&1; }
has_x() { [ -n "${DISPLAY:-}" ]; }
has_screen() { ! is_linux || has_x || [ -n "${WAYLAND_DISPLAY:-}" ]; }

# --- Python ---------------------------------------------------------------------------------------

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_new_enough "$PYTHON" && printf '%s\n' "$PYTHON"
        return
    fi
    for candidate in python3.13 python3.12 python3.11 python3; do
        if is_new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

need_python() {
    find_python && return
    if [ -n "${PYTHON:-}" ]; then
        die "PYTHON=$PYTHON does not run or is older than Python 3.11. Name another one."
    fi
    die "imagefinder needs Python 3.11 or later and found none." \
        "Install it, or name one: make run PYTHON=/path/to/python3"
}

# --- What the system must have --------------------------------------------------------------------
# One line for each shared library: who needs it (any screen or none; X), its file, and its package
# for apt, dnf and pacman.

libraries() {
    cat <<'TABLE'
qt libGL.so.1                libgl1              libglvnd-glx        libglvnd
qt libEGL.so.1               libegl1             libglvnd-egl        libglvnd
qt libfontconfig.so.1        libfontconfig1      fontconfig          fontconfig
qt libfreetype.so.6          libfreetype6        freetype            freetype2
qt libxkbcommon.so.0         libxkbcommon0       libxkbcommon        libxkbcommon
qt libdbus-1.so.3            libdbus-1-3         dbus-libs           dbus
qt libglib-2.0.so.0          libglib2.0-0        glib2               glib2
qt libX11.so.6               libx11-6            libX11              libx11
x  libX11-xcb.so.1           libx11-xcb1         libX11-xcb          libx11
x  libxcb-cursor.so.0        libxcb-cursor0      xcb-util-cursor     xcb-util-cursor
x  libxcb-icccm.so.4         libxcb-icccm4       xcb-util-wm         xcb-util-wm
x  libxcb-image.so.0         libxcb-image0       xcb-util-image      xcb-util-image
x  libxcb-keysyms.so.1       libxcb-keysyms1     xcb-util-keysyms    xcb-util-keysyms
x  libxcb-randr.so.0         libxcb-randr0       libxcb              libxcb
x  libxcb-render-util.so.0   libxcb-render-util0 xcb-util-renderutil xcb-util-renderutil
x  libxcb-shape.so.0         libxcb-shape0       libxcb              libxcb
x  libxcb-sync.so.1          libxcb-sync1        libxcb              libxcb
x  libxcb-xfixes.so.0        libxcb-xfixes0      libxcb              libxcb
x  libxcb-xkb.so.1           libxcb-xkb1         libxcb              libxcb
x  libxkbcommon-x11.so.0     libxkbcommon-x11-0  libxkbcommon-x11    libxkbcommon-x11
TABLE
}

installer() {
    for tool in apt-get dnf pacman; do
        if has "$tool"; then
            printf '%s\n' "$tool"
            return
        fi
    done
}

# pick APT DNF PACMAN: the one of the three names that fits this system.
pick() {
    case "$(installer)" in
        dnf) printf '%s\n' "$2" ;;
        pacman) printf '%s\n' "$3" ;;
        *) printf '%s\n' "$1" ;;
    esac
}

lacking_libraries() { # KIND: qt or x
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | awk '{ print $1 }') || known=
    [ -n "$known" ] || return 0 # a system without that list: let Qt say what it misses
    libraries | while read -r kind file apt dnf pacman; do
        [ "$kind" = "$1" ] || continue
        printf '%s\n' "$known" | grep -qxF "$file" || pick "$apt" "$dnf" "$pacman"
    done
}

has_font() {
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/}/.fonts" \
        "${HOME:-/}/.local/share/fonts"; do
        [ -d "$folder" ] || continue
        if find "$folder" -name '*.[ot]t[cf]' 2>/dev/null | head -n 1 | grep -q .; then
            return
        fi
    done
    return 1
}

lacking_for_screen() {
    lacking_libraries qt
    has_font || pick fonts-dejavu-core dejavu-sans-fonts ttf-dejavu
}

# annoy comes as source: it wants a C++ compiler and Python's headers.
lacking_for_install() {
    has c++ || has g++ || has clang++ || pick g++ gcc-c++ gcc
    if ! python=$(find_python); then
        [ -n "${PYTHON:-}" ] || pick "python3 python3-dev python3-venv" "python3 python3-devel" python
        return
    fi
    # A Python of its own (pyenv, uv, conda) brings both; only the system's comes in parts.
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$python" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' ||
        pick "python$version-dev" "python$version-devel" python
    "$python" -c 'import ensurepip, venv' 2>/dev/null || pick "python$version-venv" python3-libs python
}

# lacking MODE: what MODE cannot do without. The demo without a screen draws no window.
lacking() {
    is_linux || return 0
    is_set_up "$1" || lacking_for_install
    if [ "$1" = dev ] || has_screen; then lacking_for_screen; fi
    if [ "$1" = app ] && has_x; then lacking_libraries x; fi
}

# Everything that any use of the program may want: a first set-up by root installs it at once.
lacking_at_all() {
    lacking_for_install
    lacking_for_screen
    lacking_libraries x
}

one_line() { sort -u | tr '\n' ' ' | sed 's/ *$//'; }

install_line() { # PACKAGES, the text to paste
    sudo=
    is_root || sudo="sudo "
    case "$(installer)" in
        apt-get)
            printf '%sapt-get update && %sapt-get install -y --no-install-recommends %s\n' \
                "$sudo" "$sudo" "$1"
            ;;
        dnf) printf '%sdnf install -y %s\n' "$sudo" "$1" ;;
        pacman) printf '%spacman -S --needed %s\n' "$sudo" "$1" ;;
        *) printf 'install with your package manager (names as in Debian): %s\n' "$1" ;;
    esac
}

apt_install() { # PACKAGES
    say "Installing what the system lacks: $1"
    # shellcheck disable=SC2086 # several packages in one word
    apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $1 \
            </dev/null >/dev/null
}

prepare_system() { # MODE
    is_linux || return 0
    if is_root && has apt-get; then
        if is_set_up "$1"; then wanted=$(lacking "$1" | one_line); else wanted=$(lacking_at_all | one_line); fi
        [ -z "$wanted" ] || apt_install "$wanted" || say "That did not work."
    fi
    missing=$(lacking "$1" | one_line)
    [ -z "$missing" ] && return
    say "imagefinder lacks some of the system's packages. Paste this line, then try again:"
    die "    $(install_line "$missing")"
}

# --- The environment ------------------------------------------------------------------------------

# What is installed: where, from which files, and for which use.
key() { # MODE
    printf '%s\n%s\n%s\n' "$PWD" "$(cat pyproject.toml "$pins" | cksum)" "$1"
}

is_set_up() { # MODE; `dev` holds all of `app`
    [ -f "$stamp" ] && [ -x "$venv/bin/python" ] || return 1
    found=$(cat "$stamp")
    [ "$found" = "$(key "$1")" ] || [ "$found" = "$(key dev)" ]
}

# An environment works where it was made only, and with the Python that it was made with.
is_usable() {
    is_new_enough "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1 || return 1
    [ ! -f "$stamp" ] || [ "$(head -n 1 "$stamp")" = "$PWD" ]
}

prepare_environment() { # MODE
    extras=all
    [ "$1" = app ] || extras=all,dev
    if [ -f "$stamp" ] && [ "$(tail -n 1 "$stamp")" = dev ]; then extras=all,dev; fi
    if ! is_usable; then
        python=$(need_python)
        say "Making $venv with $("$python" --version)."
        rm -rf "$venv"
        "$python" -m venv "$venv"
    fi
    say "Installing imagefinder with everything it needs (the first time some minutes and about 6 GB)."
    quiet=
    [ -t 2 ] || quiet=--quiet
    # The pins hold in pip's build environments too: older pips read the first name, newer the second.
    # shellcheck disable=SC2086 # nothing, or one option
    PIP_CONSTRAINT=$pins PIP_BUILD_CONSTRAINT=$pins \
        "$venv/bin/python" -m pip install --no-input --disable-pip-version-check $quiet \
        --editable ".[$extras]" >&2
    case "$extras" in *dev) key dev ;; *) key app ;; esac >"$stamp"
}

set_up() { # MODE
    prepare_system "$1"
    is_set_up "$1" || prepare_environment "$1"
}

run() {
    set_up app
    if has_screen; then
        exec "$venv/bin/python" -m imagefinder "$@"
    fi
    say "No screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): showing the demo instead."
    exec "$venv/bin/python" -m imagefinder demo --headless "$@"
}

command=${1:-}
[ $# -eq 0 ] || shift
case "$command" in
    run) run "$@" ;;
    app | dev) set_up "$command" ;;
    python) need_python ;;
    lacks) lacking "${1:-app}" | sort -u ;;
    *) die "usage: setup.sh run | app | dev | python | lacks app|dev" ;;
esac
