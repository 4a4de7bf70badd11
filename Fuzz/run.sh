#!/bin/sh
# Fuzzes every reader of hostile bytes, or those that are named: Fuzz/run.sh [TARGET...]
#
#   RUNS          executions in all, shared out as FuzzTargets.swift says (one target gets them all);
#                 without it each target runs for SECONDS_EACH
#   SECONDS_EACH  seconds for each target where RUNS is not given (default 60)
#   ADDRESS=0     without the address sanitizer: about twice as fast
#   POSTERN_SHARED  the folder with the development data, for more inputs to begin with
#                 (default: shared beside the project or one of the folders above it)
#   FUZZ          an executable that is built already
#
# What an input may cost: 1 second of CPU time, 512 MB (with the sanitizer's own). Inputs that found new code are
# kept in Fuzz/corpus; what crashed, hung or grew is kept in Fuzz/crashes. Ends with a table, and with 1 if anything
# broke; each such input becomes a named test (docs/fuzzing.md).
set -eu
cd "$(dirname "$0")"
here=$(pwd)

fail() { echo "Fuzz/run.sh: $1" >&2; exit 64; }

data_folder() {
  [ -z "${POSTERN_SHARED:-}" ] || { echo "$POSTERN_SHARED/data"; return; }
  at=$here
  while [ "$at" != / ]; do
    at=$(dirname "$at")
    [ ! -d "$at/shared/data" ] || { echo "$at/shared/data"; return; }
  done
}

# The tables of earlier parts of the same run stay where RESULTS names a file.
results=${RESULTS:-$here/crashes/results.tsv}
mkdir -p corpus crashes
[ -n "${RESULTS:-}" ] || : > "$results"

if [ -n "${FUZZ:-}" ]; then
  fuzz=$FUZZ
else
  sanitize=fuzzer,address scratch=.build-address
  [ "${ADDRESS:-1}" != 0 ] || sanitize=fuzzer scratch=.build-plain
  # SwiftPM does not see that files came or went in a package beside this one.
  rm -f "$scratch/release.yaml"
  swift build -c release --scratch-path "$scratch" -Xswiftc "-sanitize=$sanitize" -Xswiftc -enable-testing \
    -Xswiftc -use-ld=lld
  fuzz=$scratch/release/fuzz
fi
data=$(data_folder)
[ -z "$data" ] || echo "inputs from $data"
list=$("$fuzz" --list)
# shellcheck disable=SC2046
[ $# -gt 0 ] || set -- $(echo "$list" | cut -d' ' -f1)

export ASAN_OPTIONS="detect_leaks=0:quarantine_size_mb=8:${ASAN_OPTIONS:-}"
export SWIFT_BACKTRACE=enable=no

# Runs one target once: at most $2 executions (-1: any number) and $3 seconds. Its output goes to $4.
once() {
  "$fuzz" "$1" -runs="$2" -max_total_time="$3" -max_len="$longest" -timeout=20 -rss_limit_mb=512 -len_control=50 \
    -use_value_profile=1 -print_final_stats=1 -verbosity=0 -artifact_prefix="crashes/$1-" \
    "corpus/$1" "corpus/$1-seeds" > "$4" 2>&1
}

# The number behind the last line that begins with $1 in the file $2; 0 where there is none.
number() { awk -v key="$1" 'index($0, key) == 1 { sub(key, ""); value = $1 } END { print value + 0 }' "$2"; }

# Runs a target until it has its executions, also beyond an input that broke it; adds a line to the results.
run() {
  target=$1 runs=$2 done=0 broken=0 peak=0 slowest=0
  longest=$(echo "$list" | awk -v name="$target" '$1 == name { print $3 }')
  [ -n "$longest" ] || fail "no target '$target'"
  mkdir -p "corpus/$target"
  # shellcheck disable=SC2086
  "$fuzz" --corpus "$target" "corpus/$target-seeds" $data > /dev/null
  log=crashes/$target.log
  begun=$(date +%s)
  while :; do
    left=$((runs - done)) seconds=0
    [ "$runs" -gt 0 ] || left=-1 seconds=${SECONDS_EACH:-60}
    status=0
    once "$target" "$left" "$seconds" "$log" || status=$?
    done=$((done + $(number "stat::number_of_executed_units:" "$log")))
    peak=$(printf '%s\n%s\n' "$peak" "$(number "stat::peak_rss_mb:" "$log")" | sort -n | tail -1)
    slowest=$(printf '%s\n%s\n' "$slowest" "$(number "slowest so far:" "$log")" | sort -n | tail -1)
    if [ "$status" -ne 0 ]; then
      broken=$((broken + 1))
      cp "$log" "crashes/$target-$broken.log"
      echo "$target: broken, see crashes/$target-$broken.log" >&2
      [ "$broken" -lt 5 ] || break
    fi
    [ "$runs" -gt 0 ] && [ "$done" -lt "$runs" ] || break
  done
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$target" "$done" "$(($(date +%s) - begun))" "$broken" "$slowest" \
    "$peak" >> "$results"
}

table() {
  awk -F '\t' '
    BEGIN { form = "%-18s %11s %8s %8s %8s %11s %8s\n"
            printf form, "target", "executions", "seconds", "exec/s", "broken", "slowest ms", "peak MB" }
    !($1 in runs) { order[++count] = $1 }
    { runs[$1] += $2; time[$1] += $3; broken[$1] += $4
      if ($5 > slow[$1]) slow[$1] = $5
      if ($6 > peak[$1]) peak[$1] = $6 }
    function line(name, runs, time, broken, slow, peak) {
      printf form, name, runs, time, sprintf("%.0f", runs / (time > 0 ? time : 1)), broken, sprintf("%.1f", slow / 1000), peak
    }
    END {
      for (at = 1; at <= count; at++) {
        name = order[at]
        line(name, runs[name], time[name], broken[name], slow[name], peak[name])
        allRuns += runs[name]; allTime += time[name]; allBroken += broken[name]
        if (slow[name] > allSlow) allSlow = slow[name]
        if (peak[name] > allPeak) allPeak = peak[name]
      }
      line("all", allRuns, allTime, allBroken, allSlow, allPeak)
    }' "$results"
}

shares=$(echo "$list" | awk -v names=" $* " 'index(names, " " $1 " ") { sum += $2 } END { print sum + 0 }')
for target in "$@"; do
  share=$(echo "$list" | awk -v name="$target" '$1 == name { print $2 }')
  if [ -n "${RUNS:-}" ]; then
    run "$target" $((RUNS * ${share:-0} / (shares > 0 ? shares : 1)))
  else
    run "$target" 0
  fi
done
table
[ "$(cut -f4 "$results" | sort -n | tail -1)" = 0 ]
