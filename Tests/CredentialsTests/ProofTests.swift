import Credentials
import Signing
import Testing

struct KeyProofTests {
    private func read(_ text: String, clientID: String? = nil, at time: UInt64 = Samples.now) throws -> KeyProof {
        try KeyProof(checking: text, issuer: Samples.issuer, clientID: clientID, at: time)
    }

    private func signed(_ claims: JSONObject, type: String = KeyProof.type, showsKey: Bool = true) throws -> String {
        try #require(JWSSigner(Samples.holderKey, type: type, showsKey: showsKey)).sign(claims)
    }

    private let good: JSONObject = ["aud": .string(Samples.issuer), "iat": .integer(Int64(Samples.now)), "nonce": "n"]

    @Test func `a proof gives its key and nonce`() throws {
        let text = try #require(
            KeyProof.sign(Samples.holderKey, issuer: Samples.issuer, nonce: "n", issuedAt: Samples.now))
        let proof = try read(text)
        #expect(proof.key == Samples.holderKey.publicKey)
        #expect(proof.nonce == "n")
        #expect(KeyProof.sign(PrivateKey(generating: .ed25519), issuer: "a", nonce: "n", issuedAt: 1) == nil)
    }

    @Test func `a proof for another issuer, without nonce, or of another kind is refused`() throws {
        for claims in [
            good.with("aud", "https://other.example"), good.without("nonce"), good.without("iat"),
            good.with("aud", [.string(Samples.issuer)]),
        ] {
            try refused(signed(claims))
        }
        try refused(signed(good, type: "JWT"))
        try refused(signed(good, showsKey: false))
        let both = try #require(JWSSigner(Samples.holderKey, type: KeyProof.type, keyID: "a", showsKey: true)).sign(
            good)
        try refused(both)
        _ = try read(signed(good))
    }

    @Test func `an old proof and one from tomorrow are refused`() throws {
        let text = try signed(good)
        _ = try read(text, at: Samples.now + 599)
        _ = try read(text, at: Samples.now - 60)
        for time in [Samples.now + 600, Samples.now - 61] { try refused(text, at: time) }
    }

    @Test func `a wallet without client id names no issuer, one with it itself`() throws {
        var named = good
        named.append("iss", "wallet")
        try refused(signed(named))
        _ = try read(signed(named), clientID: "wallet")
        #expect(throws: IssuingError.self) { try read(signed(named), clientID: "other") }
    }

    private func refused(_ text: String, at time: UInt64 = Samples.now) throws {
        let error = #expect(throws: IssuingError.self) { try read(text, at: time) }
        #expect(error?.code == .invalidProof)
    }
}

struct DPoPProofTests {
    private let request = DPoPProof.Request(method: "POST", address: Samples.issuer + "/credential", token: "token")

    private func proof(_ request: DPoPProof.Request) throws -> String {
        try #require(DPoPProof.sign(Samples.holderKey, for: request, issuedAt: Samples.now))
    }

    @Test func `a proof gives the thumbprint to which tokens are bound`() throws {
        let read = try DPoPProof(checking: proof(request), for: request, at: Samples.now)
        #expect(read.thumbprint == Base64URL.encode(JSONWebKey(Samples.holderKey.publicKey).thumbprint.bytes))
        #expect(try DPoPProof(checking: proof(request), for: request, at: Samples.now).id != read.id)
    }

    @Test func `a proof for another method, address or token is refused`() throws {
        let others = [
            DPoPProof.Request(method: "GET", address: request.address, token: "token"),
            DPoPProof.Request(method: "POST", address: Samples.issuer + "/token", token: "token"),
            DPoPProof.Request(method: "POST", address: request.address, token: "other"),
            DPoPProof.Request(method: "POST", address: request.address, token: nil),
        ]
        for other in others {
            let error = #expect(throws: IssuingError.self) {
                try DPoPProof(checking: proof(other), for: request, at: Samples.now)
            }
            #expect(error?.code == .invalidDPoPProof)
        }
    }

    @Test func `a demanded nonce must be there`() throws {
        let demanding = DPoPProof.Request(method: "POST", address: request.address, token: "token", nonce: "n")
        let error = #expect(throws: IssuingError.self) {
            try DPoPProof(checking: proof(request), for: demanding, at: Samples.now)
        }
        #expect(error?.code == .useDPoPNonce)
        _ = try DPoPProof(checking: proof(demanding), for: demanding, at: Samples.now)
    }

    @Test func `query and fragment of the address do not count, an old proof does not either`() throws {
        let queried = DPoPProof.Request(method: "POST", address: request.address + "?a=1#b", token: "token")
        _ = try DPoPProof(checking: proof(queried), for: request, at: Samples.now)
        for time in [Samples.now + 300, Samples.now - 61] {
            #expect(throws: IssuingError.self) { try DPoPProof(checking: proof(request), for: request, at: time) }
        }
    }
}

extension JSONObject {
    /// The same without a member.
    func without(_ name: String) -> JSONObject {
        var object = JSONObject()
        for member in members where member.name != name { object.append(member.name, member.value) }
        return object
    }
}
