# A bank asks, a citizen grants two uses, one is counted and opens.

bank="$work/bank"
relying() { deedbox relying "$@" --data "$bank"; }
step "A bank declares what it will ask" "Who asks, why, on what basis, for which fields, how often and how long: beyond it nothing can be asked. The regulator approves it."
relying init --key keys-sample/bank.key --sealing-key keys-sample/bank-sealing.key --trust "$work/genesis.cbor" \
    --port "$((port + 290))" "${nodes[@]}" | head -1 | indent
relying scene declare genesis/sample/scene.json | head -1 | indent
deedbox scene approve genesis/sample/scene.json --party bank --key keys-sample/regulator.key "${nodes[@]}" | head -1 | indent
serve bank relying serve --data "$bank"
await "http://127.0.0.1:$((port + 290))/health"

step "It asks for four fields of three documents" "A link for the citizen. The wallet answers with a key made for this request alone, and checks who asks before it shows it."
link="$(relying request --scene loan --profile income --uses 2 --days 30 --case L-2090-0001 --text 个人住房贷款申请 --json | field link)"
holder requests "$link" | indent

request="$(holder requests --json | field requests 0 request)"

step "The same as a page on the phone" "Who, why, on what basis, which fields, how often, how long. It opens on this machine alone, by a code that works once."
site="http://localhost:$((port + 291))"
"$DEEDBOX" wallet serve --data "$wallet" --passphrase-file "$work/pass" --port "$((port + 291))" --json >"$work/page" 2>/dev/null &
page=$!
await "$site/enter"
# Every session has an address of its own.
home="$(curl -fs -o /dev/null -c "$work/cookie" -H "Origin: $site" --data "code=$(field code <"$work/page")" \
    -w '%{redirect_url}' "$site/enter")"
curl -fs -b "$work/cookie" "$home/requests/$request" >"$work/sheet.html"
kill "$page"
wait "$page" || true
for words in 个人住房抵押贷款审核 结婚证 不动产权证 工资条 L-2090-0001; do
    grep -q "$words" "$work/sheet.html" || surprise "the page does not say $words"
done
say "$site/w/…/requests/$request was served, $(wc -c <"$work/sheet.html") bytes: deedbox wallet serve opens it for your browser."

step "The citizen grants two uses for 30 days" "The optional field stays unselected. What is shown is sealed use by use; a quorum of nodes holds it before the grant counts."
holder grant "$request" --uses 2 --days 30 --without KZ_YT --json >"$work/given"
grant="$(field grant <"$work/given")"
say "The ledger has grant $grant in block $(field height <"$work/given")." \
    "It names no person: a key used this once, counters and salted commitments."

step "One use is counted, and opens" "The bank reads nothing before its use is final: only then do the nodes give their shares, sealed to that use's fresh key."
begin="$(date +%s%N)"
relying use "$grant" --clerk li.si | indent
say "Counted, opened and checked in $((($(date +%s%N) - begin) / 1000000)) ms."
relying show "$grant" --json | python3 -c 'import json, sys
use, = json.load(sys.stdin)["requests"][0]["uses"]
shown = sorted(field["path"] for document in use["verdict"]["documents"] for field in document["fields"])
sys.exit(0 if shown == ["KZ_DJRQ", "KZ_SFGZ", "KZ_ZL"] else f"the bank has read {shown}: that must never happen")'

step "The citizen sees it" "Use, block and time, by a proof. Nodes are asked for buckets, so none of them learns whose grant it is."
begin="$(date +%s%N)"
[ "$(holder grants --json | field grants 0 used)" = 1 ] || surprise "the wallet does not see the use"
seen="$((($(date +%s%N) - begin) / 1000000))"
[ "$seen" -lt 1000 ] || surprise "the wallet saw the use after $seen ms"
holder grants | indent
say "Seen in $seen ms."
