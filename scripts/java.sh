#!/bin/sh
# Prints "yes" where a Java that Spark takes (17 or later) is found; nothing otherwise.
found=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
if [ -n "$found" ] && [ "$found" -ge 17 ]; then
    echo yes
fi
