import Signing
import Testing

@Suite struct StatementRefusalTests {
    private static let body = SampleStatement.map(HeaderPair.single)
    private static let governanceBody = SampleStatement.map(HeaderPair.governance)
    private static let signerHeader = SampleStatement.map(HeaderPair.signer)

    private func refusal(_ bytes: [UInt8]) -> StatementError? {
        do {
            _ = try Statement(decoding: bytes)
            return nil
        } catch { return error }
    }

    @Test func `the pieces that these tests break are whole at first`() {
        #expect(refusal(SampleStatement.single(body: Self.body)) == nil)
        let signer = SampleStatement.signer(header: Self.signerHeader)
        #expect(refusal(SampleStatement.multiple(body: Self.governanceBody, signers: [signer])) == nil)
    }

    @Test(arguments: [
        "a1044101", "a1012600", "a10440", "a11901 8a80",
        "a104581e62696c626f2e62616767696e7340686f626269746f6e2e6578616d706c65",
    ])
    func `an unprotected header that is not empty is refused`(_ hex: String) {
        let unprotected = bytes(hex: hex).prefix(hex == "a1012600" ? 3 : .max)
        #expect(
            refusal(SampleStatement.single(body: Self.body, unprotected: Array(unprotected)))
                == .unprotectedHeaderNotEmpty)
        let signer = SampleStatement.signer(header: Self.signerHeader)
        #expect(
            refusal(
                SampleStatement.multiple(body: Self.governanceBody, unprotected: Array(unprotected), signers: [signer]))
                == .unprotectedHeaderNotEmpty)
        let unclean = SampleStatement.signer(header: Self.signerHeader, unprotected: Array(unprotected))
        #expect(
            refusal(SampleStatement.multiple(body: Self.governanceBody, signers: [unclean]))
                == .unprotectedHeaderNotEmpty)
    }

    @Test(arguments: ["80", "f6", "00", "40"])
    func `an unprotected header that is no map is refused`(_ hex: String) {
        #expect(
            refusal(SampleStatement.single(body: Self.body, unprotected: bytes(hex: hex))) == .unprotectedHeaderNotEmpty
        )
    }

    @Test(arguments: [("02", "8101"), ("05", "40"), ("10", "00"), ("190101", "00"), ("190188", "80")])
    func `a header label that the ledger does not know is refused`(_ label: String, _ value: String) {
        let pairs = (HeaderPair.single + [(label, value)]).sorted { $0.0 < $1.0 }
        guard case .encoding(.unknownMapKey)? = refusal(SampleStatement.single(body: SampleStatement.map(pairs))) else {
            Issue.record("label \(label) was read")
            return
        }
    }

    @Test(arguments: [("20", "00"), ("6161", "00")])
    func `a header label that is no unsigned integer is refused`(_ label: String, _ value: String) {
        let header = SampleStatement.map(HeaderPair.single + [(label, value)])
        let found = bytes(hex: label)[0]
        let offset = header.count - bytes(hex: label + value).count
        #expect(
            refusal(SampleStatement.single(body: header))
                == .encoding(.expected(.unsigned, offset: offset, found: found)))
    }

    @Test(arguments: ["03", "05", "06", "07", "1826"])
    func `a claim that the ledger does not know is refused`(_ label: String) {
        var pairs = HeaderPair.single
        let claims = [("01", "6161"), ("02", "6162"), ("04", "01"), (label, "00")].sorted { $0.0 < $1.0 }
        pairs[3].1 = Hex.encode(SampleStatement.map(claims))
        guard case .encoding(.unknownMapKey)? = refusal(SampleStatement.single(body: SampleStatement.map(pairs))) else {
            Issue.record("claim \(label) was read")
            return
        }
    }

    @Test(arguments: [
        (0, StatementError.headerIncomplete), (1, .headerIncomplete), (2, .headerIncomplete), (3, .headerIncomplete),
    ])
    func `a header that lacks a part is refused`(_ index: Int, _ reason: StatementError) {
        var pairs = HeaderPair.single
        pairs.remove(at: index)
        #expect(refusal(SampleStatement.single(body: SampleStatement.map(pairs))) == reason)
    }

    @Test(arguments: ["a2 016161 0401", "a2 016161 026162", "a1 016161", "a0"])
    func `claims without origin or end are refused`(_ claims: String) {
        let pairs = HeaderPair.single.dropLast() + [("0f", claims)]
        #expect(refusal(SampleStatement.single(body: SampleStatement.map(Array(pairs)))) == .headerIncomplete)
    }

    @Test func `an empty header, and one of no bytes, are refused`() {
        #expect(refusal(SampleStatement.single(body: [0xa0])) == .headerIncomplete)
        #expect(refusal(SampleStatement.single(body: [])) == .encoding(.truncated(offset: 0)))
    }

    @Test func `a header out of order, with a label twice, or with bytes behind it is refused`() {
        let swapped = [HeaderPair.single[1], HeaderPair.single[0]] + HeaderPair.single[2...]
        #expect(
            refusal(SampleStatement.single(body: SampleStatement.map(swapped)))
                == .encoding(.mapKeysOutOfOrder(offset: 4)))
        let twice = [HeaderPair.single[0]] + HeaderPair.single
        #expect(
            refusal(SampleStatement.single(body: SampleStatement.map(twice)))
                == .encoding(.mapKeysOutOfOrder(offset: 3)))
        #expect(
            refusal(SampleStatement.single(body: Self.body + [0]))
                == .encoding(.trailingBytes(offset: Self.body.count)))
    }

    @Test(arguments: [("3822", -35), ("00", 0), ("2e", -15), ("25", -6)])
    func `an algorithm that the ledger does not know is refused`(_ value: String, _ number: Int64) {
        let pairs = [("01", value)] + HeaderPair.single.dropFirst()
        #expect(refusal(SampleStatement.single(body: SampleStatement.map(pairs))) == .unknownAlgorithm(number))
    }

    @Test(arguments: ["470102030405060708", "49010203040506070809", "40", "0c"])
    func `a key id of another length or kind is refused`(_ value: String) {
        let pairs = HeaderPair.single[..<2] + [("04", value)] + HeaderPair.single[3...]
        guard case .encoding? = refusal(SampleStatement.single(body: SampleStatement.map(Array(pairs)))) else {
            Issue.record("key id \(value) was read")
            return
        }
    }

    @Test func `texts of a header are limited to 200 bytes`() {
        func header(_ count: Int) -> [UInt8] {
            var encoder = CBOREncoder()
            encoder.text(String(repeating: "a", count: count))
            return SampleStatement.map(
                [HeaderPair.algorithm, ("03", Hex.encode(encoder.bytes)), HeaderPair.keyID, HeaderPair.claims])
        }
        #expect(refusal(SampleStatement.single(body: header(200))) == nil)
        #expect(
            refusal(SampleStatement.single(body: header(201)))
                == .encoding(.tooLong(offset: 4, limit: 200, found: 201)))
    }

    @Test func `an end beyond what a time can be is refused`() {
        func header(_ end: UInt64) -> [UInt8] {
            var encoder = CBOREncoder()
            encoder.unsigned(end)
            return SampleStatement.map(
                HeaderPair.single.dropLast() + [("0f", "a3 016161 026162 04" + Hex.encode(encoder.bytes))])
        }
        #expect(refusal(SampleStatement.single(body: header(1 << 53))) == nil)
        guard case .encoding(.outOfRange)? = refusal(SampleStatement.single(body: header(1 << 53 + 1))) else {
            Issue.record("an end beyond 2^53 was read")
            return
        }
    }

    @Test(arguments: [0, 63, 65])
    func `a signature of another length is refused`(_ count: Int) {
        let signature = [UInt8](repeating: 7, count: count)
        guard case .encoding(.wrongCount)? = refusal(SampleStatement.single(body: Self.body, signature: signature))
        else {
            Issue.record("a signature of \(count) bytes was read")
            return
        }
        let signer = SampleStatement.signer(header: Self.signerHeader, signatureCount: count)
        guard
            case .encoding(.wrongCount)? = refusal(
                SampleStatement.multiple(body: Self.governanceBody, signers: [signer]))
        else {
            Issue.record("a signature of \(count) bytes was read")
            return
        }
    }

    @Test(arguments: [[], [0x84], [0x82, 0x01, 0x02], [0x8e], [0xd3], [0x00]] as [[UInt8]])
    func `what begins as no statement is refused as none`(_ bytes: [UInt8]) {
        #expect(refusal(bytes) == .notAStatement(firstByte: bytes.first))
    }

    @Test(
        arguments: [[0xd2], [0xd2, 0x83], [0xd2, 0x85], [0xd8, 0x61, 0x84], [0xd8, 0x12, 0x84], [0xd8, 0x62]]
            as [[UInt8]])
    func `what begins as a statement and is none is refused`(_ bytes: [UInt8]) {
        guard case .encoding? = refusal(bytes) else {
            Issue.record("\(bytes) was read")
            return
        }
    }

    @Test func `a detached payload is refused`() {
        var statement = SampleStatement.single(body: Self.body, payload: [])
        statement = statement.replacingFirst([0xa0, 0x40, 0x58, 0x40], with: [0xa0, 0xf6, 0x58, 0x40])
        #expect(
            refusal(statement)
                == .encoding(.expected(.byteString, offset: Self.body.count + 5, found: 0xf6)))
    }

    @Test func `a statement nested without end is refused`() {
        let nested = [UInt8](repeating: 0xa1, count: 60_000)
        guard case .encoding(.tooDeep)? = refusal(SampleStatement.single(body: Self.body, unprotected: nested)) else {
            Issue.record("the nesting was followed")
            return
        }
    }
}
