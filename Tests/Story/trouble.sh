# A node is killed in its turn; the others go on; it comes back with the same identity.

step "The node whose turn it is is killed" "kill -9. The other two notice, and go on in the next round."
proposer="$(curl -fs "${urls[0]}/status" | field round proposer)"
kill -9 "$(cat "$network/$proposer/node.pid")"
begin="$(date +%s%N)"
deedbox grant withdraw --key "$work/grant.key" "${nodes[@]}" | head -2 | indent
say "That was the citizen's withdrawal, final $((($(date +%s%N) - begin) / 1000000)) ms after the kill of $proposer."
deedbox network status --data "$network" | indent

step "Withdrawn is withdrawn" "Withdrawal works in one block. The second use is refused, by rule, with the next step."
if deedbox grant use "$grant" --index 2 --case L-2090-0001 --key keys-sample/bank.key "${nodes[@]}" 2>"$work/refused"; then
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
deedbox grant show "$grant" "${nodes[@]}" | indent
