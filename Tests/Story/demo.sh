#!/usr/bin/env bash
# The story on one node: agencies mint, a document is revoked, a bank uses a grant, everything is checked offline.
# Then on three, one of which is killed.
# Needs DEEDBOX, the program; DEMO_PORT picks another port (with the next 102), DEMO_KEEP=yes keeps the folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

port="${DEMO_PORT:-7101}"
node="http://127.0.0.1:$port"
work="$(mktemp -d "${TMPDIR:-/tmp}/deedbox-demo.XXXXXX")"

step() { printf '\n\033[1m%s. %s\033[0m\n' "$((++number))" "$1"; printf '   %s\n' "${@:2}"; }
number=0
deedbox() { "$DEEDBOX" "$@"; }
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
indent() { sed 's/^/   /'; }
governance=(--governance-key keys-sample/governance-1.key --governance-key keys-sample/governance-2.key
    --governance-key keys-sample/governance-3.key)

finish() {
    [ -z "${pid:-}" ] || kill "$pid" 2>/dev/null || true
    [ -z "${pid:-}" ] || wait "$pid" 2>/dev/null || true
    [ ! -e "$work/three/network.json" ] || deedbox network down --data "$work/three" >/dev/null || true
    if [ "${DEMO_KEEP:-no}" = yes ]; then echo "Everything stays in $work"; else rm -rf "$work"; fi
}
trap finish EXIT

start_node() {
    "$DEEDBOX" node run --genesis "$work/genesis.cbor" --keys keys-sample/node-1 --data "$work/data" --port "$port" \
        >"$work/node.log" 2>&1 &
    pid=$!
    for _ in $(seq 100); do
        curl -fs "$node/health" >/dev/null 2>&1 && return 0
        kill -0 "$pid" 2>/dev/null || { cat "$work/node.log"; exit 1; }
        sleep 0.1
    done
    echo "the node did not answer within 10 s"; cat "$work/node.log"; exit 1
}

step "The first facts" "Who keeps the ledger and who governs it. Its name follows from these bytes, and stands in every signature."
deedbox genesis create genesis/sample/genesis.json --out "$work/genesis.cbor" | head -4 | indent

step "A node starts" "It recovers, checks what its signatures depend on, and only then signs."
deedbox node init --genesis "$work/genesis.cbor" --data "$work/data" | head -1 | indent
start_node
deedbox ledger show --node "$node" | indent

step "Institutions join" "Governance signs; from one block on every node knows them, and refuses everybody else."
deedbox member register genesis/sample/members.json --keys keys-sample --node "$node" "${governance[@]}" | indent

