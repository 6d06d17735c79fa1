"""Documents, presentations, certificates and status lists: strangers' code reads ours, and ours reads theirs."""

import base64
import datetime
import hashlib
import json
import random
import time
import zlib

import jwt
import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from credentials import ISSUER, Office, Refused, b64, claims, digest, disclosure, new_key, sign, unb64

FIELDS = {"ZZMC": "居民身份证", "CZZT": "示例甲", "KZ_CSRQ": "2090-01-01", "number": 7, "flag": True, "none": None,
          "nested": {"a": [1, {"b": "\"\\\n\u2028 é 😀"}]}}
GROUPS = {name: {f"{name}-{number}": f"value {number}" for number in range(12)} for name in ("social", "medical")}
LISTS = {"nationalities": ["CN", "示例", {"code": 1}]}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("office"))


def issuer_key(office, header):
    """The key of the first certificate, by `cryptography`."""
    leaf = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
    return JWK.from_pyca(leaf.public_key())


def stranger_reads(office, text, **expected):
    verifier = SDJWTVerifier(text, lambda _, header: issuer_key(office, header), **expected)
    return verifier.get_verified_payload()


# V1, V2, V4: what we issue and present.

@pytest.mark.parametrize("decoys", [1, 16])
def test_a_stranger_reads_what_we_issue(office, decoys):
    text = office.issue({"open": claims(), "fields": FIELDS, "groups": GROUPS, "lists": LISTS}, "--decoys", decoys)
    payload = stranger_reads(office, text)
    for name, value in {**FIELDS, **GROUPS, **LISTS}.items():
        assert payload[name] == value
    signed = json.loads(unb64(text.split("~")[0].split(".")[1]))
    assert not set(FIELDS) & set(signed) and len(signed["_sd"]) % decoys == 0
    assert signed["_sd"] == sorted(signed["_sd"])
    disclosures = text.split("~")[1:-1]
    salts = {json.loads(unb64(one))[0] for one in disclosures}
    assert len(salts) == len(disclosures) and all(len(unb64(salt)) == 16 for salt in salts)
    assert office.verify(text, "--root", office.root)["CZZT"] == "示例甲"


def test_a_stranger_reads_what_we_present(office):
    text = office.file(office.issue({"open": claims(), "fields": FIELDS, "groups": GROUPS, "lists": LISTS}))
    shown = office.file()
    office.run("credential", "present", text, "--path", "ZZMC", "--path", "medical.medical-3", "--path",
               '["nationalities",1]', "--key", office.holder, "--audience", "x509_hash:abc", "--nonce", "n-1",
               "--out", shown)
    payload = stranger_reads(office, shown.read_text(), expected_aud="x509_hash:abc", expected_nonce="n-1")
    assert payload["ZZMC"] == "居民身份证" and payload["medical"] == {"medical-3": "value 3"}
    assert payload["nationalities"] == ["示例"] and "CZZT" not in payload and "social" not in payload
    for aud, nonce in (("x509_hash:abd", "n-1"), ("x509_hash:abc", "n-2")):
        with pytest.raises(Exception):
            stranger_reads(office, shown.read_text(), expected_aud=aud, expected_nonce=nonce)
    options = "--root", office.root, "--audience", "x509_hash:abc", "--nonce"
    assert office.verify(shown.read_text(), *options, "n-1")["ZZMC"] == "居民身份证"
    assert isinstance(office.verify(shown.read_text(), *options, "n-2"), Refused)


# V3: what strangers issue and present.

def stranger_issues(key, holder, decoys=True, **more):
    user = {**claims(), SDObj("family_name"): "Möbius", SDObj("address"): {SDObj("street"): "Weg 1", "city": "Weihai"},
            "nationalities": [SDObj("DE"), SDObj("FR"), "CN"], SDObj("degrees"): [SDObj({SDObj("name"): "Dr."}), 1],
            "open": {SDObj("inner"): None}, **more}
    return SDJWTIssuer(user, key, holder, add_decoy_claims=decoys,
                       extra_header_parameters={"typ": "dc+sd-jwt", "kid": key.thumbprint()}).sd_jwt_issuance


