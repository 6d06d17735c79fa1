import Credentials
import Signing
import Testing

struct JSONWebKeyTests {
    @Test func `the published thumbprint of an Ed25519 key comes out`() throws {
        // RFC 8037 appendix A.3.
        let key = try JSONWebKey(
            JSONElement(["kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"]))
        #expect(Base64URL.encode(key.thumbprint.bytes) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    }

    @Test func `a key survives writing and reading`() throws {
        for algorithm in SignatureAlgorithm.allCases {
            let key = JSONWebKey(PrivateKey(generating: algorithm).publicKey, id: "one")
            #expect(try JSONWebKey(JSONElement(.object(key.json))) == key)
        }
        let agreement = AgreementKey().publicKey
        #expect(try JSONWebKey(JSONElement(.object(agreement.json))) == agreement)
    }

    @Test func `a private key is refused whatever it is called`() throws {
        let key = JSONWebKey(Samples.holderKey.publicKey)
        for name in ["d", "k", "p", "q"] {
            var json = key.json
            json.append(name, "AAAA")
            #expect(throws: JSONError.self) { try JSONWebKey(JSONElement(.object(json))) }
        }
    }

    @Test func `a point off the curve is refused, and so is another curve or type`() throws {
        let good = JSONWebKey(Samples.holderKey.publicKey).json
        let changes: [(String, JSONValue)] = [
            ("y", good["x"] ?? .null), ("crv", "P-384"), ("kty", "OKP"), ("x", "AAAA"), ("y", .null),
            ("crv", "Ed25519"),
        ]
        for (name, value) in changes {
            var json = JSONObject()
            for member in good.members { json.append(member.name, member.name == name ? value : member.value) }
            #expect(throws: JSONError.self) { try JSONWebKey(JSONElement(.object(json))) }
        }
    }

    @Test func `a set passes over kinds that are not understood`() throws {
        let key = JSONWebKey(Samples.holderKey.publicKey, id: "a")
        let set = try JSONWebKeySet(
            JSONElement([
                "keys": [["kty": "RSA", "n": "AQAB", "e": "AQAB"], ["kty": "EC", "crv": "P-521"], .object(key.json)]
            ]))
        #expect(set.keys == [key])
    }

    @Test func `X25519 keys check no signature`() throws {
        let key = try #require(JSONWebKey(.x25519, bytes: Array(repeating: 9, count: 32)))
        #expect(key.signatureKey == nil)
    }
}
