import Releasing
import Sealing
import Signing
import Testing

/// Deposits of invented grants, dealt to three validators of whom two open them.
struct DepositSample {
    static let origin = "storage.deedbox.example/0123456789abcdef0123456789abcdef"
    let expiry: UInt64
    let party: String
    private let weekly: [SealingPrivateKey]
    private let release: [PrivateKey]
    private let others: [SealingPrivateKey]
    let set: DealtSet

    init(expiry: UInt64 = 2_000_000, party: String = "sample-bank") throws {
        self.expiry = expiry
        self.party = party
        weekly = try (1...3).map { try #require(SealingPrivateKey(secret: DepositSample.secret("weekly \($0)"))) }
        release = try (1...3).map { try #require(PrivateKey(.ed25519, secret: DepositSample.secret("release \($0)"))) }
        others = try ["party", "regulator"].map {
            try #require(SealingPrivateKey(secret: DepositSample.secret($0)))
        }
        let validators = release.enumerated().map {
            DealtValidator(member: "node-\($0.offset + 1)", release: $0.element.publicKey)
        }
        set = try #require(DealtSet(digest: SHA256.digest(Array("set".utf8)), quorum: 2, validators: validators))
    }

    private static func secret(_ name: String) -> [UInt8] { SHA256.digest(Array("deposit sample \(name)".utf8)).bytes }

    static func grant(_ name: String) -> Digest { SHA256.digest(Array("grant \(name)".utf8)) }

    /// Another deposit each time: its keys are drawn.
    func deposit(_ grant: String, uses: Int = 3) throws -> FittingDeposit {
        let context = GrantContext(
            origin: DepositSample.origin, grant: DepositSample.grant(grant), set: set.digest, party: party)
        let dealing = try Dealing(
            context, to: set,
            keys: DealingKeys(
                validators: weekly.map(\.publicKey), party: others[0].publicKey, regulator: others[1].publicKey),
            expiry: expiry, bodies: [DepositBody(presentations: ["示例凭证~"], receipts: [])],
            uses: (0..<uses).map { UsePackage(keyBindings: ["示例密钥绑定 \($0)"], caseOpening: [1, 2, 3]) },
            traceToken: [7, 7, 7])
        var random = SystemRandom()
        let terms = DepositTerms(
            context: context, set: set, regulator: others[1].publicKey, mostUses: uses, expiry: 0...expiry,
            maxByteCount: Deposit.maxByteCount, bytesLeft: 1 << 30, entriesLeft: 1 << 20)
        return try FittingDeposit(dealing.deal(using: &random), within: terms)
    }

    func shares(_ deposit: FittingDeposit, _ position: Int = 1) throws -> OwnShares {
        try deposit.ownShares(at: try #require(Position(position)), by: weekly[position - 1])
    }

    func word(_ deposit: FittingDeposit, _ position: Int) throws -> (Position, [UInt8]) {
        let shares = try shares(deposit, position)
        let word = DepositAcknowledgement(of: shares).signed(
            by: release[position - 1], of: "node-\(position)", in: DepositSample.origin)
        return (shares.position, word)
    }
}
