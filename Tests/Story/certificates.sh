# Certificates in bulk, as a register that has no holders' wallets yet puts them onto the ledger.

accredit() { deedbox type accredit "${@:2}" --issuer "$1" --key "keys-sample/$1.key" "${nodes[@]}" >/dev/null; }
accredit police 11100000000013127D001 11370406PDY000036P901 11370406PDY000036P902 11370406PDY000036P903
accredit civil-affairs 111000000000131433001 11370406PDY000036P904
accredit real-estate 11100000MB03271699001 11100000MB03271699022
say "Three agencies are accredited for their types."

step "1,000 certificates" "Only a salted commitment of each goes onto the ledger: nobody can guess what it stands for." \
    "Salts and receipts stay with the agency, beside its list."
cp genesis/sample/certificates/*.csv "$work/"
for agency in police civil-affairs real-estate; do
    deedbox mint "$work/$agency.csv" --key "keys-sample/$agency.key" "${nodes[@]}" | head -1 | indent
done
say "Once more, as after a power cut:"
deedbox mint "$work/police.csv" --key keys-sample/police.key "${nodes[@]}" | head -1 | indent

step "A receipt, checked offline" "Record, manifest, signed statement, checkpoint: with the genesis file alone, without us and without network."
deedbox verify "$work/police.csv.receipts.jsonl" --row 17 --trust "$work/genesis.cbor" | indent

step "A document is revoked" "The state is public, the reason stays sealed by a salt. Both answers are provable: revoked, and never revoked."
deedbox status revoke --receipt "$work/police.csv.receipts.jsonl" --row 17 --reason "reported lost" \
    --key keys-sample/police.key "${nodes[@]}" | head -3 | indent
for row in 17 18; do
    deedbox status show --receipt "$work/police.csv.receipts.jsonl" --row "$row" --out "$work/$row.status" \
        "${nodes[@]}" >/dev/null
    say "Row $row, offline:"
    deedbox verify "$work/$row.status" --trust "$work/genesis.cbor" | sed -n '1,4p' | indent
done
