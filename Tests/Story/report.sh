# The page of an import, as a clerk opens it.

police="$(desk_url 1)"
# hire NAME ROLES: somebody who signs in at the police's desk with a password and the code of a phone.
hire() {
    echo "$1 of the demo, twelve" >"$work/$1.pass"
    desk police staff add "$1" --roles "$2" --new-password-file "$work/$1.pass" --json | field secret >"$work/$1.secret"
}
code() { deedbox issuer staff code --secret-file "$work/$1.secret" | head -1; }
sign_in() {
    python3 -c 'import json, sys; print(json.dumps(dict(zip(("name", "password", "code"), sys.argv[1:]))))' \
        "$1" "$(cat "$work/$1.pass")" "$(code "$1")" >"$work/$1.json"
    curl -fs -c "$work/$1.cookies" -H "content-type: application/json" -d "@$work/$1.json" "$police/sign-in" |
        field formToken >"$work/$1.token"
}
# as NAME PLACE [option of curl…]: what the desk answers who has signed in.
as() {
    curl -s -b "$work/$1.cookies" -H "x-form-token: $(cat "$work/$1.token")" -H "content-type: application/json" \
        "${@:3}" "$police$2"
}

step "A clerk looks at the report" "One page: what came of the rows, which rules were broken, each fault with its value covered, how far the documents are."
begin hire li.si clerk,approver
begin hire zhao.wu approver
serve_desk 1 police
ended
sign_in li.si
as li.si "/runs/1?lang=en" -H "accept: text/html" >"$work/report.html"
python3 - "$work/report.html" <<'END' | indent
import csv, html, re, sys
page = open(sys.argv[1], encoding="utf-8").read()
# A number that its check digit contradicts was planted in row 12 of the police's table.
rows = list(csv.DictReader(open("genesis/sample/import/police.csv", encoding="gb18030")))
planted = next(value for value in rows[10].values() if value and re.fullmatch(r"[0-9]{17}[0-9X]", value))
faults = [[html.unescape(re.sub("<[^>]*>", "", cell)) for cell in re.findall("<td[^>]*>(.*?)</td>", row, re.S)]
          for row in re.findall(r"<tr><td class=\"number\" data-name.*?</tr>", page, re.S)]
row, field, value, fact, rule = next(fault for fault in faults if fault[0] == "12")
print(f"row {row}, {field}: {value} — {fact} ({rule})")
covered = re.fullmatch(r"(\d{1,3})\*+(\w{1,2})", value)
if rule != "citizen-number" or planted in page or not (
        covered and planted.startswith(covered[1]) and planted.endswith(covered[2])):
    sys.exit(f"the page does not name the planted error, its value covered: that must never happen")
END
say "While the demo runs: $police/runs/1, as li.si with password and code. Afterwards, with DEMO_KEEP=yes: $work/report.html"
