#!/bin/sh
# Brings a Chromium for the browser tests: BANYAN_CHROMIUM, else one that is here, else by apt.
set -eu
if [ -n "${BANYAN_CHROMIUM:-}" ]; then
    [ -x "$BANYAN_CHROMIUM" ] && exit 0
    echo "BANYAN_CHROMIUM names $BANYAN_CHROMIUM, which cannot be run. Name a Chromium that can." >&2
    exit 1
fi
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    echo "Installing Chromium for the browser tests"
    if $as_root apt-get update -qq && $as_root apt-get install -y -qq chromium >/dev/null; then
        exit 0
    fi
fi
echo "The tests need a Chromium. Run: sudo apt-get install chromium" >&2
echo "or name one that you have: BANYAN_CHROMIUM=/path/to/chrome make test" >&2
exit 1
