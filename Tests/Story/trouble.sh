# A node is killed in its turn; the others go on; it comes back with the same identity. The regulator traces the use.

step "The node whose turn it is is killed" "kill -9. The other two notice, and go on in the next round."
proposer="$(curl -fs "${urls[0]}/status" | field round proposer)"
kill -9 "$(cat "$network/$proposer/node.pid")"
begin="$(date +%s%N)"
holder withdraw "$request" | head -2 | indent
say "That was the citizen's withdrawal, final $((($(date +%s%N) - begin) / 1000000)) ms after the kill of $proposer."
deedbox network status --data "$network" | indent

step "Withdrawn is withdrawn" "Withdrawal works in one block. The second use is refused by every node, by rule, with the next step."
if relying use "$grant" --clerk li.si >/dev/null 2>"$work/refused"; then
    surprise "the second use was accepted"
fi
say "The bank tries it all the same:"
indent <"$work/refused"

step "It comes back" "The same identity, nothing lost: it fetches what it missed, checks all of it, and signs the same checkpoint."
deedbox network up --data "$network" | head -1 | indent
for _ in $(seq 100); do
    [ "$(checkpoints | sort -u | wc -l)" -eq 1 ] && [ "$(checkpoints | wc -l)" -eq 3 ] && break
    sleep 0.1
done
say "Leaves and root, at each of the three nodes:"
checkpoints | indent
if [ "$(checkpoints | sort -u | wc -l)" -ne 1 ]; then surprise "the checkpoints differ"; fi
for url in "${urls[@]}"; do
    deedbox grant use "$grant" --index 2 --case L-2090-0001 --key keys-sample/bank.key --case-file "$work/again.jsonl" \
        --node "$url" --json >/dev/null 2>"$work/refused" && surprise "a node accepted the second use"
    [ "$(field error code <"$work/refused")" = grant-withdrawn ] || surprise "$url refused it for another reason"
done
say "Asked one by one, each of the three refuses the second use: grant-withdrawn."

step "The regulator traces the use" "Only after an entry that names its ground do the nodes give the trace packet; the registrar says whose token it holds." \
    "The citizen sees that he was traced."
deedbox regulator trace "$grant" --ground complaint --case X-2090-7 --key keys-sample/regulator.key \
    --sealing-key keys-sample/regulator-sealing.key --registrar "$registrar" --trace-file "$work/trace.jsonl" "${nodes[@]}" | indent
holder receive >/dev/null
holder notices >"$work/notices"
tail -2 "$work/notices" | indent
grep -q "traced.*${grant:0:12}" "$work/notices" || surprise "the citizen does not see that he was traced"
