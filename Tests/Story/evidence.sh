# What the bank relied on, in one file, judged by three programs; and once more when a document has been revoked since.

deedbox evidence page --out "$work/verify.html" >/dev/null
# judge FILE STATE NOW: the command, a Python program and a page in a browser, which share no line, must say the same.
judge() {
    deedbox verify "$1" --trust "$work/genesis.cbor" --json >"$work/verdict" || true
    [ "$(field state <"$work/verdict") $(field now state <"$work/verdict")" = "$2 $3" ] ||
        surprise "deedbox says $(field state <"$work/verdict"), now $(field now state <"$work/verdict")"
    say "deedbox verify:   as of the use $2, now $3"
    if /usr/bin/python3 -c 'import cryptography' 2>/dev/null; then
        /usr/bin/python3 Tests/Strangers/evidence.py "$1" --trust "$work/genesis.cbor" >"$work/verdict" || true
        { grep -q "^as of the use: $2\b" "$work/verdict" && grep -q "^now: $3\b" "$work/verdict"; } ||
            surprise "Python says $(tail -2 "$work/verdict")"
        say "evidence.py:      the same, by the standard library and cryptography"
    else
        say "evidence.py:      not asked: python3-cryptography is not installed"
    fi
    if command -v chromedriver >/dev/null; then
        python3 Tests/Strangers/browser.py "$work/verify.html" "$1" "$work/genesis.cbor" >"$work/verdict" || true
        { grep -q "^as of the use: $2\b" "$work/verdict" && grep -q "^now: $3\b" "$work/verdict"; } ||
            surprise "the page says $(tail -2 "$work/verdict")"
        say "verify.html:      the same, in a browser that asks no network"
    else
        say "verify.html:      not asked: chromium-driver is not installed"
    fi
}

step "What the bank relied on, in one file" "Documents as presented, receipts, proofs of the ledger's state. Whoever has the genesis comes to the same verdict, offline."
relying show "$grant" --index 1 --evidence --out "$work/evidence.json" | head -1 | indent
say "$(wc -c <"$work/evidence.json") bytes."
judge "$work/evidence.json" valid valid
deedbox evidence print "$work/evidence.json" --trust "$work/genesis.cbor" --out "$work/evidence.pdf" | head -1 | indent

step "A document is revoked, and the evidence still stands" "What the bank did was right when it did it. Renewed, the file says that, and how the document stands now."
deed="$(deedbox verify "$work/evidence.json" --trust "$work/genesis.cbor" --json | python3 -c 'import json, sys
print(next(d["record"] for d in json.load(sys.stdin)["documents"] if any(f["path"] == "KZ_ZL" for f in d["fields"])))')"
deedbox ledger proof "$deed" --out "$work/deed.receipt" "${nodes[@]}" >/dev/null
deedbox status revoke --receipt "$work/deed.receipt" --reason "sold" --key keys-sample/real-estate.key "${nodes[@]}" 2>&1 | sed -n 2p | indent
deedbox evidence renew "$work/evidence.json" --trust "$work/genesis.cbor" --out "$work/renewed.json" "${nodes[@]}" | head -1 | indent
judge "$work/renewed.json" valid revoked
for _ in $(seq 100); do
    told="$(relying notices list --json | field notices 0 event 2>/dev/null)" && break
    sleep 0.1
done
[ "${told:-none}" = revoked ] || surprise "the bank's desk has not heard of it"
say "The bank's desk follows the ledger, and tells its clerks:"
relying notices list | indent
