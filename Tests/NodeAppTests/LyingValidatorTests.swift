import Hummingbird
import HummingbirdTesting
import Ledger
import NIOCore
import NodeAPI
import Releasing
import Rulebook
import Sealing
import Signing
import Synchronization
import TestSupport
import Testing

/// How often each of several was asked.
private final class QuestionCounts: Sendable {
    private let counts: Mutex<[Int]>

    init(_ count: Int) { counts = Mutex([Int](repeating: 0, count: count)) }

    /// Of that one: the number before this question.
    func next(_ number: Int) -> Int {
        counts.withLock { counts in
            defer { counts[number] += 1 }
            return counts[number]
        }
    }
}

/// Four validators that withstand one liar, played by one server: what each answers is made up.
private struct FourValidators {
    let network = TestNetwork.network(validators: 4, faultModel: .byzantine)
    let key = SealingPrivateKey()
    let deposit: Deposit
    let known: KnownRelease
    private let own: [OwnShares]

    var set: DealtSet { DealtSet(network) }

    init() throws {
        let weekly = (1...4).map { _ in SealingPrivateKey() }
        let (party, regulator) = (SealingPrivateKey(), SealingPrivateKey())
        let set = DealtSet(network)
        let context = GrantContext(network, GrantID(Digest.leaf([1])), MemberID(checked: "bank"))
        var random = SystemRandom()
        let deposit = try Dealing(
            context, to: set,
            keys: DealingKeys(
                validators: weekly.map(\.publicKey), party: party.publicKey, regulator: regulator.publicKey),
            expiry: 1_800_000_000, bodies: [DepositBody(presentations: ["示例~"])],
            uses: [UsePackage(keyBindings: ["示例"], caseOpening: [])], traceToken: []
        ).deal(using: &random)
        own = try zip(set.positions, weekly).map { position, secret in
            try OwnShares(
                of: deposit.manifest, at: position, opening: deposit[.sealedShares(position)], by: secret)
        }
        self.deposit = deposit
        known = KnownRelease(
            statement: StatementID(Digest.leaf([2])), height: Height(7), block: BlockID(Digest.leaf([3])), key: key)
    }

    /// What the validator of a number answers; with another key the shares are not what its position was dealt.
    func answer(_ number: Int, sealedTo other: SealingPublicKey? = nil) throws -> [UInt8] {
        let members = set.validators.map(\.member)
        let executed = ExecutedRelease(
            .use, statement: known.statement, releaseKey: other ?? key.publicKey, height: known.height,
            block: known.block,
            entries: [ReleaseEntry(manifest: deposit.manifest.digest, index: try #require(SecretIndex(use: 1)))])
        var random = SystemRandom()
        return try ReleaseAnswer.signed(
            try FinalRelease(executed, cosigners: members, own: members[number - 1], quorum: set.quorum),
            holding: { _ in own[number - 1] }, by: TestKey.of("node-\(number)/release"), of: members[number - 1],
            in: network.origin, using: &random)
    }

    /// Answers each validator's questions with the next of its answers, and then with the last again; nil is a 503.
    func gather(_ answers: [[[UInt8]?]], timeout: Duration = .seconds(20)) async throws -> (
        CheckedSecret, [FaultEvidence]
    ) {
        let counts = QuestionCounts(answers.count)
        let router = Router()
        router.post("{node}/release") { _, context -> Response in
            guard let number = context.parameters.get("node").flatMap({ Int($0) }), number < answers.count else {
                return Response(status: .notFound)
            }
            let place = min(counts.next(number), answers[number].count - 1)
            guard let bytes = answers[number][place] else { return Response(status: .serviceUnavailable) }
            return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        let wanted = WantedSecret(
            try #require(SecretIndex(use: 1)), of: deposit.manifest, dealtTo: set)
        return try await Application(router: router).test(.live) { client in
            let urls = answers.indices.map { "http://localhost:\(client.port ?? 0)/\($0)" }
            let gathering = ReleaseGathering(
                try NodeClient(urls), network, timeout: timeout, pause: .milliseconds(300))
            return try await gathering.secret(wanted, freedBy: known)
        }
    }
}

struct LyingValidatorTests {
    @Test func `a false share is blamed on its signer, and the others open the ticket`() async throws {
        let four = try FourValidators()
        // The liar seals its shares to a key of its own: what it signed opens to nothing.
        let lie = try four.answer(4, sealedTo: SealingPrivateKey().publicKey)
        let (secret, faults) = try await four.gather([
            [try four.answer(1)], [try four.answer(2)], [nil, try four.answer(3)], [lie],
        ])
        #expect(secret.index == SecretIndex(use: 1))
        let fault = try #require(faults.first)
        #expect(faults.count == 1)
        let facts = FaultFacts(
            origin: four.network.origin, statement: four.known.statement, releaseKey: four.key.publicKey,
            index: secret.index, manifest: four.deposit.manifest.digest, set: four.set)
        let position = try #require(Position(4))
        #expect(try fault.blame(facts) { _ in true } == .validatorSealedNothing(position, member: "node-4"))
    }

    @Test func `with a liar and one that is away, three of four are not enough`() async throws {
        let four = try FourValidators()
        let lie = try four.answer(4, sealedTo: SealingPrivateKey().publicKey)
        do {
            _ = try await four.gather(
                [[try four.answer(1)], [try four.answer(2)], [nil], [lie]], timeout: .seconds(1))
            Issue.record("two good shares opened a ticket of three")
        } catch let error as GatheringError {
            guard case .incomplete(found: 2, needed: 3, let faults, let said) = error else { throw error }
            #expect(faults.count == 1 && said.count == 1)
            #expect(said.first?.url.hasSuffix("/2") == true)
        }
    }

    @Test func `an answer in another's name counts for nothing`() async throws {
        let four = try FourValidators()
        let first = try four.answer(1)
        do {
            _ = try await four.gather(
                [[first], [first], [first], [Array("rubbish".utf8)]], timeout: .seconds(5))
            Issue.record("one share counted several times")
        } catch let error as GatheringError {
            guard case .incomplete(found: 1, needed: 3, let faults, _) = error else { throw error }
            #expect(faults.isEmpty)
        }
    }
}
