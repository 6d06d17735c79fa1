public import Ledger
public import NodeAPI
public import Releasing
public import Rulebook
public import Signing
internal import Synchronization

/// The ledger over the HTTP of its nodes: one stands in for another.
public final class RelyingNodes: RelyingLedger {
    private let client: NodeClient
    private let network0: Network
    private let patience: UInt64
    private let walked: Mutex<Walked>

    /// Where the walk along the epochs has come to, and when.
    private struct Walked {
        var walk: EpochWalk
        var since: ContinuousClock.Instant?
    }

    /// How long an epoch is taken without asking for the next one.
    private static let epochPause: Duration = .seconds(10)

    /// Nodes of the ledger that began as `network`, which the desk trusts; `patience` is the seconds that one waits.
    public init(_ nodes: [String], _ network: Network, patience: UInt64) throws {
        client = try NodeClient(nodes, timeoutSeconds: Int64(clamping: max(patience, 1)))
        network0 = network
        self.patience = patience
        walked = Mutex(Walked(walk: EpochWalk(from: network), since: nil))
    }

    public var origin: String { network0.origin }

    public func network() async throws -> Network { try await walk().network }

    public func walk() async throws -> EpochWalk {
        let (known, since) = walked.withLock { ($0.walk, $0.since) }
        if let since, since.duration(to: .now) < RelyingNodes.epochPause { return known }
        let reached = try await newest().walk
        walked.withLock { $0 = Walked(walk: reached, since: .now) }
        return reached
    }

    public func epochs() async throws -> EpochProof { try await newest().proof }

    /// The steps that a node gives, when they lead on from the genesis, and where they lead.
    private func newest() async throws -> (proof: EpochProof, walk: EpochWalk) {
        let proof = try await asking { try await client.epochs() }
        var walk = EpochWalk(from: network0)
        do throws(EpochError) { try walk.take(proof) } catch {
            throw LedgerSilent(zh: "节点的任期证明不成立：\(error)", en: "the node's proof of epochs does not hold: \(error)")
        }
        return (proof, walk)
    }

    public func value(_ kind: StateKind, _ key: StateKey, since height: Height) async throws -> ProvenValue {
        guard let found = try await values(kind, [key], since: height)[key] else {
            throw LedgerSilent(zh: "账本还没有区块。", en: "the ledger has no block yet")
        }
        return found
    }

    public func values(
        _ kind: StateKind, _ keys: [StateKey], since height: Height
    ) async throws -> [StateKey: ProvenValue] {
        guard !keys.isEmpty else { return [:] }
        let walk = try await walk()
        var silence = LedgerSilent(zh: "账本还没有区块。", en: "the ledger has no block yet")
        let end = ContinuousClock.now + .seconds(Int64(clamping: patience))
        repeat {
            for url in client.urls {
                do {
                    let found = try await asking { try await values(kind, keys, at: url, walk) }
                    if let found, found.values.allSatisfy({ $0.height >= height }) { return found }
                    silence = LedgerSilent(zh: "节点 \(url) 落后。", en: "the node \(url) is behind")
                } catch let error as LedgerSilent { silence = error }
            }
            // Nothing is behind where any block will do: then every node was asked, and none answered well.
            guard height > Height(0) else { break }
            try await Task.sleep(for: .milliseconds(200))
        } while ContinuousClock.now < end
        throw silence
    }

    /// The proven values under keys at one node, a bucket fetched once; nil when the node has no block yet.
    private func values(
        _ kind: StateKind, _ keys: [StateKey], at url: String, _ walk: EpochWalk
    ) async throws -> [StateKey: ProvenValue]? {
        let node = try NodeClient([url], timeoutSeconds: 10)
        let bits = try await node.buckets(kind).bits
        var found: [StateKey: ProvenValue] = [:]
        let asked = Dictionary(grouping: Set(keys)) { BucketPrefix(of: $0, bits: bits) }
        for (prefix, keys) in asked.sorted(by: { $0.key.value < $1.key.value }) {
            guard let bucket = try await node.bucket(kind, prefix) else { return nil }
            let policy = walk.policy(for: bucket.seal.checkpoint)
            for key in keys { found[key] = try RelyingNodes.value(of: key, in: bucket, policy, url) }
        }
        return found
    }

    private static func value(
        of key: StateKey, in bucket: SealedBucket, _ policy: CheckpointPolicy, _ url: String
    ) throws(LedgerSilent) -> ProvenValue {
        do throws(SealedProofError) {
            let proof = try bucket.proof(of: key, policy: policy)
            let found = try proof.value(of: key, policy: policy)
            return ProvenValue(
                value: found.value, height: found.seal.height, time: found.seal.time, proof: proof.encoded)
        } catch {
            throw LedgerSilent(zh: "节点 \(url) 的证明不成立：\(error)", en: "the proof of \(url) does not hold: \(error)")
        }
    }

    public func sceneCodes(of party: MemberID) async throws -> [SceneCode] {
        try await asking { try await client.scenes() }.filter { $0.party == party.text }.compactMap {
            SceneCode($0.code)
        }
    }

