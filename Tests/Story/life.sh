# A claim, a correction, a revocation: the life of documents as their holder sees it.

# serve NUMBER NAME: the desk answers wallets and follows the ledger until the story ends.
serve_desk() {
    deedbox issuer serve --data "$work/desk-$2" >"$work/desk-$2.log" 2>&1 &
    servers+=($!)
    await "$(desk_url "$1")/.well-known/openid-credential-issuer"
}

step "One is claimed" "The land registry knows no wallets. It sends an offer and a code, each its own way: OpenID4VCI, as wallets of any maker speak it."
serve_desk 3 real-estate
title="$(desk real-estate documents --holder "$citizen" --json | field documents 0 document)"
desk real-estate offers create --document "$title" --json >"$work/offer"
field txCode <"$work/offer" >"$work/code"
holder claim "$(field offer <"$work/offer")" --tx-code-file "$work/code" | indent
if holder claim "$(field offer <"$work/offer")" --tx-code-file "$work/code" >/dev/null 2>"$work/refused"; then
    surprise "an offer was claimed twice"
fi
head -1 "$work/refused" | indent

step "One is wrong" "The citizen objects by the document's own key: in dispute at once, in nobody's name. What is wrong goes to the issuer alone."
serve_desk 4 payroll
payslip="$(holder list --json | python3 -c 'import json, sys
print(next(d["document"] for d in json.load(sys.stdin)["documents"] if d["issuer"] == "payroll"))')"
holder correct "$payslip" --field KZ_GS --text "16 hours are missing" | indent
for _ in $(seq 100); do
    dispute="$(desk payroll corrections list --json | field corrections 0 correction 2>/dev/null)" && break
    sleep 0.1
done
desk payroll corrections answer "$dispute" --outcome upheld --text "the hours agree with the gate's log" | head -1 | indent

step "One is revoked" "A clerk proposes, a second person approves. The ledger shows state and date; the reason goes sealed to the holder."
echo "approver of the demo, twelve" >"$work/approver.pass"
desk police staff add chief --roles approver --new-password-file "$work/approver.pass" --json | field secret >"$work/approver.secret"
identity="$(desk police documents --holder "$citizen" --json | field documents 0 document)"
approval="$(desk police status revoke --document "$identity" --reason lost --text "reported lost" \
    --basis "Law on resident identity cards, article 11" --json | field approval)"
if desk police approve "$approval" 2>"$work/refused" >/dev/null; then surprise "the clerk approved his own proposal"; fi
head -1 "$work/refused" | indent
desk police approve "$approval" --staff chief --password-file "$work/approver.pass" \
    --code "$(deedbox issuer staff code --secret-file "$work/approver.secret" | head -1)" | head -1 | indent
desk police mint --patience 20 >/dev/null
for _ in $(seq 100); do
    holder receive >/dev/null || true
    [ "$(holder list --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["unreadNotices"])')" -ge 2 ] && break
    sleep 0.1
done
holder notices | indent
holder list | indent
holder list --json | python3 -c 'import json, sys
state = next(d["state"] for d in json.load(sys.stdin)["documents"] if d["issuer"] == "police")
sys.exit(0 if state == "revoked" else f"the wallet sees {state}: that must never happen")'
