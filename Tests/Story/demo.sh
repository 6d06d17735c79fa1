#!/usr/bin/env bash
# The story, on a ledger that three institutions keep: agencies mint, a document is revoked, a bank uses a grant, the node
# whose turn it is to propose is killed, and everything is checked offline.
# Needs DEEDBOX, the program; DEMO_PORT picks another port (with the next 102), DEMO_KEEP=yes keeps the folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

port="${DEMO_PORT:-7101}"
work="$(mktemp -d "${TMPDIR:-/tmp}/deedbox-demo.XXXXXX")"
network="$work/network"
# Any node takes any statement; where one does not answer the next is asked.
urls=("http://127.0.0.1:$port" "http://127.0.0.1:$((port + 1))" "http://127.0.0.1:$((port + 2))")
nodes=(--node "${urls[0]}" --node "${urls[1]}" --node "${urls[2]}")
governance=(--governance-key keys-sample/governance-1.key --governance-key keys-sample/governance-2.key
    --governance-key keys-sample/governance-3.key)

step() { printf '\n\033[1m%s. %s\033[0m\n' "$((++number))" "$1"; printf '   %s\n' "${@:2}"; }
number=0
deedbox() { "$DEEDBOX" "$@"; }
field() { python3 -c 'import functools, json, sys; print(functools.reduce(lambda value, key: value[key], sys.argv[1:], json.load(sys.stdin)))' "$@"; }
indent() { sed 's/^/   /'; }
# Size and root of the log, as each node has signed them.
checkpoints() { for url in "${urls[@]}"; do curl -fs "$url/checkpoint" | sed -n 2,3p | paste -sd ' '; done; }

finish() {
    [ ! -e "$network/network.json" ] || deedbox network down --data "$network" >/dev/null || true
    if [ "${DEMO_KEEP:-no}" = yes ]; then echo "Everything stays in $work"; else rm -rf "$work"; fi
}
trap finish EXIT

step "The first facts" "Who keeps the ledger and who governs it. Its name follows from these bytes, and stands in every signature."
deedbox genesis create network/three/genesis.json --out "$work/genesis.cbor" | head -4 | indent

step "Three institutions start their nodes" "Each has its own keys and its own disk; two of three must sign." \
    "A node recovers, checks what its signatures depend on, and only then signs."
python3 - "$port" >"$work/network.json" <<'END'
import json, pathlib, sys
port, network = int(sys.argv[1]), json.loads(pathlib.Path("network/three/network.json").read_text())
network["genesis"] = str(pathlib.Path("network/three/genesis.json").resolve())
for number, node in enumerate(network["nodes"]):
    node |= {"http": f"127.0.0.1:{port + number}", "link": f"127.0.0.1:{port + 100 + number}"}
print(json.dumps(network))
END
deedbox network up --network "$work/network.json" --data "$network" | indent
deedbox ledger show --node "${urls[0]}" | indent

step "Institutions join" "Governance signs; from one block on every node knows them, and refuses everybody else."
deedbox member register genesis/sample/members.json --keys keys-sample "${nodes[@]}" "${governance[@]}" | indent