def test_we_read_what_a_stranger_issues(office):
    key, holder = new_key(), new_key()
    for _ in range(10):
        text = stranger_issues(key, holder)
        read = office.verify(text, *office.published(key))
        assert read["address"] == {"street": "Weg 1", "city": "Weihai"} and read["family_name"] == "Möbius"
        assert read["nationalities"] == ["DE", "FR", "CN"] and read["degrees"] == [{"name": "Dr."}, 1]
        assert read["open"] == {"inner": None}


def test_we_read_what_a_stranger_presents(office):
    key, holder = new_key(), new_key()
    wallet = SDJWTHolder(stranger_issues(key, holder))
    wallet.create_presentation({"address": {"street": True}, "nationalities": [False, True]}, "n", "aud", holder)
    options = *office.published(key), "--audience", "aud", "--nonce"
    read = office.verify(wallet.sd_jwt_presentation, *options, "n")
    assert read["address"] == {"street": "Weg 1", "city": "Weihai"} and read["nationalities"] == ["FR", "CN"]
    assert "family_name" not in read
    assert isinstance(office.verify(wallet.sd_jwt_presentation, *options, "m"), Refused)
    # Whether a key binding is needed is the verifier's to say.
    assert isinstance(office.verify(wallet.sd_jwt_presentation, *office.published(key)), Refused)
    stripped = wallet.sd_jwt_presentation.rsplit("~", 1)[0] + "~"
    assert isinstance(office.verify(stripped, *options, "n"), Refused)


def test_thirty_mutations_fail(office):
    key, holder, dice = new_key(), new_key(), random.Random(30)
    text = stranger_issues(key, holder)
    options = office.published(key)
    for _ in range(30):
        place = dice.randrange(len(text))
        other = dice.choice([c for c in "ABCxyz019-_.~" if c != text[place]])
        mutated = text[:place] + other + text[place + 1:]
        assert isinstance(office.verify(mutated, *options), Refused), (place, other)
    assert not isinstance(office.verify(text, *options), Refused)


# What the stranger lets pass (RFC 9901 section 7.1, SD-JWT VC), and we must not.

ONE = disclosure("c2FsdA", "a", 1)
TWO = disclosure("c2FsdB", "a", 2)
ELEMENT = disclosure("c2FsdC", 1)
RESERVED = disclosure("c2FsdD", "_sd", ["x"])
DOTS = disclosure("c2FsdE", "...", "x")
EXPIRY = disclosure("c2FsdF", "exp", 9_999_999_999)
PAST = disclosure("c2FsdG", "exp", 1)
LONGER = b64(hashlib.sha512(ONE.encode()).digest())

