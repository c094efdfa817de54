# The calls of the demonstration. Each prints what a person types and what the call answers, and holds it against what
# the case expects: an unexpected answer ends the demonstration.

# as PERSON ARGUMENTS...: a call of the command line that succeeds
as() { call 0 '' "$@"; }

# refused WORDS PERSON ARGUMENTS...: a call that is refused (exit 3) for reasons that contain WORDS
refused() { call 3 "$@"; }

# invalid WORDS PERSON ARGUMENTS...: a call whose file is not valid (exit 7)
invalid() { call 7 "$@"; }

# call STATUS WORDS PERSON ARGUMENTS...
call() {
  local expected=$1 words=$2 person=$3 answer status=0
  shift 3
  show_prompt "$person" sekisho "$@"
  answer=$(SEKISHO_TOKEN_FILE="$tokens/$person" SEKISHO_URL="$url" "$sekisho" "$@" 2>&1) || status=$?
  [ -z "$answer" ] || printf '%s\n' "$answer"
  if [ "$status" -ne "$expected" ]; then
    fail "exit $status, the case expects $expected"
  elif [ -n "$words" ] && [ "${answer#*"$words"}" = "$answer" ]; then
    fail "the answer does not say: $words"
  fi
  if [ "$expected" -eq 0 ]; then settle; else refusals=$((refusals + 1)); fi
}

# http STATUS PERSON METHOD PATH [JSON]: the same over HTTP, without the command line
http() {
  local expected=$1 person=$2 method=$3 path=$4 answer status
  local arguments=(-sS -X "$method" "$url$path")
  if [ $# -ge 5 ]; then
    # A write that is repeated has one effect: its key says that it is the same.
    arguments+=(-H 'Content-Type: application/json' -H "Idempotency-Key: demo-$RANDOM$RANDOM" -d "$5")
  fi
  show_prompt "$person" curl "${arguments[@]}"
  # The token goes by standard input, where no process list shows it.
  answer=$(printf 'header = "Authorization: Bearer %s"\n' "$(cat "$tokens/$person")" |
    curl -K - -w '\n%{http_code}' --retry 30 --retry-delay 1 --retry-all-errors "${arguments[@]}") ||
    fail "no answer"
  status=${answer##*$'\n'}
  printf '%s\n' "${answer%$'\n'*}" | cut -c 1-600
  [ "$status" = "$expected" ] || fail "HTTP status $status, the case expects $expected"
  if [ "$expected" -lt 400 ]; then settle; else refusals=$((refusals + 1)); fi
}

# expect ITEM POINTER VALUE: a value of an item, asked for in silence
expect() {
  local value
  value=$(SEKISHO_TOKEN_FILE="$tokens/yamamoto" SEKISHO_URL="$url" "$sekisho" item show "$1" --select "$2") ||
    fail "$1 cannot be shown"
  [ "$value" = "$3" ] || fail "$1: $2 is $value, the case expects $3"
}

# wait_for ITEM STATE: until the workers have moved the item
wait_for() {
  show_prompt yamamoto sekisho item watch "$1" --until "$2" --timeout 30
  SEKISHO_TOKEN_FILE="$tokens/yamamoto" SEKISHO_URL="$url" "$sekisho" item watch "$1" --until "$2" --timeout 30 ||
    fail "$1 does not reach $2"
}

# the_clock MOMENT: the clock of record of this demo cluster moves; a production cluster refuses
the_clock() {
  show_prompt owner sekisho db clock --set "$1"
  SEKISHO_DATABASE_URL=$database "$sekisho" db clock --set "$1" || fail "the clock does not move"
  settle
}

# settle: until the workers have done what is due; the next person would find it done as well
settle() {
  local tries
  for tries in {1..1200}; do
    if curl -sf "$url/metrics" >"$work/metrics" 2>/dev/null &&
      ! grep -qE '^sekisho_tasks\{.*condition="(due|leased)"\} [1-9]' "$work/metrics"; then
      return
    fi
    sleep 0.05
  done
  grep '^sekisho_tasks' "$work/metrics" >&2 || true
  fail "the workers do not come to rest ($tries tries)"
}

# paper NAME: a file to attach; prints its path
paper() {
  printf '%%PDF-1.4\n%% %s (架空) %s\n' "$1" "$(date +%s%N)" >"$work/$1.pdf"
  printf '%s' "$work/$1.pdf"
}

chapter() { printf '\n== %s\n' "$*"; }

show_prompt() {
  local person=$1
  shift
  printf '\n%s$' "$person"
  local word
  for word in "$@"; do
    case "$word" in
      "$work"/*) word=${word##*/} ;;
      "$url"*) word="\$URL${word#"$url"}" ;;
    esac
    case "$word" in
      *[\ \'\"\$\{\[\;\&\|\<\>\(\)]*) printf " '%s'" "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  printf '\n'
}

fail() {
  printf '\ndemo: %s\n' "$1" >&2
  exit 1
}