step "The catalogue" "Which kinds of certificate exist, with their fields; and who may mint which."
deedbox type register genesis/catalogue/*.json --node "$node" "${governance[@]}" | head -4 | indent
echo "   …"
accredit() { deedbox type accredit "${@:2}" --issuer "$1" --key "keys-sample/$1.key" --node "$node" >/dev/null; }
accredit police 11100000000013127D001 11370406PDY000036P901 11370406PDY000036P902 11370406PDY000036P903
accredit civil-affairs 111000000000131433001 11370406PDY000036P904
accredit real-estate 11100000MB03271699001 11100000MB03271699022
echo "   Three agencies are accredited for their types."

step "1,000 certificates" "Only a salted commitment of each goes onto the ledger: nobody can guess what it stands for." \
    "Salts and receipts stay with the agency, beside its list."
cp genesis/sample/certificates/*.csv "$work/"
for agency in police civil-affairs real-estate; do
    deedbox mint "$work/$agency.csv" --key "keys-sample/$agency.key" --node "$node" | head -1 | indent
done
echo "   Once more, as after a power cut:"
deedbox mint "$work/police.csv" --key keys-sample/police.key --node "$node" | head -1 | indent

step "A receipt, checked offline" "Record, manifest, signed statement, checkpoint: with the genesis file alone, without us and without network."
deedbox verify "$work/police.csv.receipts.jsonl" --row 17 --trust "$work/genesis.cbor" | indent

step "A document is revoked" "The state is public, the reason stays sealed by a salt. Both answers are provable: revoked, and never revoked."
deedbox status revoke --receipt "$work/police.csv.receipts.jsonl" --row 17 --reason "reported lost" \
    --key keys-sample/police.key --node "$node" | head -3 | indent
for row in 17 18; do
    deedbox status show --receipt "$work/police.csv.receipts.jsonl" --row "$row" --out "$work/$row.status" \
        --node "$node" >/dev/null
    echo "   Row $row, offline:"
    deedbox verify "$work/$row.status" --trust "$work/genesis.cbor" | sed -n '1,4p' | indent
done

step "A bank asks, a citizen grants two uses" "The bank declares its scene first. The citizen answers with a key made for this grant alone:" \
    "the ledger holds no name."
deedbox scene declare genesis/sample/scene.json --key keys-sample/bank.key --node "$node" | head -1 | indent
deedbox key new --purpose grant --out "$work/grant.key" >/dev/null
grant="$(deedbox grant request --scene loan --profile basic --uses 2 --days 30 --grant-key "$work/grant.key" \
    --case L-2090-0001 --key keys-sample/bank.key --out "$work/loan.request" --node "$node" --json | field grant)"
deedbox grant give "$work/loan.request" --key "$work/grant.key" --node "$node" | head -3 | indent

step "One use is counted" "Use 1 is accepted once, on every node, for ever."
deedbox grant use "$grant" --case L-2090-0001 --key keys-sample/bank.key --node "$node" | head -2 | indent

step "The node is killed and comes back" "kill -9, then the same identity, the same ledger, nothing lost."
kill -9 "$pid"; wait "$pid" 2>/dev/null || true
start_node
deedbox grant show "$grant" --node "$node" | indent

step "The citizen withdraws" "Withdrawal works in one block. The second use is refused, by rule, with the next step."
deedbox grant withdraw --key "$work/grant.key" --node "$node" | head -2 | indent
if deedbox grant use "$grant" --index 2 --case L-2090-0001 --key keys-sample/bank.key --node "$node" 2>"$work/refused"; then
    echo "the second use was accepted: that must never happen"; exit 1
fi
indent <"$work/refused"

step "A receipt to keep" "Text for a letter or a file; its last part is a plain C2SP .tlog-proof."
index="$(deedbox verify "$work/police.csv.receipts.jsonl" --row 17 --trust "$work/genesis.cbor" --json | field record)"
deedbox ledger proof "$index" --out "$work/17.receipt" --node "$node" | head -2 | indent
deedbox verify "$work/17.receipt" --trust "$work/genesis.cbor" | tail -4 | indent
sed 's/^\(.\{100\}\).*/\1…/' "$work/17.receipt" | indent

step "The whole ledger is recomputed" "Every hash, signature, rule and state root, from the stored leaves alone."
kill "$pid"; wait "$pid" 2>/dev/null || true; pid=
deedbox ledger verify --data "$work/data" --genesis "$work/genesis.cbor" | indent

step "Three institutions keep a ledger together" "Each has its own keys and its own disk. Two of three must sign; any node takes any statement."
python3 - network/three "$port" "$work/network.json" <<'END'
import json, pathlib, sys
network = json.loads(pathlib.Path(sys.argv[1], "network.json").read_text())
network["genesis"] = str(pathlib.Path(sys.argv[1], "genesis.json").resolve())
for number, node in enumerate(network["nodes"]):
    node |= {"http": f"127.0.0.1:{int(sys.argv[2]) + number}", "link": f"127.0.0.1:{int(sys.argv[2]) + 100 + number}"}
pathlib.Path(sys.argv[3]).write_text(json.dumps(network))
END
deedbox network up --network "$work/network.json" --data "$work/three" | indent
second="http://127.0.0.1:$((port + 1))" third="http://127.0.0.1:$((port + 2))"
deedbox member register genesis/sample/members.json --keys keys-sample --node "$second" "${governance[@]}" | head -2 | indent

step "One of three is killed" "The other two go on, and say whom they miss. When it is back it fetches what it lacks, and checks all of it."
kill -9 "$(cut -d' ' -f1 "$work/three/node-1/node.pid")"
deedbox type register genesis/catalogue/*.json --node "$third" "${governance[@]}" | head -2 | indent
deedbox network status --data "$work/three" | indent
deedbox network up --data "$work/three" >/dev/null
deedbox network status --data "$work/three" | indent
deedbox network down --data "$work/three" | indent

printf '\nDone in %s s. The commands are explained in docs/commands.md.\n' "$SECONDS"
