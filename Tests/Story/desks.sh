# Three agencies and an employer import what they have, issue it, and push it to the wallets that are known.

desk() { deedbox issuer "${@:2}" --data "$work/desk-$1"; }
desk_url() { echo "http://127.0.0.1:$((port + 299 + $1))"; }
# root NAME: somebody who certifies issuers' keys.
root() {
    deedbox key new --purpose credential --algorithm ES256 --out "$work/$1.key" >/dev/null
    deedbox credential root --key "$work/$1.key" --organization 示例根机构 --out "$work/$1.pem" >/dev/null
}
# open_desk NUMBER NAME [option…]: a desk, whose documents carry the certificate of its key.
open_desk() {
    deedbox credential certify --root "$work/root.pem" --root-key "$work/root.key" --issuer "$(desk_url "$1")" \
        --key "keys-sample/$2-credential.key" --organization "示例机构 $2" --out "$work/$2.pem" >/dev/null
    desk "$2" init --member "$2" --key "keys-sample/$2.key" --credential-key "keys-sample/$2-credential.key" \
        --certificates "$work/$2.pem" --url "$(desk_url "$1")" --port "$((port + 299 + $1))" "${@:3}" "${nodes[@]}" >/dev/null
    desk "$2" catalogue load genesis/catalogue/*.json genesis/catalogue/lists/*.json >/dev/null
}
# serve_desk NUMBER NAME: the desk answers people and wallets, and follows the ledger, until the story ends.
serve_desk() {
    serve "desk-$2" issuer serve --data "$work/desk-$2"
    await "$(desk_url "$1")/.well-known/openid-credential-issuer"
}
# take NAME TABLE: through the quality gate; the totals must be those of the planted errors.
take() {
    local folder=genesis/sample/import mapping
    mapping="$folder/$(python3 -c 'import json, sys
print(next(t["mapping"] for t in json.load(open("genesis/sample/import/expected.json"))["tables"] if t["source"] == sys.argv[1]))' "$2")"
    desk "$1" import "$folder/$2" --mapping "$mapping" --json >"$work/$2.report" || true
    python3 - "$2" "$work/$2.report" <<'END' >"$work/$2.told"
import json, sys
expected = next(t for t in json.load(open("genesis/sample/import/expected.json"))["tables"] if t["source"] == sys.argv[1])
report = json.load(open(sys.argv[2]))
read, good, bad = report["read"], report["accepted"], report["faulty"] + report["repeated"]
rules = ", ".join(f"{name} {count}" for name, count in list(expected["refusedBy"].items())[:4])
print(f"{sys.argv[1]:18} {read} rows = {good} good + {bad} back to the source + {report['blank']} blank   ({rules}, …)")
wanted = (expected["read"], expected["accepted"], expected["refused"], expected["blank"])
sys.exit(0 if (read, good, bad, report["blank"]) == wanted else f"the totals differ from {wanted}: that must never happen")
END
}

step "Agencies import what they have" "GB18030, XML, JSON lines; planted errors of every kind. Bad rows go back with row, field and rule; the totals add up."
begin root root
begin root other
ended
begin open_desk 1 police --registrar "$registrar"
begin open_desk 2 civil-affairs --registrar "$registrar"
begin open_desk 3 real-estate
begin open_desk 4 payroll --registrar "$registrar" --social
ended
begin take police police.csv
begin take civil-affairs civil-affairs.xml
begin take real-estate real-estate.jsonl
begin take payroll payslips.csv
ended
for table in police.csv civil-affairs.xml real-estate.jsonl payslips.csv; do indent <"$work/$table.told"; done

step "They issue, and push to the wallets that are known" "Signed, bound to the holder's key, anchored, and sealed into the strongroom of the nodes, which cannot read it." \
    "Whoever has no wallet yet: the document waits at the desk, and comes when the account opens."
mint() { desk "$1" mint --patience 20 --json >"$work/$1.minted"; }
for name in police civil-affairs payroll; do begin mint "$name"; done
ended
for name in police civil-affairs payroll; do
    say "$(printf '%-14s' "$name") $(python3 -c 'import json, sys; print(", ".join(f"{count} {stage}" for stage, count in json.load(sys.stdin)["stages"].items() if count))' <"$work/$name.minted")"
done
