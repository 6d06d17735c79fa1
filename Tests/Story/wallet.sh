# The wallet receives, checks everything, and shows the file.

step "The wallet receives" "Before it keeps a document it asks: signed by that member's key, recorded under a quorum, this very text, bound to me?"
holder receive | indent
holder receive --json | python3 -c 'import json, sys
again = json.load(sys.stdin)
print("   Once more: nothing new, and nothing left in the strongroom.") if again["new"] == 0 else sys.exit("received twice")'

step "One file, by dimension" "As of a block, each with an answer: yes, no, or could not check. An outage never reads as invalid."
holder list | indent
holder list --offline --json | python3 -c 'import json, sys
answers = {document["answer"] for document in json.load(sys.stdin)["documents"]}
sys.exit(0 if answers == {"unknown"} else f"offline answers {answers}: that must never happen")'
say "Without network each says \"could not check\", never \"no\"."

step "A document for strangers" "SD-JWT VC and its receipt of issue as plain files."
first="$(holder list --json | field documents 0 document)"
holder export "$first" --out "$work/export" | head -3 | indent
deedbox verify "$work/export.receipt" --trust "$work/genesis.cbor" | grep "\[" | indent
say "And by who knows no ledger: the certificate in the document leads to the root that he trusts."
deedbox credential verify "$work/export.sd-jwt" --root "$work/root.pem" | head -2 | indent
if deedbox credential verify "$work/export.sd-jwt" --root "$work/other.pem" >/dev/null 2>"$work/refused"; then
    surprise "a document was believed under another root"
fi
head -1 "$work/refused" | indent
