# Certificates in bulk, as a register that has no holders' wallets yet puts them onto the ledger.

# accredit ISSUER OWNER TYPE…: by the key of the types' owner.
accredit() { deedbox type accredit "${@:3}" --issuer "$1" --key "keys-sample/$2.key" "${nodes[@]}" >/dev/null; }
begin accredit police police 11100000000013127D001 11370406PDY000036P901 11370406PDY000036P902 11370406PDY000036P903
begin accredit civil-affairs civil-affairs 111000000000131433001 11370406PDY000036P904
begin accredit real-estate real-estate 11100000MB03271699001 11100000MB03271699022
begin accredit payroll regulator 11370406PDY000036P908
ended
say "Three agencies and an employer are accredited for their types."

step "1,000 certificates" "Only a salted commitment of each goes onto the ledger: nobody can guess what it stands for." \
    "Salts and receipts stay with the agency, beside its list."
cp genesis/sample/certificates/*.csv "$work/"
mint_table() { deedbox mint "$work/$1.csv" --key "keys-sample/$1.key" "${nodes[@]}" >"$work/$1.told"; }
for agency in police civil-affairs real-estate; do begin mint_table "$agency"; done
ended
for agency in police civil-affairs real-estate; do head -1 "$work/$agency.told" | indent; done
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