step "The catalogue" "Which kinds of certificate exist, with their fields; and who may mint which."
deedbox type register genesis/catalogue/*.json "${nodes[@]}" "${governance[@]}" | head -4 | indent
echo "   …"
accredit() { deedbox type accredit "${@:2}" --issuer "$1" --key "keys-sample/$1.key" "${nodes[@]}" >/dev/null; }
accredit police 11100000000013127D001 11370406PDY000036P901 11370406PDY000036P902 11370406PDY000036P903
accredit civil-affairs 111000000000131433001 11370406PDY000036P904
accredit real-estate 11100000MB03271699001 11100000MB03271699022
echo "   Three agencies are accredited for their types."

step "1,000 certificates" "Only a salted commitment of each goes onto the ledger: nobody can guess what it stands for." \
    "Salts and receipts stay with the agency, beside its list."
cp genesis/sample/certificates/*.csv "$work/"
for agency in police civil-affairs real-estate; do
    deedbox mint "$work/$agency.csv" --key "keys-sample/$agency.key" "${nodes[@]}" | head -1 | indent
done
echo "   Once more, as after a power cut:"
deedbox mint "$work/police.csv" --key keys-sample/police.key "${nodes[@]}" | head -1 | indent

step "A receipt, checked offline" "Record, manifest, signed statement, checkpoint: with the genesis file alone, without us and without network."
deedbox verify "$work/police.csv.receipts.jsonl" --row 17 --trust "$work/genesis.cbor" | indent

step "A document is revoked" "The state is public, the reason stays sealed by a salt. Both answers are provable: revoked, and never revoked."
deedbox status revoke --receipt "$work/police.csv.receipts.jsonl" --row 17 --reason "reported lost" \
    --key keys-sample/police.key "${nodes[@]}" | head -3 | indent
for row in 17 18; do
    deedbox status show --receipt "$work/police.csv.receipts.jsonl" --row "$row" --out "$work/$row.status" \
        "${nodes[@]}" >/dev/null
    echo "   Row $row, offline:"
    deedbox verify "$work/$row.status" --trust "$work/genesis.cbor" | sed -n '1,4p' | indent
done

step "A bank asks, a citizen grants two uses" "The bank declares its scene first. The citizen answers with a key made for this grant alone:" \
    "the ledger holds no name."
deedbox scene declare genesis/sample/scene.json --key keys-sample/bank.key "${nodes[@]}" | head -1 | indent
deedbox key new --purpose grant --out "$work/grant.key" >/dev/null
grant="$(deedbox grant request --scene loan --profile basic --uses 2 --days 30 --grant-key "$work/grant.key" \
    --case L-2090-0001 --key keys-sample/bank.key --out "$work/loan.request" "${nodes[@]}" --json | field grant)"
deedbox grant give "$work/loan.request" --key "$work/grant.key" "${nodes[@]}" | head -3 | indent

step "One use is counted" "Use 1 is accepted once, on every node, for ever."
deedbox grant use "$grant" --case L-2090-0001 --key keys-sample/bank.key "${nodes[@]}" | head -4 | indent

step "The node whose turn it is is killed" "kill -9. The other two notice, go on in the next round, and say whom they miss."
proposer="$(curl -fs "${urls[0]}/status" | field round proposer)"
kill -9 "$(cut -d' ' -f1 "$network/$proposer/node.pid")"
begin="$(date +%s%N)"
deedbox grant withdraw --key "$work/grant.key" "${nodes[@]}" | head -2 | indent
echo "   That was the citizen's withdrawal, final $((($(date +%s%N) - begin) / 1000000)) ms after the kill of $proposer."
deedbox network status --data "$network" | indent

step "Withdrawn is withdrawn" "Withdrawal works in one block. The second use is refused, by rule, with the next step."
if deedbox grant use "$grant" --index 2 --case L-2090-0001 --key keys-sample/bank.key "${nodes[@]}" 2>"$work/refused"; then
    echo "the second use was accepted: that must never happen"; exit 1
fi
indent <"$work/refused"

step "It comes back" "The same identity, nothing lost: it fetches what it missed, checks all of it, and signs the same checkpoint."
deedbox network up --data "$network" | head -1 | indent
for _ in $(seq 100); do
    [ "$(checkpoints | sort -u | wc -l)" -eq 1 ] && [ "$(checkpoints | wc -l)" -eq 3 ] && break
    sleep 0.1
done
checkpoints | indent
if [ "$(checkpoints | sort -u | wc -l)" -ne 1 ]; then echo "the checkpoints differ: that must never happen"; exit 1; fi
deedbox grant show "$grant" "${nodes[@]}" | indent

step "A receipt to keep" "Text for a letter or a file; its last part is a plain C2SP .tlog-proof."
index="$(deedbox verify "$work/police.csv.receipts.jsonl" --row 17 --trust "$work/genesis.cbor" --json | field record)"
deedbox ledger proof "$index" --out "$work/17.receipt" "${nodes[@]}" | head -2 | indent
deedbox verify "$work/17.receipt" --trust "$work/genesis.cbor" | grep "\[" | indent
sed 's/^\(.\{100\}\).*/\1…/' "$work/17.receipt" | indent

step "The whole ledger is recomputed" "Every hash, signature, rule and state root, from the stored leaves of one node alone."
deedbox network down --data "$network" | indent
deedbox ledger verify --data "$network/node-2/data" --genesis "$work/genesis.cbor" | indent

printf '\nDone in %s s. The commands are explained in docs/commands.md.\n' "$SECONDS"
