import Ledger
import Releasing
import Sealing
import Signing
import Testing

/// A set of validators with their keys, a relying party and a regulator: those of `Vectors/make.py`.
struct ReleaseWorld {
    static let origin = "vectors.deedbox.example/990a6bc5c2d07e3d3c224aa2546c8ee0"
    static let expiry: UInt64 = 1_800_000_000
    static let token = [UInt8](100..<160)
    static let statement = StatementID(Digest.filled(0x51))
    static let block = BlockID(Digest.filled(0xb1))
    static let height = Height(4711)

    let set: DealtSet
    let context: GrantContext
    let weekly: [SealingPrivateKey]
    let release: [PrivateKey]
    let party: SealingPrivateKey
    let regulator: SealingPrivateKey
    /// The fresh key of the use.
    let useKey: SealingPrivateKey

    /// SHA-256 of a name and a number.
    static func secret(_ name: String, _ number: Int = 0) -> [UInt8] {
        SHA256.digest("deedbox vectors \(name) \(number)".utf8).bytes
    }

    init(_ count: Int, quorum: Int) throws {
        let release = try (1...count).map { try #require(PrivateKey(.ed25519, secret: Self.secret("release", $0))) }
        let members = release.indices.map {
            DealtValidator(member: "node-\($0 + 1)", release: release[$0].publicKey)
        }
        let digest = try #require(Digest(Self.secret("set", count)))
        set = try #require(DealtSet(digest: digest, quorum: quorum, validators: members))
        context = GrantContext(
            origin: Self.origin, grant: try #require(Digest(Self.secret("grant", count))), set: digest, party: "bank")
        weekly = try (1...count).map { try Self.key("weekly", $0) }
        self.release = release
        party = try Self.key("party")
        regulator = try Self.key("regulator")
        useKey = try Self.key("use")
    }

    private static func key(_ name: String, _ number: Int = 0) throws -> SealingPrivateKey {
        try #require(SealingPrivateKey(secret: secret(name, number)))
    }

    // Dealing.

    func dealing(
        _ uses: Int, from first: Int = 1, bodies: [DepositBody] = [Self.body], token: [UInt8] = Self.token,
        context: GrantContext? = nil
    ) throws -> Dealing {
        let packages = (first..<first + uses).map { use in
            UsePackage(
                body: (use - first) % bodies.count,
                keyBindings: bodies[(use - first) % bodies.count].presentations.indices.map {
                    "示例密钥绑定.\(use).\(["a", "b"][$0])"
                },
                caseOpening: Array("case \(use)".utf8))
        }
        return try Dealing(
            context ?? self.context, to: set,
            keys: DealingKeys(
                validators: weekly.map(\.publicKey), party: party.publicKey, regulator: regulator.publicKey),
            expiry: Self.expiry, bodies: bodies, uses: packages, from: first, traceToken: token)
    }

    static let body = DepositBody(
        presentations: ["示例凭证甲~", "示例凭证乙~"], receipts: [Array("示例回执甲".utf8), []])

    /// The deposit of the vectors.
    func deposit(_ uses: Int) throws -> Deposit {
        var random = SeededRandom(Self.secret("draw", set.validators.count))
        return try dealing(uses).deal(using: &random)
    }

    /// The same, but a lying wallet alters it before it is sealed.
    func spoiled(_ uses: Int, _ spoil: (inout DealingDraft) throws -> Void) throws -> Deposit {
        var random = SeededRandom(Self.secret("draw", set.validators.count))
        let salt = random.bytes(DepositManifest.saltByteCount)
        var draft = DealingDraft(try dealing(uses), using: &random)
        try spoil(&draft)
        return draft.sealed(salt: salt, using: &random)
    }

    // Holding and answering.

    var terms: DepositTerms { terms() }

    func terms(
        context: GrantContext? = nil, mostUses: Int = 1_000, expiry: ClosedRange<UInt64> = 0...Self.expiry,
        maxByteCount: Int = 1 << 20, bytesLeft: Int = 1 << 20, entriesLeft: Int = 300, manifest: Digest? = nil
    ) -> DepositTerms {
        DepositTerms(
            context: context ?? self.context, set: set, regulator: regulator.publicKey, mostUses: mostUses,
            expiry: expiry, maxByteCount: maxByteCount, bytesLeft: bytesLeft, entriesLeft: entriesLeft,
            manifest: manifest)
    }

    func shares(_ deposit: Deposit, _ position: Position, terms: DepositTerms? = nil) throws -> OwnShares {
        try FittingDeposit(deposit, within: terms ?? self.terms).ownShares(
            at: position, by: weekly[position.value - 1])
    }

    var everybody: [String] { self.set.validators.map(\.member) }

    func executed(
        _ deposit: Deposit, _ index: SecretIndex, kind: ExecutedRelease.Kind = .use
    ) -> ExecutedRelease {
        ExecutedRelease(
            kind, statement: Self.statement, releaseKey: useKey.publicKey, height: Self.height, block: Self.block,
            entries: [ReleaseEntry(manifest: deposit.manifest.digest, index: index)])
    }

    func final(_ deposit: Deposit, _ index: SecretIndex, kind: ExecutedRelease.Kind = .use) throws -> FinalRelease {
        try FinalRelease(
            executed(deposit, index, kind: kind), cosigners: everybody, own: "node-1", quorum: set.quorum)
    }

    func answer(
        _ deposit: Deposit, _ index: SecretIndex, _ position: Position, kind: ExecutedRelease.Kind = .use,
        terms: DepositTerms? = nil
    ) throws -> [UInt8] {
        var random = SeededRandom(Self.secret("answer", position.value))
        let own = try shares(deposit, position, terms: terms)
        return try ReleaseAnswer.signed(
            try final(deposit, index, kind: kind), holding: { _ in own }, by: release[position.value - 1],
            of: "node-\(position)", in: Self.origin, using: &random)
    }

    /// What a validator of that position signs when it lies about its share.
    func falseAnswer(_ deposit: Deposit, _ index: SecretIndex, _ position: Position) throws -> [UInt8] {
        var random = SeededRandom(Self.secret("answer", position.value))
        var encoder = CBOREncoder()
        encoder.array(4)
        encoder.digest(deposit.manifest.digest)
        position.encode(into: &encoder)
        encoder.unsigned(Self.expiry)
        encoder.array(1)
        encoder.array(2)
        index.encode(into: &encoder)
        encoder.byteString(Self.secret("false share"))
        let lie = try OwnShares(decoding: encoder.bytes)
        return try ReleaseAnswer.signed(
            try final(deposit, index), holding: { _ in lie }, by: release[position.value - 1],
            of: "node-\(position)", in: Self.origin, using: &random)
    }

    // Opening.

    var known: KnownRelease {
        KnownRelease(statement: Self.statement, height: Self.height, block: Self.block, key: useKey)
    }

    func received(_ bytes: [UInt8]) throws -> ReceivedAnswer {
        try ReceivedAnswer(bytes, to: known, from: set, in: Self.origin)
    }

    func collection(_ deposit: Deposit, _ index: SecretIndex) throws -> ShareCollection {
        try #require(ShareCollection(of: deposit.manifest, index, from: set))
    }

    /// The secret, from the answers of these validators.
    func secret(
        _ deposit: Deposit, _ index: SecretIndex, from positions: [Position], kind: ExecutedRelease.Kind = .use,
        terms: DepositTerms? = nil
    ) throws -> CheckedSecret {
        var collection = try collection(deposit, index)
        for position in positions {
            _ = try collection.take(try received(try answer(deposit, index, position, kind: kind, terms: terms)))
        }
        return try collection.secret()
    }

    func open(_ deposit: Deposit, _ index: SecretIndex, from positions: [Position]) throws -> OpenedUse {
        try secret(deposit, index, from: positions).open(try PartyDeposit(deposit, by: party))
    }

    func facts(_ deposit: Deposit, _ index: SecretIndex) -> FaultFacts {
        FaultFacts(
            origin: Self.origin, statement: Self.statement, releaseKey: useKey.publicKey, index: index,
            manifest: deposit.manifest.digest, set: set)
    }
}

extension Digest {
    static func filled(_ byte: UInt8) -> Digest { Digest([UInt8](repeating: byte, count: 32)) ?? .zero }
}

/// The index of a use, in tests that know that it is one.
func use(_ number: Int) throws -> SecretIndex { try #require(SecretIndex(use: number)) }

/// The position of a validator, in tests that know that it is one.
func at(_ number: Int) throws -> Position { try #require(Position(number)) }

/// Set sizes with their quorums: of one, of crash faults, of liars.
let sizes = [(1, 1), (3, 2), (4, 3), (7, 5), (20, 14)]