#: Claims that change (None takes one away), disclosures, header members that change, and words of the refusal.
BLIND = {
    "no digest refers to it": ({}, [ONE], {}, "no digest refers to disclosure 0"),
    "a member named _sd": ({"_sd": [digest(RESERVED)]}, [RESERVED], {}, "named _sd, which only digests use"),
    "a member named ...": ({"_sd": [digest(DOTS)]}, [DOTS], {}, "named ..., which only digests use"),
    "two elements in _sd": ({"_sd": [digest(ELEMENT)]}, [ELEMENT], {}, "has 2 elements, and must have 3"),
    "three elements in an array": ({"list": [{"...": digest(ONE)}]}, [ONE], {}, "has 3 elements, and must have 2"),
    "a name that is there": ({"a": 0, "_sd": [digest(ONE)]}, [ONE], {}, "the member a, which is there already"),
    "a name twice": ({"_sd": [digest(ONE), digest(TWO)]}, [ONE, TWO], {}, "the member a, which is there already"),
    "a digest twice": ({"_sd": [digest(ONE)], "b": {"_sd": [digest(ONE)]}}, [ONE], {}, "stands twice"),
    "a disclosure twice": ({"_sd": [digest(ONE)]}, [ONE, ONE], {}, "stands twice"),
    **{f"the algorithm {name}": ({"_sd_alg": name, "_sd": [digest(ONE)]}, [ONE], {}, f'must be sha-256, and is "{name}"')
       for name in ("sha-512", "sha-384", "sha3-256", "md5", "none", "SHA-256", "sha256", "")},
    "an algorithm that is no text": ({"_sd_alg": ["sha-256"], "_sd": [digest(ONE)]}, [ONE], {},
        "must be sha-256, and is [\"sha-256\"]"),
    "no algorithm named, and another used": ({"_sd": [LONGER]}, [ONE], {}, "no digest refers to disclosure 0"),
    "one algorithm named, and another used": ({"_sd_alg": "sha-256", "_sd": [LONGER]}, [ONE], {},
        "no digest refers to disclosure 0"),
    "over": ({"exp": 1}, [], {}, "it was valid until 1"),
    "not yet": ({"nbf": 9_999_999_999}, [], {}, "it is valid from 9999999999 on"),
    "an end that was hidden": ({"exp": None, "_sd": [digest(EXPIRY)]}, [EXPIRY], {}, "exp came as a disclosure"),
    "an end in the past that was hidden": ({"exp": None, "_sd": [digest(PAST)]}, [PAST], {},
        "exp came as a disclosure"),
    "an end that is open and hidden": ({"_sd": [digest(EXPIRY)]}, [EXPIRY], {},
        "the member exp, which is there already"),
    "two hidden ends": ({"exp": None, "_sd": [digest(EXPIRY), digest(PAST)]}, [EXPIRY, PAST], {},
        "the member exp, which is there already"),
    "typ JWT": ({}, [], {"typ": "JWT"}, "typ must be dc+sd-jwt, and is JWT"),
    "typ of 2024": ({}, [], {"typ": "vc+sd-jwt"}, "typ is vc+sd-jwt"),
    "no typ": ({}, [], {"typ": None}, "typ must be dc+sd-jwt, and is missing"),
    "crit": ({}, [], {"crit": ["exp"], "exp": 1}, "the header has crit"),
    "no vct": ({"vct": None}, [], {}, "vct is missing"),
    "another issuer": ({"iss": "https://other.example"}, [], {}, "iss is https://other.example"),
}


@pytest.mark.parametrize("name", BLIND)
def test_what_the_standard_refuses_is_refused(office, name):
    changes, disclosures, header, why = BLIND[name]
    payload = {k: v for k, v in {**claims(), **changes}.items() if v is not None}
    key = new_key()
    text = "~".join([sign(key, payload, **header), *disclosures, ""])
    said = office.verify(text, *office.published(key))
    assert isinstance(said, Refused) and why in said, said


def test_the_same_without_the_fault_is_read(office):
    key = new_key()
    text = "~".join([sign(key, claims(_sd=[digest(ONE)], list=[{"...": digest(ELEMENT)}])), ONE, ELEMENT, ""])
    read = office.verify(text, *office.published(key))
    assert (read["a"], read["list"]) == (1, [1])


FORM = "the text must be <JWT>~<disclosure>~…~"


def test_a_missing_last_tilde_and_repeated_members_are_refused(office):
    key = new_key()
    signed = sign(key, claims(_sd=[digest(ONE)]))
    doubled = json.dumps(claims())[:-1].encode() + b', "vct": "other"}'
    for text, why in (
            (f"{signed}~{ONE}", FORM), (signed, FORM), (f"~{signed}~{ONE}~", FORM),
            (f"{signed}~{ONE}~~", "disclosure 1 is not base64url"), (f"{signed}~{ONE}=~", "disclosure 0 is not base64url"),
            (sign(key, doubled) + "~", "the member vct stands twice")):
        said = office.verify(text, *office.published(key))
        assert isinstance(said, Refused) and why in said, (text, said)


def test_no_other_algorithm_is_accepted(office):
    key = new_key()
    head, payload, _ = sign(key, claims()).split(".")
    for alg in ("none", "HS256", "ES384"):
        header = b64(json.dumps({**json.loads(unb64(head)), "alg": alg}).encode())
        for signature in ("", b64(bytes(32)), b64(bytes(64))):
            said = office.verify(f"{header}.{payload}.{signature}~", *office.published(key))
            why = f"the algorithm must be ES256, and is {alg}" if signature else FORM
            assert isinstance(said, Refused) and why in said, said


# V5: certificates.

