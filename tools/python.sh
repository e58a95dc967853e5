#!/bin/sh
# Prints a Python that can make the virtual environment, or says what to install. Used by the Makefile.
set -eu

if [ "${1:-}" = --no-packages ]; then
    cat >&2 <<'SAY'

The packages could not be installed. The reason stands above.
They come from the package index pip is set up for: is the network reachable from here, and is there a proxy to set?
On a machine without a network, set up .venv where there is one and copy the folder, or give pip a local mirror
with PIP_INDEX_URL. Nothing was changed outside .venv; run the same command again.
SAY
    exit 1
fi

bare=
for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
    # A name on the PATH may be a version switch's stub that only prints an error, so it is run.
    "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    if "$name" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$name"
        exit 0
    fi
    bare=$name
done

if [ -n "$bare" ]; then
    echo "$bare is new enough but has no venv module: apt-get install python3-venv, then run this again." >&2
else
    found=$(python3 --version 2>/dev/null || echo "no python3")
    echo "python3.11 or newer is needed: found $found." >&2
    echo "Debian 12, Ubuntu 24.04 and newer: apt-get install python3 python3-venv. Another one: PYTHON=/path/to/python make …" >&2
fi
exit 1
