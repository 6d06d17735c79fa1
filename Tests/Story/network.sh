# Three institutions keep a ledger; others join; what may be issued is declared.

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

step "The catalogue" "Which kinds of document exist, with their fields; and who may issue which."
deedbox type register genesis/catalogue/*.json "${nodes[@]}" "${governance[@]}" | head -4 | indent
say "…"