    public func registrant(of key: PublicKey) async throws -> MemberID? {
        let members = try await asking { try await client.members() }
        let text = Base64.encode(key.bytes)
        return members.first { $0.keys.contains { $0.key == text && $0.algorithm == key.algorithm.name } }
            .flatMap { MemberID($0.id) }
    }

    public func newestHeight() async throws -> Height { Height(try await asking { try await client.status() }.height) }

    public func blocks(after height: Height, limit: Int) async throws -> [BlockBody] {
        let newest = try await newestHeight().value
        guard newest > height.value else { return [] }
        var blocks: [BlockBody] = []
        for number in (height.value + 1)...min(newest, height.value + UInt64(limit)) {
            guard let block = try await asking({ try await client.block(Height(number)) }), block.height == number
            else {
                throw LedgerSilent(zh: "节点还没有区块 \(number)。", en: "the node does not have the block \(number) yet")
            }
            blocks.append(block)
        }
        return blocks
    }

    public func typeNames(_ type: TypeCode) async throws -> TypeNames? {
        try await asking { try await client.type(type) }.map { body in
            let fields = (body.fields ?? []).map { ($0.path, $0.name) }
            return TypeNames(name: body.name, fields: Dictionary(fields) { first, _ in first })
        }
    }

    public func submit(_ statement: Statement) async throws -> OutcomeBody {
        let outcomes = try await asking {
            try await client.submit([Submission(statement: statement)], waitsForFinal: true)
        }
        guard let outcome = outcomes.first else { throw LedgerSilent(zh: "节点没有答复。", en: "the node gave no answer") }
        return outcome
    }

    public func outcome(of id: StatementID) async throws -> OutcomeBody? {
        let walk = try await walk()
        var refused: OutcomeBody?
        var silence: LedgerSilent?
        var isAnswered = false
        // What one node does not know, or denies, another may prove.
        for node in client.each {
            do {
                let found = try await asking { try await node.outcome(id) }
                isAnswered = true
                guard let found else { continue }
                if found.state == .final {
                    _ = try found.checkedReceipt(of: id, walk)
                    return found
                }
                if refused == nil { refused = found }
            } catch let error as LedgerSilent { silence = error }
        }
        if let silence, !isAnswered { throw silence }
        return refused
    }

    public func blockTime() async throws -> UInt64 { try await asking { try await client.status() }.blockTime }

    /// The block is found by halving, so that a node learns the block and not the leaf.
    public func sealReceipt(of index: LeafIndex) async throws -> [UInt8] {
        var (low, high) = (UInt64(1), try await asking { try await client.status() }.height)
        while low < high {
            let middle = low + (high - low) / 2
            if try await seal(of: middle) < index.value { low = middle + 1 } else { high = middle }
        }
        let seal = LeafIndex(try await seal(of: low))
        guard seal > index, let receipt = try await asking({ try await client.receipt(seal) }) else {
            throw LedgerSilent(zh: "节点还没有条目 \(index)。", en: "the node does not have the leaf \(index) yet")
        }
        return receipt.encoded
    }

    /// Where the seal of a block stands.
    private func seal(of height: UInt64) async throws -> UInt64 {
        guard let body = try await asking({ try await client.block(Height(height)) }) else {
            throw LedgerSilent(zh: "节点还没有区块 \(height)。", en: "the node does not have the block \(height) yet")
        }
        return body.seal
    }

    public func deposit(_ request: [UInt8], _ deposit: [UInt8]) async throws -> HeldDeposit {
        do {
            let body = try await client.deposit(request, deposit)
            return HeldDeposit(
                words: body.words,
                refusals: body.refusals.map { refusal in
                    Bilingual(
                        zh: "\(refusal.member)：\(refusal.detail.zh)", en: "\(refusal.member): \(refusal.detail.en)")
                })
        } catch NodeClientError.problem(_, let problem) where problem.status < 500 && problem.status != 429 {
            throw RelyingRefusal(problem.code, Words(problem))
        } catch let error as NodeClientError { throw LedgerSilent(error.words.detail) }
    }

    public func call(_ statement: Statement, to code: Digest) async throws {
        try await client.call(statement, to: code)
    }

    public func secret(_ wanted: WantedSecret, freedBy release: KnownRelease) async throws -> GatheredShares {
        let network = try await network()
        let gathering = ReleaseGathering(client, network, timeout: .seconds(Int64(clamping: patience)))
        do {
            let gathered = try await gathering.secrets([wanted], freedBy: release)[0]
            return (gathered.secret, gathered.faults)
        } catch GatheringError.incomplete(let found, let needed, let faults, _) where !faults.isEmpty {
            return (.failure(.tooFewShares(found, needed: needed)), faults)
        } catch let error as GatheringError { throw LedgerSilent(error.words.detail) }
    }

    /// Whatever a node does not do now may be done later, or by another node: the desk waits and asks again.
    private func asking<Answer: Sendable>(_ ask: () async throws -> Answer) async throws -> Answer {
        do { return try await ask() } catch let error as NodeClientError {
            throw LedgerSilent(error.words.detail)
        }
    }
}

extension Words {
    /// What a node's problem says.
    fileprivate init(_ problem: Problem) {
        self.init(zh: problem.detailZh, en: problem.detail, nextZh: problem.nextZh, nextEn: problem.next)
    }
}