def test_cryptography_builds_the_path(office):
    leaf = x509.load_pem_x509_certificate(office.chain.read_bytes())
    root = x509.load_pem_x509_certificate(office.root.read_bytes())
    now = datetime.datetime.now(datetime.timezone.utc)
    verifier = PolicyBuilder().store(Store([root])).time(now).build_server_verifier(x509.DNSName("issuer.example"))
    assert verifier.verify(leaf, []) == [leaf, root]
    alternatives = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert alternatives.get_values_for_type(x509.UniformResourceIdentifier) == [ISSUER]
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical and usage.value.digital_signature and not usage.value.key_cert_sign
    key_id = leaf.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    assert key_id == root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest


def test_another_root_is_not_enough(office, tmp_path):
    other = Office(tmp_path)
    text = office.issue({"open": claims(), "fields": FIELDS})
    assert isinstance(office.verify(text, "--root", other.root), Refused)
    assert isinstance(office.verify(office.issue({"open": claims(iss="https://issuer.example/bank")}),
                                    "--root", office.root), Refused)


# V6: status lists.

def bits(packed, index):
    return packed[index // 4] >> (index % 4 * 2) & 3


def test_a_stranger_reads_our_status_list(office):
    dice, uri, path = random.Random(6), f"{ISSUER}/status/1", office.file()
    states = {index: dice.choice(["revoked", "suspended", "superseded"]) for index in dice.sample(range(100_000), 300)}
    changes = [word for index, state in states.items() for word in ("--set", f"{index}={state}")]
    office.run("credential", "status-list", "make", "--uri", uri, "--count", 100_000, *changes, "--key", office.key,
               "--chain", office.chain, "--out", path)
    text = path.read_text()
    header = jwt.get_unverified_header(text)
    assert header["typ"] == "statuslist+jwt"
    key = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0])).public_key()
    token = jwt.decode(text, key, algorithms=["ES256"], options={"require": ["exp", "iat", "sub"]}, subject=uri)
    assert token["ttl"] > 0 and token["status_list"]["bits"] == 2
    packed = zlib.decompress(unb64(token["status_list"]["lst"]))
    values = {"revoked": 1, "suspended": 2, "superseded": 3}
    for index in [*states, *dice.sample(range(100_000), 1_000)]:
        assert bits(packed, index) == values.get(states.get(index), 0)


def test_we_read_a_stranger_s_status_list(office):
    key, uri, now = new_key(), "https://other.example/lists/1", int(time.time())
    packed = bytearray(2_500)
    packed[1_000 // 4] |= 1 << (1_000 % 4 * 2)
    packed[9_999 // 4] |= 3 << (9_999 % 4 * 2)
    lst = b64(zlib.compress(bytes(packed), 9))

    def read(payload, typ="statuslist+jwt", at=uri, index=1_000):
        text = jwt.encode(payload, json_key(key), "ES256", headers={"typ": typ, "kid": key.thumbprint()})
        return office.call("credential", "status-list", "read", office.file(text), *office.published(key, ISSUER),
                           "--uri", at, "--index", index, "--index", 9_999, "--index", 5, "--json")

    good = {"sub": uri, "iat": now, "exp": now + 60, "ttl": 30, "status_list": {"bits": 2, "lst": lst}}
    done = read(good)
    assert done.returncode == 0 and json.loads(done.stdout)["states"] == [1, 3, 0], done.stderr
    for bad in ({**good, "exp": now - 1}, {**good, "sub": "x"}, {**good, "ttl": 0},
                {**good, "status_list": {"bits": 3, "lst": lst}}, {**good, "status_list": {"bits": 2, "lst": lst + "A"}}):
        assert read(bad).returncode == 1
    assert read(good, typ="JWT").returncode == 1
    assert read(good, at="https://other.example/lists/2").returncode == 1
    assert read(good, index=10_000).returncode == 1


def json_key(key):
    return jwt.PyJWK(key.export(as_dict=True)).key


# V9: thumbprints.

def test_our_key_ids_are_the_thumbprints_that_jwcrypto_makes(office):
    text = office.issue({"open": claims(), "fields": FIELDS})
    header = json.loads(unb64(text.split(".")[0]))
    assert header["kid"] == issuer_key(office, header).thumbprint()
    assert "none" not in header and header["typ"] == "dc+sd-jwt" and header["alg"] == "ES256"
