#!/bin/sh
# Remakes the hashed locks from pyproject.toml, without any index address. $1: the uv to use.
set -eu
lock() {
    name=$1
    shift
    "$uv" pip compile --quiet pyproject.toml "$@" --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --output-file "requirements/$name.lock" >/dev/null
}
uv=$1
lock base
lock dev --extra dev
lock spark --extra dev --extra spark
