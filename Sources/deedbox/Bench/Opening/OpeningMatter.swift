import Credentials
import Evidence
import Ledger
import NodeAPI
import Releasing
import Rulebook
import Sealing
import Signing

/// One grant from the wallet's dealing to the desk's verdict, with what the two of them keep on the way.
struct OpeningMatter: Sendable {
    let desk: OpeningDesk
    let document: HeldDocument
    let walk: EpochWalk
    /// A use of a grant of one use.
    private static let index = SecretIndex(use: 1)
    /// Bytes of a trace token.
    private static let tokenByteCount = 200

    /// What the desk has once the grant is final.
    private struct Granted {
        let id: GrantID
        let deposit: Deposit
        let set: DealtSet
        let receipt: [UInt8]
    }

    /// What the desk has once the use is final.
    private struct Counted {
        let release: KnownRelease
        let receipt: [UInt8]
    }

    /// Goes through all steps, and takes the time of each.
    func run() async throws -> OpeningTimes {
        guard let index = OpeningMatter.index else { throw OpeningFault.notOpened("no index") }
        let start = ContinuousClock.now
        let granted = try await grant(index)
        let given = ContinuousClock.now
        let counted = try await use(granted)
        let used = ContinuousClock.now
        let opened = try await open(granted, counted, index)
        let released = ContinuousClock.now
        try await verify(opened, granted, counted)
        let end = ContinuousClock.now
        return OpeningTimes(
            granting: start.duration(to: given), counting: given.duration(to: used),
            opening: used.duration(to: released), verifying: released.duration(to: end))
    }

    /// The wallet deals; the desk hands the deposit to the nodes, and the grant behind it.
    private func grant(_ index: SecretIndex) async throws -> Granted {
        let network = desk.network
        let grant = BenchGrant(desk.party.scenes[0], uses: 1, of: desk.party, in: network)
        let set = DealtSet(network)
        let deposit = try await deposit(of: grant, to: set, index)
        let answer = try await desk.client.deposit(grant.request, deposit.encoded)
        guard DepositReceipt(of: deposit.manifest, answer.words, in: set) != nil else {
            throw OpeningFault.notKept(answer.acknowledgements.count, answer.refusals.map(\.code))
        }
        let outcome = try await final(
            grant.given(uses: 1, deposit: deposit.manifest.digest, in: network))
        return Granted(id: grant.id, deposit: deposit, set: set, receipt: outcome.receipt)
    }

    private func deposit(of grant: BenchGrant, to set: DealtSet, _ index: SecretIndex) async throws -> Deposit {
        let (origin, expiry) = (desk.network.origin, grant.expiry)
        let context = GrantContext(desk.network, grant.id, desk.party.member)
        let shown = try SDJWT(parsing: document.credential).showing(BenchSetup.openingFields.map { ClaimPath($0) })
        let bound = shown.bound(
            by: document.holder, audience: desk.party.member.text, nonce: context.nonce(of: index),
            issuedAt: Moment.now / 1_000)
        let words = try await desk.client.weeklyKeys(ExpiryWeek(of: expiry)).announcements
        guard let binding = bound?.keyBinding else { throw CredentialWords.badKey }
        guard let keys = WeeklyKey.keys(of: set, expiry: expiry, from: words, in: origin) else {
            throw OpeningFault.noWeeklyKeys(words.count)
        }
        var random = SystemRandom()
        return try Dealing(
            context, to: set,
            keys: DealingKeys(validators: keys, party: desk.sealingKey.publicKey, regulator: desk.regulator),
            expiry: expiry, bodies: [DepositBody(presentations: [shown.text], receipts: [document.receipt])],
            uses: [UsePackage(keyBindings: [binding], caseOpening: [])],
            traceToken: Random.bytes(OpeningMatter.tokenByteCount)
        ).deal(using: &random)
    }

    private func use(_ granted: Granted) async throws -> Counted {
        let key = SealingPrivateKey()
        let statement = desk.party.use(granted.id, 1, releaseKey: ReleaseKey(key.publicKey), in: desk.network)
        let outcome = try await final(statement)
        guard let block = try await desk.client.block(outcome.height), let id = Digest(hex: block.id) else {
            throw LedgerWords.noBlock
        }
        let release = KnownRelease(statement: statement.id, height: outcome.height, block: BlockID(id), key: key)
        return Counted(release: release, receipt: outcome.receipt)
    }

    /// A quorum of shares gives the secret; with the desk's own part it opens the ticket and the body.
    private func open(_ granted: Granted, _ counted: Counted, _ index: SecretIndex) async throws -> OpenedUse {
        let gathering = ReleaseGathering(desk.client, desk.network, pause: .milliseconds(20))
        let wanted = WantedSecret(index, of: granted.deposit.manifest, dealtTo: granted.set)
        let (secret, faults) = try await gathering.secret(wanted, freedBy: counted.release)
        guard faults.isEmpty else { throw OpeningFault.notOpened("\(faults.count) false shares") }
        return try secret.open(try PartyDeposit(granted.deposit, by: desk.sealingKey))
    }

    /// Asks the state by bucket, and judges everything.
    private func verify(_ opened: OpenedUse, _ granted: Granted, _ counted: Counted) async throws {
        let check = UseCheck(walk)
        var use = PresentedUse(
            opened, of: granted.deposit.manifest, to: desk.party.member, receipts: opened.body.receipts,
            grant: granted.receipt, use: counted.receipt)
        for (question, key) in check.questions(of: use) {
            let bits = Int(try await desk.client.buckets(question.kind).bits)
            guard let bucket = try await desk.client.bucket(question.kind, BucketPrefix(of: key, bits: bits)) else {
                throw LedgerWords.noBlock
            }
            try check.take(bucket, for: question, key, into: &use)
        }
        let verdict = check.verdict(on: use)
        guard verdict.answer == .yes else {
            throw OpeningFault.notValid(verdict.allChecks.filter { $0.answer != .yes }.map { "\($0)" })
        }
    }

    /// Sends a statement that must become final.
    private func final(_ statement: Statement) async throws -> (height: Height, receipt: [UInt8]) {
        let outcomes = try await desk.client.submit([Submission(statement: statement)], waitsForFinal: true)
        guard let outcome = outcomes.first, let height = outcome.height, let receipt = outcome.receipt else {
            throw OpeningFault.notFinal(outcomes.first?.code ?? "pending")
        }
        return (Height(height), Array(receipt.utf8))
    }
}

/// How long each step of a matter took.
struct OpeningTimes: Sendable {
    /// Dealt, kept by a quorum, granted.
    let granting: Duration
    /// Counted, finally.
    let counting: Duration
    /// Shares gathered, ticket and body opened.
    let opening: Duration
    /// Proofs fetched, the verdict made.
    let verifying: Duration

    var sinceUse: Duration { counting + opening + verifying }
    var total: Duration { granting + sinceUse }
}

/// Why a matter did not come to its end.
enum OpeningFault: Error, CustomStringConvertible {
    case noRegulator
    case noWeeklyKeys(Int)
    case notKept(Int, [String])
    case notFinal(String)
    case notOpened(String)
    case notValid([String])

    var description: String {
        switch self {
        case .noRegulator: "no regulator has a sealing key"
        case .noWeeklyKeys(let count): "the nodes know the weekly keys of \(count) validators, not of all"
        case .notKept(let count, let codes): "\(count) validators keep the deposit; the others say \(codes)"
        case .notFinal(let code): "a statement is not final: \(code)"
        case .notOpened(let fact): "the use does not open: \(fact)"
        case .notValid(let checks): "the use is not valid: \(checks.joined(separator: "; "))"
        }
    }
}
