#!/bin/sh
# Sees to it that Chromium and a Chinese font are there for the browser tests. Used by the Makefile and .ci/run.
# REUNION_REQUIRE_BROWSER=1 turns "skipped" into a failure; REUNION_CHROMIUM names a browser that is already there.
set -eu

chromium=${REUNION_CHROMIUM:-/usr/bin/chromium}
chromium() { [ -x "$chromium" ]; }
font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn family)" ]; }

if chromium && font; then exit 0; fi

why=
if ! command -v apt-get >/dev/null 2>&1; then
    why="there is no apt-get on this machine"
elif [ "$(id -u)" != 0 ]; then
    why="installing it needs root"
else
    echo "Installing chromium and fonts-noto-cjk for the browser tests"
    export DEBIAN_FRONTEND=noninteractive
    if ! said=$({ apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        chromium fonts-noto-cjk fontconfig; } 2>&1 </dev/null); then
        printf '%s\n' "$said" | tail -5
        why="apt-get could not install it (try: apt-get install chromium fonts-noto-cjk)"
    fi
fi

if chromium; then
    font || echo "No Chinese font is installed (fonts-noto-cjk): the browser tests run, screenshots show boxes."
    exit 0
fi
echo "The browser tests are skipped: $chromium is missing and $why."
[ "${REUNION_REQUIRE_BROWSER:-}" != 1 ] || exit 1
