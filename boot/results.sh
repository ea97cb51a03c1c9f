# What the checks found, and how it is told. Sourced, never run.
# shellcheck shell=bash

RESULTS=()

# pass VALUE [EXPECTED] · fail VALUE EXPECTED REMEDY · skip REASON: the result of the check that runs, $CHECK.
pass() { record pass "$1" "${2-}" ''; }
fail() { record fail "$1" "$2" "$3"; }
skip() { record not-applicable "$1" '' ''; }
record() {
  local IFS=$'\x1f' row
  row="$1"$'\x1f'"$CHECK"$'\x1f'"${*:2}"
  RESULTS+=("${row//$'\n'/ }")
}

run_checks() {
  for CHECK in "$@"; do "check_${CHECK//-/_}"; done
}

# each COMMAND: calls it with status, check, value, expectation and remedy of each result.
each() {
  local row status check value expected remedy
  for row in ${RESULTS[@]+"${RESULTS[@]}"}; do
    IFS=$'\x1f' read -r status check value expected remedy <<<"$row"
    "$1" "$status" "$check" "$value" "$expected" "$remedy"
  done
}

failed() { [[ " ${RESULTS[*]+${RESULTS[*]}}" == *" fail"$'\x1f'* ]]; }

one_reason() { [ "$1" != fail ] || printf '; %s: %s, expected %s' "$2" "$3" "$4"; }
# All failures in one line.
reasons() {
  local all
  all=$(each one_reason)
  printf '%s' "${all#; }"
}

one_line() { printf '%-14s %-16s %s%s%s\n' "$1" "$2" "$3" "${4:+ (expected: $4)}" "${5:+; $5}"; }
text() { each one_line; }

one_object() {
  printf '%s{"check":%s,"status":"%s","value":%s' "$comma" "$(quoted "$2")" "$1" "$(quoted "$3")"
  [ -z "$4" ] || printf ',"expected":%s' "$(quoted "$4")"
  [ -z "$5" ] || printf ',"remedy":%s' "$(quoted "$5")"
  printf '}'
  comma=,
}

as_json() {
  local comma='' status=pass
  ! failed || status=fail
  printf '{"schema":"pulumi-gpu.preflight/1","status":"%s","seconds":%s,"checks":[' "$status" "$SECONDS"
  each one_object
  printf ']}\n'
}
