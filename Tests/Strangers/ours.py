"""`deedbox wallet` of a person of the sample population, beside the live node."""

import json

from registrar import PEOPLE


class OurWallet:
    """`deedbox wallet` of a person, with a document that it claimed."""

    def __init__(self, live, issuer, registrar, folder):
        self.live, self.data, self.passphrase = live, folder / "wallet", folder / "pass"
        self.passphrase.write_text("a passphrase\n")
        number, name, face = PEOPLE[0]
        identity = folder / "me.json"
        identity.write_text(json.dumps({"format": "deedbox-identity/1", "number": number, "name": name, "face": face}))
        live.deedbox("wallet", "init", "--data", self.data, "--trust", live.genesis_file, "--registrar", registrar.url,
                     "--identity", identity, "--passphrase-file", self.passphrase, "--node", live.url, "--json")
        link, code = issuer.offer()
        (folder / "code").write_text(f"{code}\n")
        self.run("claim", link, "--tx-code-file", folder / "code")

    def run(self, *words, code=0):
        said = self.live.deedbox("wallet", *words, "--data", self.data, "--passphrase-file", self.passphrase, "--json",
                                 code=code)
        return json.loads(said) if said else None

    def refuses(self, verifier):
        """The wallet does not take the verifier's request."""
        self.run("requests", verifier.link, code=1)
        assert not verifier.forms
        verifier.close()
