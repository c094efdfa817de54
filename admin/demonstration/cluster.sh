# What runs while the demonstration plays: a private cluster with server and workers (`sekisho dev`), the finance
# system that pays (a webhook receiver), and the shipped cases in the simulator.

start_house() {
  head -c 32 /dev/urandom | base64 | sed 's/^/whsec_/' >"$work/finance-secret"
  chmod 600 "$work/finance-secret"
  "$sekisho" debug webhook --listen 127.0.0.1:0 --secret-file "$work/finance-secret" --log "$work/finance.jsonl" \
    --answer '{"ok": true}' >"$work/finance.out" 2>&1 &
  finance=$!
  wait_until 'the webhook receiver' grep -q 'http://' "$work/finance.out"
  cat >"$work/worker.yaml" <<EOF
webhooks:
  finance: {url: "$(grep -o 'http://[^ ]*' "$work/finance.out" | head -n 1)", secret: {file: $work/finance-secret}}
EOF
  "$sekisho" dev --data "$work/house" --port 0 --folder "$work/workflows" --config "$work/worker.yaml" \
    >"$work/house.log" 2>&1 &
  house=$!
  wait_until 'the server' test -s "$work/house/url"
  url=$(cat "$work/house/url")
  tokens=$work/house/tokens
  database="host=$work/house/cluster/run port=5432 dbname=sekisho user=postgres"
  wait_until 'the server' curl -sf -o "$work/ready" "$url/readyz"
  refusals=0
}

stop_house() {
  local process
  for process in "${house:-}" "${finance:-}" "${cases:-}"; do
    [ -z "$process" ] || kill -TERM "$process" 2>/dev/null || true
  done
  wait 2>/dev/null || true
}

# wait_until WHAT COMMAND...: for at most a minute
wait_until() {
  local what=$1 tries
  shift
  for tries in {1..600}; do
    if "$@" 2>/dev/null; then return; fi
    for process in "${house:-}" "${finance:-}"; do
      [ -z "$process" ] || kill -0 "$process" 2>/dev/null || { cat "$work"/*.log "$work"/*.out >&2; fail "$what ended"; }
    done
    sleep 0.1
  done
  cat "$work"/*.log >&2
  fail "$what did not start ($tries tries)"
}

# All scenario cases play in the simulator meanwhile: a loosened guard of any flow shows there, if not on the way.
start_cases() {
  "$sekisho" workflow test --folder "$top/workflows" --coverage >"$work/cases.out" 2>&1 &
  cases=$!
}

finish_cases() {
  local status=0
  chapter "Every scenario case of the six flows, played in the simulator meanwhile"
  show_prompt admin sekisho workflow test --coverage
  wait "$cases" || status=$?
  cases=''
  cat "$work/cases.out"
  [ "$status" -eq 0 ] || fail "the definitions do not do what their cases say"
}

verify_record() {
  chapter "The auditor verifies the record: it asks the database, not the server"
  show_prompt kondo sekisho audit verify --keys sealing-key.pub
  SEKISHO_DATABASE_URL=$database "$sekisho" audit verify --keys "$work/house/sealing-key.pub" ||
    fail "the record is not sound"
}

print_summary() {
  local items transitions refused
  items=$(count item list -o jsonl --all)
  transitions=$(audited --event transition)
  refused=$(audited --refusals)
  chapter "Summary"
  printf 'items %s · transitions %s · refusals in the record %s · refused calls %s · %s seconds\n' \
    "$items" "$transitions" "$refused" "$refusals" "$SECONDS"
  printf '案件 %s件・遷移 %s回・記録された拒否 %s件・拒否された呼出し %s回・%s秒\n' \
    "$items" "$transitions" "$refused" "$refusals" "$SECONDS"
}

count() { SEKISHO_TOKEN_FILE="$tokens/yamamoto" SEKISHO_URL="$url" "$sekisho" "$@" | wc -l; }
audited() { SEKISHO_DATABASE_URL=$database "$sekisho" audit list -o jsonl "$@" | wc -l; }
