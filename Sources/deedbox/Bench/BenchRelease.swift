import ArgumentParser
import Ledger
import Releasing
import Sealing
import Signing

/// `bench release`: what one core does for grants and uses: deals, checks, releases, opens.
struct BenchRelease: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "release",
            abstract: tell("Deposits dealt, checked, released and opened by one core.", zh: "单核分发、核验、放行与打开寄存件的速率。"))
    }

    @Option(help: "Validators.") var validators = 3
    @Option(help: "How many of them open a ticket.") var quorum = 2
    @Option(help: "Uses of a deposit.") var uses = 12
    @Option(help: "Uses under one answer, 512 at most.") var batch = 512

    func run() throws {
        guard (1...Position.limit).contains(validators), (1...validators).contains(quorum),
            (1...UseRange.maxCount).contains(uses), (1...FinalRelease.maxEntries).contains(batch)
        else { throw DepositWords.badNumbers }
        let bench = try ReleaseBench(validators, quorum: quorum, uses: uses)
        let bytes = bench.deposit.encoded
        var random = SystemRandom()
        let deals = try rate { _ = bench.dealing.deal(using: &random) }
        let checks = try rate { _ = try bench.check(bytes) }
        let single = try bench.release(1)
        let releases = try rate { _ = try bench.answer(single, &random) }
        let many = try bench.release(batch)
        let batched = try rate { _ = try bench.answer(many, &random) } * Double(batch)
        let answers = try bench.answers(&random)
        let openings = try rate { _ = try bench.open(answers) }
        print(
            """
            release, one thread, \(quorum) of \(validators) validators, \(uses) uses, \(bytes.count) bytes:
              deposits dealt/s              \(deals.shown(0))
              deposits checked by a node/s  \(checks.shown(0))
              uses answered singly/s        \(releases.shown(0))
              uses answered \(batch) at once/s  \(batched.shown(0))
              uses opened/s                 \(openings.shown(0))
            """)
    }

    /// Calls a second, over about a second.
    private func rate(_ body: () throws -> Void) throws -> Double {
        let start = ContinuousClock.now
        var count = 0
        while start.duration(to: .now) < .seconds(1) {
            for _ in 0..<16 { try body() }
            count += 16
        }
        return Double(count) / start.duration(to: .now).seconds
    }
}

/// Validators, a wallet and a relying party to measure with.
private struct ReleaseBench {
    let dealing: Dealing
    let deposit: Deposit
    private let set: DealtSet
    private let weekly: [SealingPrivateKey]
    private let keys: [PrivateKey]
    private let party = SealingPrivateKey()
    private let regulator = SealingPrivateKey()
    private let known: KnownRelease
    private let terms: DepositTerms
    private let own: OwnShares
    private let index: SecretIndex

    init(_ count: Int, quorum: Int, uses: Int) throws {
        keys = (0..<count).map { _ in PrivateKey(generating: .ed25519) }
        weekly = (0..<count).map { _ in SealingPrivateKey() }
        let members = keys.enumerated().map { DealtValidator(member: "node-\($0 + 1)", release: $1.publicKey) }
        let digest = SHA256.digest([1])
        guard let set = DealtSet(digest: digest, quorum: quorum, validators: members),
            let index = SecretIndex(use: 1)
        else { throw DepositWords.badNumbers }
        self.set = set
        self.index = index
        let context = GrantContext(origin: "bench/00", grant: digest, set: digest, party: "bank")
        let text = String(repeating: "a", count: 1_700)
        let package = UsePackage(keyBindings: [String(repeating: "b", count: 500)], caseOpening: [])
        dealing = try Dealing(
            context, to: set,
            keys: DealingKeys(
                validators: weekly.map(\.publicKey), party: party.publicKey, regulator: regulator.publicKey),
            expiry: 1_800_000_000, bodies: [DepositBody(presentations: [text])],
            uses: [UsePackage](repeating: package, count: uses), traceToken: [UInt8](repeating: 7, count: 200))
        var random = SystemRandom()
        deposit = dealing.deal(using: &random)
        known = KnownRelease(
            statement: StatementID(digest), height: Height(1), block: BlockID(digest), key: SealingPrivateKey())
        terms = DepositTerms(
            context: context, set: set, regulator: regulator.publicKey, mostUses: uses, expiry: 0...1_800_000_000,
            maxByteCount: Deposit.maxByteCount, bytesLeft: Deposit.maxByteCount, entriesLeft: 1_000)
        own = try FittingDeposit(deposit, within: terms).ownShares(at: set.positions[0], by: weekly[0])
    }

    /// What a node does when a deposit comes.
    func check(_ bytes: [UInt8]) throws -> OwnShares {
        try FittingDeposit(decoding: bytes, within: terms).ownShares(at: set.positions[0], by: weekly[0])
    }

    /// A final release of that many uses.
    func release(_ count: Int) throws -> FinalRelease {
        let entry = ReleaseEntry(manifest: deposit.manifest.digest, index: index)
        let members = set.validators.map(\.member)
        return try FinalRelease(
            ExecutedRelease(
                .use, statement: known.statement, releaseKey: known.key.publicKey, height: known.height,
                block: known.block, entries: [ReleaseEntry](repeating: entry, count: count)),
            cosigners: members, own: members[0], quorum: set.quorum)
    }

    /// What the first node does when it is asked.
    func answer(_ release: FinalRelease, _ random: inout SystemRandom) throws -> [UInt8] {
        try ReleaseAnswer.signed(
            release, holding: { _ in own }, by: keys[0], of: "node-1", in: terms.context.origin, using: &random)
    }

    /// Answers of a quorum to the first use.
    func answers(_ random: inout SystemRandom) throws -> [[UInt8]] {
        let release = try release(1)
        let fitting = try FittingDeposit(deposit, within: terms)
        return try (0..<set.quorum).map { place in
            let own = try fitting.ownShares(at: set.positions[place], by: weekly[place])
            return try ReleaseAnswer.signed(
                release, holding: { _ in own }, by: keys[place], of: "node-\(place + 1)", in: terms.context.origin,
                using: &random)
        }
    }

    /// What the relying party does with them.
    func open(_ answers: [[UInt8]]) throws -> OpenedUse {
        guard var collection = ShareCollection(of: deposit.manifest, index, from: set) else {
            throw DepositWords.badNumbers
        }
        for bytes in answers {
            _ = try collection.take(
                try ReceivedAnswer(bytes, to: known, from: set, in: terms.context.origin))
        }
        return try collection.secret().open(try PartyDeposit(deposit, by: party))
    }
}
