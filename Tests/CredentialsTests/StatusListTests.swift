import Credentials
import Signing
import Testing

struct StatusListTests {
    private static let uri = Samples.issuer + "/status/1"

    private func signer() throws -> JWSSigner {
        try #require(JWSSigner(Samples.issuerKey, type: StatusListToken.type, x5c: [Samples.certificate]))
    }

    private func token(_ list: StatusList = StatusList(count: 10_000), uri: String = uri) throws -> StatusListToken {
        try StatusListToken.sign(
            list, uri: uri, issuedAt: Samples.now, expiry: Samples.now + 3_600, timeToLive: 300, by: signer())
    }

    private func read(_ text: String, uri: String = uri, at time: UInt64 = Samples.now) throws -> StatusListToken {
        try StatusListToken(parsing: text, uri: uri, trust: Samples.trust, at: time)
    }

    @Test(
        arguments: [
            (1, "eNrbuRgAAhcBXQ", [UInt8](arrayLiteral: 0xb9, 0xa3), [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]),
            (2, "eNo76fITAAPfAgc", [UInt8](arrayLiteral: 0xc9, 0x44, 0xf9), [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]),
        ] as [(Int, String, [UInt8], [UInt8])])
    func `the published lists are read`(_ bits: Int, _ text: String, _ bytes: [UInt8], _ values: [UInt8]) throws {
        let list = try StatusList(JSONElement(["bits": .integer(Int64(bits)), "lst": .string(text)]))
        #expect(list.bytes == bytes)
        #expect((0..<list.count).compactMap(list.value) == values)
        #expect(list.value(at: list.count) == nil)
        #expect(list.value(at: -1) == nil)
        #expect(list.json["lst"] == .string(text))
    }

    @Test func `what is set is read, and its neighbours stay`() {
        var list = StatusList(count: 1_000)
        var model = [ListedStatus](repeating: .valid, count: 1_000)
        var dice = Dice(seed: 3)
        for _ in 0..<5_000 {
            let (index, status) = (dice.next(below: 1_000), ListedStatus.allCases[dice.next(below: 4)])
            list.set(status, at: index)
            model[index] = status
        }
        #expect((0..<1_000).compactMap(list.status) == model)
    }

    @Test func `a million documents with one in a hundred revoked fit in sixteen kilobytes`() throws {
        var list = StatusList(count: 1_000_000)
        var dice = Dice(seed: 5)
        for _ in 0..<10_000 { list.set(.invalid, at: dice.next(below: 1_000_000)) }
        let start = ContinuousClock.now
        let json = list.json
        #expect(start.duration(to: .now) < .seconds(1))
        let text = try JSONElement(try #require(json["lst"])).string()
        #expect(text.utf8.count * 3 / 4 < 16_000)
        #expect(try StatusList(JSONElement(.object(json))) == list)
    }

    @Test func `a token says of a document what was set`() throws {
        var list = StatusList(count: 10_000)
        list.set(.suspended, at: 4_711)
        let token = try token(list)
        let read = try read(token.text)
        #expect(read == token)
        let reference = StatusReference(index: 4_711, uri: Self.uri)
        #expect(try read.status(of: reference) == ListedStatus.suspended.rawValue)
        #expect(throws: StatusListError.noEntry(index: 10_000, count: 10_000)) {
            try read.status(of: StatusReference(index: 10_000, uri: Self.uri))
        }
        #expect(throws: StatusListError.otherList(expected: "x", found: Self.uri)) {
            try read.status(of: StatusReference(index: 1, uri: "x"))
        }
    }

    @Test func `a list is in force until its end, and covers the time from its issue`() throws {
        let token = try token()
        #expect(throws: StatusListError.expired(at: Samples.now + 3_600)) {
            try read(token.text, at: Samples.now + 3_600)
        }
        #expect(throws: StatusListError.fromFuture(issued: Samples.now)) { try read(token.text, at: Samples.now - 61) }
        #expect(token.covers(Samples.now) && token.covers(Samples.now + 3_599))
        #expect(!token.covers(Samples.now - 1) && !token.covers(Samples.now + 3_600))
        #expect(token.freshUntil(fetched: Samples.now + 10) == Samples.now + 310)
        #expect(token.freshUntil(fetched: Samples.now + 3_500) == Samples.now + 3_600)
    }

    @Test func `another list, signer, type or certificate is refused`() throws {
        let text = try token().text
        #expect(throws: StatusListError.otherList(expected: "x", found: Self.uri)) { try read(text, uri: "x") }
        let document = try Samples.issued().jwt
        #expect(throws: StatusListError.jose(.type(expected: "statuslist+jwt", found: "dc+sd-jwt"))) {
            try read(document)
        }
        let bare = try #require(JWSSigner(Samples.issuerKey, type: StatusListToken.type))
        let unsigned = StatusListToken.sign(
            StatusList(count: 8), uri: Self.uri, issuedAt: 1, expiry: 2, timeToLive: 1, by: bare)
        #expect(throws: StatusListError.issuer(.issuerKeyMissing)) { try read(unsigned.text) }
        let forger = try #require(
            JWSSigner(Samples.holderKey, type: StatusListToken.type, x5c: [Samples.certificate]))
        let forged = StatusListToken.sign(
            StatusList(count: 8), uri: Self.uri, issuedAt: 1, expiry: 2, timeToLive: 1, by: forger)
        #expect(throws: StatusListError.jose(.wrongSignature)) { try read(forged.text) }
    }

    @Test func `a bomb, a damaged list and another width are refused`() {
        let bomb = StatusList(count: StatusList.maxCount, bits: 8).json["lst"] ?? .null
        for (bits, text) in [
            (1, bomb), (2, "eNo76fITAAPfAgg"), (2, "AAAA"), (2, "eNo76fITAAPfAgcA"), (3, "eNo76fITAAPfAgc"), (2, 1),
        ] as [(Int64, JSONValue)] {
            #expect(throws: JSONError.self) {
                try StatusList(JSONElement(["bits": .integer(bits), "lst": text]))
            }
        }
    }

    @Test func `the commitment is over salt and text`() throws {
        let token = try token()
        let salt = try #require(token.salt)
        #expect(salt.count == 32)
        #expect(token.commitment == SHA256.digest(salt + Array(token.text.utf8)))
    }
}
