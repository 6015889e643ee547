#!/bin/sh
# Installs what a checkout needs, and only what is missing: system libraries (as root, by apt), uv, the environment.
# usage: packaging/prepare.sh run|test
set -eu
cd "$(dirname "$0")/.."

window="libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4
libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libwayland-cursor0 libwayland-egl1 fonts-dejavu-core"
screen="xvfb xauth xdotool openbox poppler-utils"

wanted=$window
[ "$1" = test ] && wanted="$wanted $screen git"

missing=""
if command -v dpkg-query >/dev/null 2>&1; then
    for package in $wanted; do
        # Newer Debian releases renamed some (libglib2.0-0t64 provides libglib2.0-0): ask who provides the name.
        dpkg-query -W -f '${db:Status-Abbrev} ${Package} ${Provides}\n' 2>/dev/null \
            | grep -Eq "^ii  ?(.*[ ,])?${package}([ ,(]|\$)" || missing="$missing $package"
    done
fi
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing system libraries:$missing"
        apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "These system libraries are missing; the window may not open without them:$missing" >&2
    fi
fi

# The interpreter itself, not a version manager's shim: a shim is no interpreter to build an environment on.
for name in python3.13 python3.12 python3.11 python3; do
    command -v "$name" >/dev/null 2>&1 || continue
    python=$("$name" -c 'import sys; print(sys.executable if sys.version_info >= (3, 11) else "")' 2>/dev/null) || continue
    [ -n "$python" ] && break
done
if [ -z "${python:-}" ]; then
    echo "Stintbook needs Python 3.11 or newer." >&2
    exit 1
fi
export UV_PYTHON="${UV_PYTHON:-$python}" UV_PYTHON_DOWNLOADS=never

uv=.tools/bin/uv
if [ ! -x "$uv" ]; then
    echo "Installing uv into .tools"
    "$python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .tools uv
fi

groups="--no-default-groups"
[ "$1" = test ] && groups="--all-groups"
"$uv" sync --quiet --compile-bytecode --frozen --all-extras $groups --inexact
