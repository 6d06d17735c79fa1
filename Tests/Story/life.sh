# A claim, a correction, a revocation: the life of documents as their holder sees it.

step "One is claimed" "The land registry knows no wallets. It sends an offer and a code, each its own way: OpenID4VCI, as wallets of any maker speak it."
serve_desk 3 real-estate
title="$(desk real-estate documents --holder "$citizen" --json | field documents 0 document)"
desk real-estate offers create --document "$title" --json >"$work/offer"
field txCode <"$work/offer" >"$work/code"
holder claim "$(field offer <"$work/offer")" --tx-code-file "$work/code" | indent
if holder claim "$(field offer <"$work/offer")" --tx-code-file "$work/code" >/dev/null 2>"$work/refused"; then
    surprise "an offer was claimed twice"
fi
say "The same offer a second time:"
head -1 "$work/refused" | indent

step "One is wrong" "The citizen objects by the document's own key: in dispute at once, in nobody's name. What is wrong goes to the issuer alone." \
    "The employer corrects it: a new document for the wallet, the old one superseded, the answer on the ledger."
serve_desk 4 payroll
payslip="$(holder list --json | python3 -c 'import json, sys
print(next(d["document"] for d in json.load(sys.stdin)["documents"] if d["issuer"] == "payroll"))')"
hours="$(holder show "$payslip" --json | python3 -c 'import json, sys
print(next(int(f["value"]) for f in json.load(sys.stdin)["fields"] if f["path"] == "KZ_GS"))')"
holder correct "$payslip" --field KZ_GS --text "16 hours are missing" | indent
for _ in $(seq 100); do
    dispute="$(desk payroll corrections list --json | field corrections 0 correction 2>/dev/null)" && break
    sleep 0.1
done
echo "{\"KZ_GS\": \"$((hours + 16))\"}" >"$work/values.json"
desk payroll corrections answer "$dispute" --outcome corrected --values "$work/values.json" \
    --text "the log at the factory gate shows 16 hours more" | head -1 | indent

step "One is revoked" "A clerk proposes, a second person approves. The ledger shows state and date; the reason goes sealed to the holder."
identity="$(desk police documents --holder "$citizen" --json | field documents 0 document)"
approval="$(as li.si /status-changes -d "{\"documents\": [$identity], \"state\": \"revoked\", \"reason\": \"lost\",
    \"text\": \"reported lost\", \"basis\": \"Law on resident identity cards, article 11\"}" | field approval)"
say "li.si proposes it. li.si may approve, too, but not this:"
as li.si "/approvals/$approval" -d '{"approve": true, "remark": ""}' >"$work/refused"
[ "$(field code <"$work/refused")" = same-person ] || surprise "the clerk approved his own proposal"
field detail <"$work/refused" | indent
desk police approve "$approval" --staff zhao.wu --password-file "$work/zhao.wu.pass" --code "$(code zhao.wu)" | head -1 | indent

step "The holder sees all of it" "What changed comes as sealed notices; the new payslip stands beside the old one, which is superseded."
# The end of the story of both documents, or why not yet.
changed() {
    holder list --json | python3 -c 'import json, sys
told = json.load(sys.stdin)
payslips = [d for d in told["documents"] if d["issuer"] == "payroll"]
old = next(d for d in payslips if d["document"] == int(sys.argv[1]))
new = [d for d in payslips if d is not old]
card = next(d for d in told["documents"] if d["issuer"] == "police")
found = (told["unreadNotices"] >= 2, old["state"], old["isDisputed"], [(d["state"], d["answer"]) for d in new], card["state"])
if found != (True, "superseded", False, [("inForce", "yes")], "revoked"):
    sys.exit(f"the wallet sees {found}: that must never happen")
print(new[0]["document"])' "$payslip"
}
for _ in $(seq 100); do
    holder receive >/dev/null || true
    corrected="$(changed 2>/dev/null)" && break
    sleep 0.1
done
corrected="$(changed)"
holder show "$corrected" --json | python3 -c 'import json, sys
hours = next(f["value"] for f in json.load(sys.stdin)["fields"] if f["path"] == "KZ_GS")
sys.exit(0 if hours == sys.argv[1] else f"the new payslip says {hours}: that must never happen")' "$((hours + 16))"
holder notices | indent
holder list | indent
