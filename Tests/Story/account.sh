# A citizen opens an account, and gets a wallet.

registrar="http://127.0.0.1:$((port + 200))"
wallet="$work/wallet"
step "A registrar checks who somebody is" "It binds a wallet's keys to a person, off the ledger. Its test population stands for the look into a camera."
deedbox registrar init --data "$work/registrar" --genesis "$work/genesis.cbor" --key keys-sample/registrar.key | head -1 | indent
serve registrar registrar serve --data "$work/registrar" --genesis "$work/genesis.cbor" --key keys-sample/registrar.key \
    --population genesis/sample/population.csv --port "$((port + 200))" "${nodes[@]}"
await "$registrar/registrar"

step "A citizen opens an account" "The keys are made on the device and never leave it. Nobody's name stands on the ledger."
# The third person of the sample population.
python3 - >"$work/me.json" <<'END'
import csv, json
person = list(csv.DictReader(open("genesis/sample/population.csv", encoding="utf-8")))[2]
print(json.dumps({"format": "deedbox-identity/1", "name": person["name"], "number": person["number"], "face": person["face"]}))
END
citizen="$(field number <"$work/me.json")"
echo "a passphrase for the demo" >"$work/pass"
holder() { deedbox wallet "$@" --data "$wallet" --passphrase-file "$work/pass"; }
deedbox wallet init --data "$wallet" --trust "$work/genesis.cbor" --registrar "$registrar" --identity "$work/me.json" \
    --passphrase-file "$work/pass" --plan genesis/catalogue/person-file.json "${nodes[@]}" --json >"$work/account"
say "account        $(field account <"$work/account"), which says nothing of the person" \
    "recovery code  $(field recoveryCode <"$work/account" | sed 's/-.*-/-…-/'), shown once"
echo nobody >"$work/pass2"
sed 's/FACE-/FAKE-/' "$work/me.json" >"$work/other.json"
if deedbox wallet init --data "$work/other" --trust "$work/genesis.cbor" --registrar "$registrar" \
    --identity "$work/other.json" --passphrase-file "$work/pass2" "${nodes[@]}" 2>"$work/refused"; then
    surprise "an account was opened for another face"
fi
say "Somebody with another face tries it, too:"
head -2 "$work/refused" | indent
