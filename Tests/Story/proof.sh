# What stays: a receipt for a file, and a ledger that anybody can recompute.

step "A receipt to keep" "Text for a letter or a file; its last part is a plain C2SP .tlog-proof."
index="$(deedbox verify "$work/police.csv.receipts.jsonl" --row 17 --trust "$work/genesis.cbor" --json | field record)"
deedbox ledger proof "$index" --out "$work/17.receipt" "${nodes[@]}" | head -2 | indent
deedbox verify "$work/17.receipt" --trust "$work/genesis.cbor" | grep "\[" | indent
sed 's/^\(.\{100\}\).*/\1…/' "$work/17.receipt" | sed -n '1,4p;/^c2sp/,/^index/p;$p' | indent
say "… $(wc -l <"$work/17.receipt") lines in all."

step "The whole ledger is recomputed" "Every hash, signature, rule and state root, from the stored leaves of one node alone."
deedbox network down --data "$network" | indent
deedbox ledger verify --data "$network/node-2/data" --genesis "$work/genesis.cbor" | indent
deedbox network up --data "$network" | head -1 | indent
