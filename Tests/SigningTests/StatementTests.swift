import Signing
import Testing

@Suite struct StatementTests {
    /// Both statements and both ids were made with another implementation, from the same seeds.
    private static let golden = bytes(
        hex: """
            d284587da401270378246170706c69636174696f6e2f766e642e64656564626f782e6e6f74652e76312b63626f720448
            be5de2f4bcdc383a0fa3016d73616d706c652d6167656e637902782f73616d706c652e6578616d706c652f3030313132
            323333343435353636373738383939616162626363646465656666041a6955b900a05824820158200000000000000000
            00000000000000000000000000000000000000000000000058407cfa1d3f9f5d2b1cba5b943ba0486bb5c9136a2aef39
            4fecb63f84b63a785c20bec3e37555a380307aa2fc82f64027f017e1f2d55a595dd63e5629782d845707
            """)
    private static let goldenGovernance = bytes(
        hex: """
            d86284586da203782f6170706c69636174696f6e2f766e642e64656564626f782e6d656d6265722e7265676973746572
            2e76312b63626f720fa202782f73616d706c652e6578616d706c652f3030313132323333343435353636373738383939
            616162626363646465656666041a6955b900a0582482015820000000000000000000000000000000000000000000000000
            000000000000000082834da201270448be5de2f4bcdc383aa05840829f1426460d037380b2e5c126b9720bfdb3487a7a3aec
            3bbc8a58f54efd561fc6feddf27e46ac33110107a426f4f4b47e1ad94ea26cb67a46dccdeda3e2020c834da201270448
            ea671729aa29c614a05840ceaafe41f33cb2149174a8d4a431adf37cfee5f0661a30dff2823e7403916c0f2da11a3e73
            9ef811c510adae875304bf6e6cbad508af217cf16ea9ceb1396b0b
            """)

    private let first = SampleStatement.key(.ed25519, first: 0)
    private let second = SampleStatement.key(.ed25519, first: 32)

    @Test func `a statement has the bytes and the id that another implementation gives it`() throws {
        let made = SampleStatement.signed(by: first)
        #expect(made.bytes == Self.golden)
        #expect(made.id.description == "8186eff2de6121784eead583afcf07f4a6b7a44a979573e1b2c742e45c2a64c4")
        let read = try Statement(decoding: Self.golden)
        #expect(read.id == made.id)
        #expect(read.header == SampleStatement.header())
        #expect(read.payload == SampleStatement.payload)
        #expect(!read.isGovernance)
        #expect(read.signatures == made.signatures)
        #expect(read.isSigned(read.signatures[0], by: first.publicKey))
    }

