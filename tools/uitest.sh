#!/bin/sh
# uitest.sh -- run the interface's own tests; print "passed failed skipped". Usage: uitest.sh LOG
set -eu
log=$PWD/$1
cd ui
if [ -x node_modules/.bin/vitest ]; then
    npx --no-install vitest run --reporter=default --reporter=json --outputFile.json="$log.json" >"$log" 2>&1 </dev/null || true
    jq -r '"\(.numPassedTests) \(.numFailedTests + (if .numFailedTests == 0 and .numFailedTestSuites > 0 then .numFailedTestSuites else 0 end)) \(.numPendingTests + .numTodoTests)"' "$log.json"
else
    NODE_OPTIONS=--test-reporter=tap npm test --silent >"$log" 2>&1 </dev/null || true
    awk '/^# (pass|fail|cancelled|skipped|todo) [0-9]+$/ { n[$2] = $3; seen = 1 }
        END { if (!seen) print 0, 1, 0; else print n["pass"] + 0, n["fail"] + n["cancelled"], n["skipped"] + n["todo"] }' "$log"
fi
