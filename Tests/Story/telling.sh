# How the story is told: steps with a number, what a command says indented below, and one folder for all of it.

port="${DEMO_PORT:-7101}"
work="$(mktemp -d "${TMPDIR:-/tmp}/deedbox-demo.XXXXXX")"
network="$work/network"
# Any node takes any statement; where one does not answer the next is asked.
urls=("http://127.0.0.1:$port" "http://127.0.0.1:$((port + 1))" "http://127.0.0.1:$((port + 2))")
nodes=(--node "${urls[0]}" --node "${urls[1]}" --node "${urls[2]}")
governance=(--governance-key keys-sample/governance-1.key --governance-key keys-sample/governance-2.key
    --governance-key keys-sample/governance-3.key)
# Programs that serve until the story ends.
servers=()

step() { printf '\n\033[1m%s. %s\033[0m\n' "$((++number))" "$1"; printf '   %s\n' "${@:2}"; }
number=0
say() { printf '   %s\n' "$@"; }
deedbox() { "$DEEDBOX" "$@"; }
# serve NAME COMMAND…: a program that serves until the story ends. What is killed must be the program and no shell around it.
serve() { "$DEEDBOX" "${@:2}" >"$work/$1.log" 2>&1 & servers+=($!); }
# One member of a JSON text, by its names and places.
field() { python3 -c 'import functools, json, sys
step = lambda value, key: value[int(key)] if isinstance(value, list) else value[key]
print(functools.reduce(step, sys.argv[1:], json.load(sys.stdin)))' "$@"; }
indent() { sed 's/^/   /'; }
# The story stops at the first surprise.
surprise() { echo "$1: that must never happen" >&2; exit 1; }
# Waits until a program answers, ten seconds at most.
await() { for _ in $(seq 200); do curl -fso /dev/null "$1" && return; sleep 0.05; done; surprise "$1 does not answer"; }
# begin COMMAND…: what takes its time goes on beside the next; `ended` waits for all of it, and stops where one failed.
begun=()
begin() { "$@" & begun+=($!); }
ended() { local one; for one in "${begun[@]}"; do wait "$one"; done; begun=(); }
# Size and root of the log, as each node has signed them.
# Size and root at each node.
checkpoints() { for url in "${urls[@]}"; do curl -fs "$url/checkpoint" | sed -n 2,3p | paste -sd ' '; done; }

finish() {
    kill "${servers[@]}" 2>/dev/null || true
    [ "${#servers[@]}" -eq 0 ] || wait "${servers[@]}" 2>/dev/null || true
    [ ! -e "$network/network.json" ] || deedbox network down --data "$network" >/dev/null || true
    if [ "${DEMO_KEEP:-no}" = yes ]; then echo "Everything stays in $work"; else rm -rf "$work"; fi
}
trap finish EXIT
