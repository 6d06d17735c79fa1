# A bank asks, a citizen grants two uses, one is counted.

step "A bank asks, a citizen grants two uses" "The bank declares its scene first, and the regulator approves it. The citizen answers" \
    "with a key made for this grant alone: the ledger holds no name."
deedbox scene declare genesis/sample/scene.json --key keys-sample/bank.key "${nodes[@]}" | head -1 | indent
deedbox scene approve genesis/sample/scene.json --party bank --key keys-sample/regulator.key "${nodes[@]}" | head -1 | indent
deedbox key new --purpose grant --out "$work/grant.key" >/dev/null
grant="$(deedbox grant request --scene loan --profile basic --uses 2 --days 30 --grant-key "$work/grant.key" \
    --case L-2090-0001 --key keys-sample/bank.key --out "$work/loan.request" "${nodes[@]}" --json | field grant)"
deedbox grant give "$work/loan.request" --key "$work/grant.key" "${nodes[@]}" | head -3 | indent

step "One use is counted" "Use 1 is accepted once, on every node, for ever."
deedbox grant use "$grant" --case L-2090-0001 --key keys-sample/bank.key "${nodes[@]}" | head -4 | indent
