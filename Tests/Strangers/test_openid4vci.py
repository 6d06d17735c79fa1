"""Claiming: a wallet written from the standard at a live desk, and our wallet at an issuer written from the standard."""

import base64
import json
import time
import urllib.parse

import pytest
from cryptography import x509
from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier

from credentials import Office, Refused, new_key
from desk import TYPE, LiveDesk
from vci_issuer import KIND, OTHER, TRANSACTION_CODE, Issuer
from wallet import GRANT, Wallet, call, encryption, unsealed


@pytest.fixture(scope="module")
def desk(live, tmp_path_factory):
    desk = LiveDesk(live, tmp_path_factory.mktemp("vci"))
    yield desk
    desk.stop()


@pytest.fixture
def wallet(desk):
    link, code = desk.offer()
    wallet = Wallet(link)
    wallet.tx_code = code
    return wallet


def opened(wallet):
    assert wallet.redeem(tx_code=wallet.tx_code).status == 200
    return wallet


def read(credential):
    """The claims by the stranger's verifier, with the key of the first certificate."""

    def key(_, header):
        leaf = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
        return JWK.from_pyca(leaf.public_key())

    return SDJWTVerifier(credential, key).get_verified_payload()


# A stranger's wallet at our desk.

def test_a_wallet_claims_two_copies_and_says_so(wallet):
    opened(wallet)
    answer = wallet.finish(wallet.request())
    assert answer.status == 200 and answer.headers["cache-control"] == "no-store", answer.body
    items = answer.json["credentials"]
    assert len(items) == 2
    texts = [read(item["credential"]) for item in items]
    for claims, holder in zip(texts, wallet.holders):
        assert claims["iss"] == wallet.issuer and claims["deedbox"]["type"] == TYPE
        assert claims["CZZT"].startswith("示例")
        assert JWK(**claims["cnf"]["jwk"]).thumbprint() == holder.thumbprint()
    # Copies share no salt, correction key or status index.
    salts = [set(item["credential"].split("~")[1:]) for item in items]
    assert not salts[0] & salts[1] - {""}
    assert texts[0]["deedbox"]["correction"] != texts[1]["deedbox"]["correction"]
    assert texts[0]["status"] != texts[1]["status"]
    notice = {"notification_id": answer.json["notification_id"], "event": "credential_accepted"}
    assert wallet.post("notification_endpoint", notice).status == 204
    assert wallet.post("notification_endpoint", {**notice, "event": "lost"}).error == "invalid_notification_request"
    assert wallet.post("notification_endpoint", {**notice, "notification_id": "AA"}).error == "invalid_notification_id"


@pytest.mark.parametrize("name", ["A128GCM", "A256GCM"])
def test_an_answer_is_sealed_to_the_wallet(wallet, name):
    opened(wallet)
    key, wish = encryption(name)
    answer = wallet.request(credential_response_encryption=wish)
    while answer.status == 202:
        time.sleep(1)
        answer = wallet.ask(unsealed(answer, key)["transaction_id"], credential_response_encryption=wish)
    assert len(unsealed(answer, key)["credentials"]) == 2


def test_the_metadata_says_what_there_is(wallet):
    kind = wallet.metadata["credential_configurations_supported"][TYPE]
    assert kind["format"] == "dc+sd-jwt" and kind["cryptographic_binding_methods_supported"] == ["jwk"]
    assert wallet.metadata["batch_credential_issuance"]["batch_size"] >= 2
    names = {one["locale"]: one["name"] for one in kind["credential_metadata"]["display"]}
    assert names == {"zh-CN": "居民身份证", "en": "Resident identity card"}
    metadata = call("GET", kind["vct"]).json
    assert metadata["vct"] == kind["vct"] and len(metadata["claims"]) >= 16


def test_codes_are_spent_once(wallet):
    assert wallet.redeem(tx_code=None).error == "invalid_request"
    assert wallet.redeem(tx_code="000000" if wallet.tx_code != "000000" else "1").error == "invalid_grant"
    assert wallet.redeem(tx_code=wallet.tx_code, **{"pre-authorized_code": "guess"}).error == "invalid_grant"
    assert wallet.redeem(tx_code=wallet.tx_code, grant_type="password").error == "unsupported_grant_type"
    opened(wallet)
    assert wallet.redeem(tx_code=wallet.tx_code).error == "invalid_grant"