    @Test func `a governance act has the bytes and the id that another implementation gives it`() throws {
        let made = SampleStatement.governance(by: [second, first])
        #expect(made.bytes == Self.goldenGovernance)
        #expect(made.id.description == "160eee4e0e125abbcfead5034cf42a5b70ac78ce50970d93815b55712d936075")
        let read = try Statement(decoding: Self.goldenGovernance)
        #expect(read.id == made.id)
        #expect(read.isGovernance)
        #expect(read.header.issuer == nil)
        #expect(read.signatures.map(\.keyID) == [first.publicKey.id, second.publicKey.id])
        #expect(read.isSigned(read.signatures[0], by: first.publicKey))
        #expect(read.isSigned(read.signatures[1], by: second.publicKey))
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `a statement comes back from its bytes with its signature good`(_ algorithm: SignatureAlgorithm) throws {
        let key = SampleStatement.key(algorithm, first: 1)
        let made = SampleStatement.signed(by: key)
        let read = try Statement(decoding: made.bytes)
        #expect(read.id == made.id)
        #expect(read.bytes == made.bytes)
        #expect(read.isSigned(read.signatures[0], by: key.publicKey))
    }

    @Test func `a once-only key signs without an issuer`() throws {
        let made = Statement.signed(SampleStatement.header(issuer: nil), payload: [], by: first)
        let read = try Statement(decoding: made.bytes)
        #expect(read.header.issuer == nil)
        #expect(read.payload.isEmpty)
        #expect(read.id != SampleStatement.signed(by: first).id)
    }

    @Test func `another key does not verify, neither under its own id nor the right one`() throws {
        let statement = SampleStatement.signed(by: first)
        let signature = statement.signatures[0]
        #expect(!statement.isSigned(signature, by: second.publicKey))
        #expect(!second.publicKey.verifies(signature.bytes, over: statement.toBeSigned(signature)))
    }

    /// The algorithm is the key's: a header that claims another is refused before any arithmetic.
    @Test func `a signature under another algorithm than the key's is refused`() throws {
        let key = SampleStatement.key(.es256, first: 1)
        let statement = SampleStatement.signed(by: key)
        let claimed = try Statement(
            decoding: statement.bytes.replacingFirst([0x01, 0x26], with: [0x01, 0x27]))
        #expect(claimed.signatures[0].algorithm == .ed25519)
        #expect(claimed.signatures[0].keyID == key.publicKey.id)
        #expect(!claimed.isSigned(claimed.signatures[0], by: key.publicKey))
    }

    /// Whoever holds the key can sign any header: what it says must still be what the registry says of the key.
    @Test(arguments: [("27", true), ("26", false)])
    func `a header that its key signed but that names another algorithm is refused`(
        _ algorithm: String, _ isRight: Bool
    ) throws {
        let statement = try signedByFirst(algorithm: algorithm, keyID: first.publicKey.id)
        #expect(statement.isSigned(statement.signatures[0], by: first.publicKey) == isRight)
    }

    @Test func `a header that its key signed but that names another key is refused`() throws {
        let statement = try signedByFirst(algorithm: "27", keyID: second.publicKey.id)
        #expect(!statement.isSigned(statement.signatures[0], by: first.publicKey))
        #expect(!statement.isSigned(statement.signatures[0], by: second.publicKey))
    }

    private func signedByFirst(algorithm: String, keyID: KeyID) throws -> Statement {
        let body = SampleStatement.map(
            [("01", algorithm), HeaderPair.contentType, ("04", "48\(keyID)"), HeaderPair.claims])
        let signature = first.sign(SigStructure.single(body: body, payload: SampleStatement.payload))
        return try Statement(decoding: SampleStatement.single(body: body, signature: signature))
    }

    @Test func `every signed part changes the id`() {
        let header = SampleStatement.header()
        let variants = [
            SampleStatement.signed(by: first),
            SampleStatement.signed(by: second),
            Statement.signed(header, payload: SampleStatement.payload + [0], by: first),
            Statement.signed(
                SampleStatement.header(issuer: "another-agency"), payload: SampleStatement.payload, by: first),
            Statement.signed(SampleStatement.header(contentType: "other"), payload: SampleStatement.payload, by: first),
            Statement.signed(
                StatementHeader(
                    contentType: header.contentType, issuer: header.issuer, origin: "sample.example/other",
                    notAfter: header.notAfter), payload: SampleStatement.payload, by: first),
            Statement.signed(
                StatementHeader(
                    contentType: header.contentType, issuer: header.issuer, origin: header.origin,
                    notAfter: header.notAfter + 1), payload: SampleStatement.payload, by: first),
        ]
        #expect(Set(variants.map(\.id)).count == variants.count)
    }

    @Test func `two ES256 signatures of one act are two texts with one id`() {
        let key = SampleStatement.key(.es256, first: 1)
        let statements = (0..<2).map { _ in SampleStatement.signed(by: key) }
        #expect(statements[0].bytes != statements[1].bytes)
        #expect(statements[0].id == statements[1].id)
    }

    @Test func `a governance act keeps its id whoever signs it, in whatever order`() throws {
        let alone = SampleStatement.governance(by: [second])
        let both = SampleStatement.governance(by: [first, second])
        #expect(alone.id == both.id)
        #expect(alone.cosigned(by: first).bytes == both.bytes)
        #expect(both.cosigned(by: first).bytes == both.bytes)
        #expect(try Statement(decoding: alone.cosigned(by: first).bytes).signatures.count == 2)
    }

    @Test func `copies of one act that were signed apart are put together, and other acts are not`() {
        let (one, other) = (SampleStatement.governance(by: [first]), SampleStatement.governance(by: [second]))
        #expect(one.merged(with: other)?.bytes == SampleStatement.governance(by: [first, second]).bytes)
        #expect(one.merged(with: one)?.bytes == one.bytes)
        #expect(one.merged(with: SampleStatement.signed(by: first)) == nil)
    }

    @Test func `keys of both algorithms govern together`() throws {
        let keys = [first, SampleStatement.key(.es256, first: 9)]
        let read = try Statement(decoding: SampleStatement.governance(by: keys).bytes)
        for signature in read.signatures {
            #expect(keys.filter { read.isSigned(signature, by: $0.publicKey) }.count == 1)
        }
    }

    @Test func `the longest statement that fits is read, one byte more is refused`() throws {
        let overhead =
            Statement.signed(SampleStatement.header(), payload: [UInt8](repeating: 0, count: 60_000), by: first)
            .bytes.count - 60_000
        let longest = [UInt8](repeating: 0, count: Statement.maxByteCount - overhead)
        let fits = Statement.signed(SampleStatement.header(), payload: longest, by: first)
        #expect(fits.bytes.count == Statement.maxByteCount)
        #expect(try Statement(decoding: fits.bytes).id == fits.id)
        let tooLarge = Statement.signed(SampleStatement.header(), payload: longest + [0], by: first)
        #expect(throws: StatementError.tooLarge(byteCount: 65_536)) { try Statement(decoding: tooLarge.bytes) }
    }
}

extension [UInt8] {
    /// The bytes with the first occurrence of a run replaced.
    func replacingFirst(_ run: [UInt8], with replacement: [UInt8]) -> [UInt8] {
        guard let start = indices.first(where: { self[$0...].starts(with: run) }) else { return self }
        return self[..<start] + replacement + self[(start + run.count)...]
    }
}
