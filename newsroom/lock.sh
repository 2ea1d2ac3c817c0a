#!/bin/sh
# Writes requirements.txt, requirements-s3.txt and requirements-dev.txt: pinned, hashed, for every system and every Python we accept.
set -eu
cd "$(dirname "$0")/.."
sh newsroom/setup.sh

uv=uv
if ! uv --version >/dev/null 2>&1; then
    uv=.cache/lock/bin/uv
    [ -x "$uv" ] || { .venv/bin/python -m venv .cache/lock && .cache/lock/bin/python -m pip install --quiet uv; }
fi
export UV_SYSTEM_CERTS=1 UV_CACHE_DIR="$PWD/.cache/uv" UV_CUSTOM_COMPILE_COMMAND="make lock"
# No address of an index and no path of a machine in the locks: they are read elsewhere.
for name in requirements requirements-s3 requirements-dev; do
    "$uv" pip compile --quiet --universal --generate-hashes --python-version 3.12 --no-emit-index-url --no-emit-find-links \
        --no-annotate "$@" "$name.in" -o "$name.txt"
done
