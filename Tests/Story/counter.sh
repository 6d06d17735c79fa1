# The counter verdict: the page that a clerk of the bank sees, after signing in.

step "A clerk of the bank looks at the verdict" "One page: the answer, as of the use and now, each check with its reason, the fields shown. The desk counts and notes who read what for which case."
echo "wang.wu of the demo, twelve" >"$work/wang.wu.pass"
relying staff add wang.wu --roles clerk --new-password-file "$work/wang.wu.pass" --json | field secret >"$work/wang.wu.secret"
counter="http://127.0.0.1:$((port + 290))"
python3 -c 'import json, sys; print(json.dumps(dict(zip(("name", "password", "code"), sys.argv[1:]))))' \
    wang.wu "$(cat "$work/wang.wu.pass")" "$(deedbox relying staff code --secret-file "$work/wang.wu.secret" | head -1)" >"$work/wang.wu.json"
token="$(curl -fs -c "$work/clerk" -H "content-type: application/json" -d "@$work/wang.wu.json" "$counter/api/sign-in" | field formToken)"
found="$(curl -fs -o /dev/null -b "$work/clerk" -w '%{redirect_url}' -H "Origin: $counter" --data-urlencode "token=$token" \
    --data "case=L-2090-0001" "$counter/counter/find")"
curl -fs -b "$work/clerk" "$found/uses/1?lang=zh" >"$work/verdict.html"
for words in 有效 示例市 L-2090-0001; do
    grep -q "$words" "$work/verdict.html" || surprise "the page does not say $words"
done
say "$found/uses/1 was served, $(wc -c <"$work/verdict.html") bytes; with DEMO_KEEP=yes it stays in $work/verdict.html."