def test_details_of_what_is_not_offered_are_refused_and_spend_nothing(wallet):
    good = {"type": "openid_credential", "credential_configuration_id": TYPE}
    for details in ("{", json.dumps(good), json.dumps([1]), json.dumps([{"type": "openid_credential"}]),
                    json.dumps([{**good, "type": "other"}]), json.dumps([{**good, "credential_configuration_id": "x"}]),
                    json.dumps([good, {**good, "credential_configuration_id": "x"}])):
        answer = wallet.redeem(tx_code=wallet.tx_code, authorization_details=details)
        assert (answer.status, answer.error) == (400, "invalid_authorization_details"), details
    answer = wallet.redeem(tx_code=wallet.tx_code, authorization_details=json.dumps([good]))
    assert answer.status == 200 and answer.json["authorization_details"] == [{**good, "credential_identifiers": [TYPE]}]
    assert wallet.finish(wallet.request(credential_configuration_id=None, credential_identifier=TYPE)).status == 200


def test_five_wrong_transaction_codes_end_the_offer(wallet):
    for _ in range(5):
        assert wallet.redeem(tx_code="wrong").error == "invalid_grant"
    assert wallet.redeem(tx_code=wallet.tx_code).error == "invalid_grant"


def test_nonces_count_once(wallet):
    opened(wallet)
    nonce = wallet.nonce()
    proofs = [wallet.key_proof(key, nonce) for key in wallet.holders]
    assert wallet.request([wallet.key_proof(wallet.holders[0], "guess")]).error == "invalid_nonce"
    assert wallet.request(proofs).status in (200, 202)
    assert wallet.request(proofs).error == "invalid_nonce"
    nonces = {wallet.nonce() for _ in range(20)}
    assert len(nonces) == 20 and all(len(one) >= 22 for one in nonces)


def test_bad_key_proofs_are_refused(wallet):
    opened(wallet)
    nonce, key = wallet.nonce(), wallet.holders[0]
    good = wallet.key_proof(key, nonce)
    head, payload, _ = good.split(".")
    for proofs in (
            [], ["a.b.c"], [good, good], [f"{head}.{payload}."], [wallet.key_proof(key, None)],
            [wallet.key_proof(key, nonce, typ="JWT")], [wallet.key_proof(key, nonce, aud="https://other.example")],
            [wallet.key_proof(key, nonce, iat=int(time.time()) - 3_600)], [wallet.key_proof(key, nonce, iss="me")],
            [wallet.key_proof(new_key(), nonce).rsplit(".", 1)[0] + "." + good.rsplit(".", 1)[1]],
            [wallet.key_proof(new_key(), nonce) for _ in range(9)]):
        assert wallet.request(proofs).error == "invalid_proof", proofs
    assert wallet.request([good]).status in (200, 202)


def test_bad_requests_have_their_codes(wallet):
    opened(wallet)
    nonce = wallet.nonce()
    proofs = [wallet.key_proof(wallet.holders[0], nonce)]
    assert wallet.request(proofs, credential_configuration_id="x").error == "unknown_credential_configuration"
    assert wallet.request(proofs, credential_configuration_id=None).error == "invalid_credential_request"
    assert wallet.request(proofs, credential_identifier=TYPE).error == "invalid_credential_request"
    assert wallet.request(proofs, credential_configuration_id=None,
                          credential_identifier="x").error == "unknown_credential_identifier"
    assert wallet.request(proofs, proof={"proof_type": "jwt"}).error == "invalid_credential_request"
    for wish in ({}, {"jwk": {"kty": "RSA"}, "enc": "A128GCM"}, {**encryption("A128CBC-HS256")[1]}):
        assert wallet.request(proofs, credential_response_encryption=wish).error == "invalid_encryption_parameters"
    assert wallet.post("credential_endpoint", b"{").error == "invalid_credential_request"
    assert wallet.ask("AAAA").error == "invalid_transaction_id"
    assert wallet.request(proofs).status in (200, 202)


def test_a_token_is_of_use_to_nobody_else(wallet):
    opened(wallet)
    url = wallet.metadata["credential_endpoint"]
    body = {"credential_configuration_id": wallet.kind, "proofs": {"jwt": ["a.b.c"]}}
    used = wallet.proof(url)
    assert wallet.post("credential_endpoint", body, proof=used).error == "invalid_proof"
    for proof in (used, wallet.proof(url, key=new_key()), wallet.proof(url, htm="GET"), wallet.proof(url, ath="x"),
                  wallet.proof(url, htu=url + "/x"), wallet.proof(url, iat=int(time.time()) - 3_600)):
        answer = wallet.post("credential_endpoint", body, proof=proof)
        assert (answer.status, answer.error) == (401, "invalid_dpop_proof")
        assert answer.headers["www-authenticate"].startswith("DPoP")
    for header in (f"Bearer {wallet.token}", "DPoP guess", "Basic x", wallet.token):
        answer = wallet.post("credential_endpoint", body, Authorization=header)
        assert (answer.status, answer.error) == (401, "invalid_token")
    answer = call("POST", f"{url}?access_token={wallet.token}", json.dumps(body), **{"Content-Type": "application/json"})
    assert (answer.status, answer.error) == (401, "invalid_token")


