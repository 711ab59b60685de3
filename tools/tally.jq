# tally.jq -- of Meson's testlog.json (slurped): passed, failed, skipped.
# cmocka prints its own counts; a program that fails without them (a crash, a time-out) is one failure.
def counted(word): [scan("\\[ +" + word + " +\\] ([0-9]+) test\\(s\\)") | .[0] | tonumber] | add // 0;
map(((.stdout // "") + "\n" + (.stderr // "")) as $said
  | {passed: ($said | counted("PASSED")), failed: ($said | counted("FAILED")), skipped: ($said | counted("SKIPPED")), result}
  | if .result == "SKIP" then .skipped += (if .skipped == 0 then 1 else 0 end)
    elif .result == "OK" or .result == "EXPECTEDFAIL" then .passed += (if .passed + .skipped == 0 then 1 else 0 end)
    elif .failed == 0 then .failed = 1
    else . end)
| "\(map(.passed) | add // 0) \(map(.failed) | add // 0) \(map(.skipped) | add // 0)"
