#!/bin/sh
# Makes .venv from the locks: `setup.sh` for what production runs, `setup.sh --dev` for what the tests need beside it.
# Everything it makes lies in this checkout, but a browser for the tests where only a system package can give one.
set -eu
cd "$(dirname "$0")/.."

locks=requirements.txt
[ "${1:-}" = --dev ] && locks="requirements.txt requirements-dev.txt"
mark="$(cat $locks newsroom/setup.sh | cksum)"
stamp=".venv/made-from-$(echo "$locks" | wc -w | tr -d ' ')-locks"
cache="$PWD/.cache"
export PIP_CACHE_DIR="$cache/pip" UV_CACHE_DIR="$cache/uv" UV_PYTHON_INSTALL_DIR="$cache/python" UV_SYSTEM_CERTS=1
export PIP_DISABLE_PIP_VERSION_CHECK=1 PLAYWRIGHT_BROWSERS_PATH="$cache/browsers"

say() { echo "$*" >&2; }
refuse() { say "newsroom: $*"; exit 1; }

# Run and not only looked up: a name on the PATH may be a shim with nothing behind it.
is_new_enough() {
    "$1" -I -c 'import sys, venv; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

find_python() {
    for name in ${PYTHON:+"$PYTHON"} python3.13 python3.14 python3.12 python3 python; do
        path="$(command -v "$name" 2>/dev/null)" || continue
        is_new_enough "$path" && { echo "$path"; return; }
    done
    for path in "${PYENV_ROOT:-${HOME:-/root}/.pyenv}"/versions/3.1[342]*/bin/python \
        "${HOME:-/root}"/.local/share/uv/python/cpython-3.1[342]*/bin/python3 "$cache"/python/cpython-3.1[342]*/bin/python3; do
        [ -x "$path" ] && is_new_enough "$path" && { echo "$path"; return; }
    done
    return 0
}

find_uv() {
    for path in uv "${HOME:-/root}/.local/bin/uv" "${HOME:-/root}/.cargo/bin/uv" \
        "${PYENV_ROOT:-${HOME:-/root}/.pyenv}"/versions/*/bin/uv; do
        "$path" --version >/dev/null 2>&1 && { echo "$path"; return; }
    done
    return 0
}

make_environment() {
    [ -x .venv/bin/python ] && is_new_enough .venv/bin/python && return
    python="$(find_python)"
    if [ -n "$python" ]; then
        say "Making .venv with $("$python" -V) …"
        rm -rf .venv
        # Debian keeps what pip needs in a package of its own, and says so at length.
        "$python" -m venv .venv >/dev/null 2>&1 && return
        rm -rf .venv
    fi
    uv="$(find_uv)"
    if [ -n "$uv" ]; then
        say "Making .venv with uv …"
        "$uv" venv --quiet --no-project --python "${python:-3.13}" .venv && return
        rm -rf .venv
    fi
    [ -n "$python" ] && refuse "$python can't make an environment: install python3-venv (apt-get install python3-venv), or uv."
    refuse "no Python 3.12, 3.13 or 3.14 found: install one (apt-get install python3.13-venv, pyenv, uv), or set PYTHON."
}

install() {
    requirements=""
    for lock in $locks; do requirements="$requirements -r $lock"; done
    say "Installing $locks …"
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        .venv/bin/python -m pip install --quiet --require-hashes --only-binary :all: $requirements
    else
        uv="$(find_uv)"
        [ -n "$uv" ] || refuse ".venv has no pip, and there is no uv: remove .venv and run this again."
        "$uv" pip install --quiet --python .venv/bin/python --require-hashes --only-binary :all: $requirements
    fi || refuse "the packages could not be installed: see above, and run this again."
}

find_browser() {
    for name in chromium chromium-browser google-chrome; do
        "$name" --version >/dev/null 2>&1 && return
    done
    # Run, too: a browser that was fetched may miss libraries of the system.
    [ -n "$(find "$cache/browsers" -type f \( -name chrome -o -name 'chrome-headless-shell' -o -name headless_shell \) \
        -exec {} --version \; 2>/dev/null | head -n 1)" ]
}

# What is said meanwhile is kept, and shown where there is no browser in the end.
get_browser() {
    find_browser && return
    mkdir -p "$cache"
    words="$cache/browser.log"
    : >"$words"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing chromium for the browser tests …"
        # One list that can't be fetched is no reason not to try: chromium may be in another.
        apt-get update -qq >>"$words" 2>&1 </dev/null || true
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >>"$words" 2>&1 </dev/null || true
        find_browser && return
    fi
    say "Fetching a browser for the tests …"
    .venv/bin/python -m playwright install chromium >>"$words" 2>&1 </dev/null || true
    find_browser && return
    cat "$words" >&2
    refuse "no browser for the tests: see above, install chromium (apt-get install chromium), and run this again."
}

# Two of these at once would build in each other's way.
if command -v flock >/dev/null 2>&1; then
    exec 9>.venv.lock
    flock 9
fi
if [ "$(cat "$stamp" 2>/dev/null)" != "$mark" ] || ! is_new_enough .venv/bin/python; then
    make_environment
    install
    echo "$mark" >"$stamp"
fi
if [ "${1:-}" = --dev ]; then get_browser; fi