def test_a_bearer_token_does_where_the_wallet_has_no_proof(wallet):
    assert wallet.redeem(bound=False, tx_code=wallet.tx_code).json["token_type"] == "Bearer"
    assert wallet.finish(wallet.request()).status == 200


def test_the_same_keys_get_the_same_answer_and_others_none(wallet):
    opened(wallet)
    first = wallet.finish(wallet.request()).json["credentials"]
    assert wallet.finish(wallet.request()).json["credentials"] == first
    wallet.holders = [new_key()]
    assert wallet.request().error == "credential_request_denied"


def test_a_proof_for_a_token_carries_the_servers_nonce(wallet):
    form = {"grant_type": GRANT, "pre-authorized_code": wallet.grant["pre-authorized_code"], "tx_code": wallet.tx_code}
    body = urllib.parse.urlencode(form)
    for claims in ({}, {"nonce": "guess"}):
        answer = wallet.redeem_once(body, True, **claims)
        assert answer.status == 400 and answer.error == "use_dpop_nonce" and answer.headers["dpop-nonce"]
    # The code was not spent by any of this.
    wallet.server_nonce = answer.headers["dpop-nonce"]
    answer = wallet.redeem_once(body, True)
    assert answer.status == 200 and answer.json["token_type"] == "DPoP" and answer.headers["dpop-nonce"]


def test_an_application_waits_for_a_clerk(desk):
    made = desk.run("offers", "create", "--type", TYPE, "--holder", "370402209001010012", "--holder-name", "示例甲子一")
    wallet = Wallet(made["offer"])
    wallet.tx_code = made["txCode"]
    answer = opened(wallet).request()
    assert answer.status == 202
    transaction = answer.json["transaction_id"]
    assert wallet.ask(transaction).status == 202
    application = desk.run("applications")["applications"][-1]["application"]
    desk.run("applications", "answer", application, "--refuse-zh", "材料不符", "--refuse-en", "papers differ")
    answer = wallet.ask(transaction)
    assert answer.error == "credential_request_denied" and answer.json["error_description"] == "papers differ"


# Our wallet at a stranger's desk, and at ours.

@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


def claim(office, link, out, *keys, code=None):
    words = [word for key in keys for word in ("--key", key)]
    return office.call("credential", "claim", link, *words, *(["--transaction-code", code] if code else []), "--out",
                       out, "--json")


def test_our_wallet_claims_from_a_stranger(office):
    issuer, out, other = Issuer(), office.file(), office.new_key("other")
    try:
        done = claim(office, issuer.link, out, office.holder, other, code=TRANSACTION_CODE)
        assert done.returncode == 0, done.stderr
        files = json.loads(done.stdout)["files"]
        assert len(files) == 2 and issuer.events == [("n-1", "credential_accepted")]
        for path in files:
            read = office.verify(open(path).read(), *office.published(issuer.key, issuer.name))
            assert read["name"] == "示例"
        wrong = claim(office, issuer.link, office.file(), office.holder, code="000000")
        assert wrong.returncode == 1 and json.loads(wrong.stderr)["error"]["code"] == "invalid_grant"
    finally:
        issuer.close()


def test_our_wallet_claims_every_kind_of_an_offer(office):
    issuer, other = Issuer(KIND, OTHER), office.new_key("second")
    try:
        done = claim(office, issuer.link, office.file(), office.holder, other, code=TRANSACTION_CODE)
        assert done.returncode == 0, done.stderr
        files = json.loads(done.stdout)["files"]
        read = [office.verify(open(path).read(), *office.published(issuer.key, issuer.name)) for path in files]
        # One copy a key of each kind, by one token, and each kind is told apart.
        assert [claims["kind"] for claims in read] == [KIND, KIND, OTHER, OTHER]
        assert len({json.dumps(claims["cnf"], sort_keys=True) for claims in read}) == 2 and len(issuer.tokens) == 1
        assert issuer.events == [("n-1", "credential_accepted"), ("n-2", "credential_accepted")]
    finally:
        issuer.close()


def test_our_wallet_claims_from_our_desk(desk, office):
    link, code = desk.offer()
    out = office.file()
    done = claim(office, link, out, office.holder, code=code)
    assert done.returncode == 0, done.stderr
    assert read(out.read_text())["iss"] == desk.url
    again = claim(office, link, office.file(), office.holder, code=code)
    assert again.returncode == 1 and json.loads(again.stderr)["error"]["code"] == "no-such-offer"
    assert office.verify(out.read_text(), "--root", desk.root)["iss"] == desk.url
    assert isinstance(office.verify(out.read_text(), "--root", office.root), Refused)
