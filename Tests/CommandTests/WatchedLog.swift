import Ledger
import NodeAPI
import Rulebook
import Signing
import deedbox

/// A ledger in memory as a watcher asks it, with documents of the police on it and acts about them.
struct WatchedLog: WatchedLedger {
    let node: LocalNode

    func ask(_ kind: StateKind, _ keys: [StateKey], since height: UInt64) async throws -> [StateKey: ProvenState] {
        var found: [StateKey: ProvenState] = [:]
        for key in keys {
            let proof = try await node.proof(of: key)
            let value = try proof.value(of: key, policy: node.network.policy)
            guard value.seal.height.value >= height else { throw Behind() }
            found[key] = ProvenState(value: value.value, seal: value.seal, proof: proof)
        }
        return found
    }

    func acts(in block: BlockBody, about records: Set<LeafIndex>) async throws -> ProvenActs {
        let seal = try Seal(decoding: try await node.receipt(of: LeafIndex(block.seal)).leaf)
        var acts: [ProvenAct] = []
        for index in block.first..<block.seal {
            if let act = ProvenAct(try await node.receipt(of: LeafIndex(index)), about: records) { acts.append(act) }
        }
        return ProvenActs(seal: seal, acts: acts)
    }

    struct Behind: Error {}
    struct NotAccepted: Error {}

    /// The correction key of the document at a position.
    static func key(_ position: Int) -> PrivateKey { SampleKeys.key("correction-\(position)") }

    private static func document(_ position: Int) -> Digest { SHA256.digest(Array("document \(position)".utf8)) }

    /// Records documents, and gives each as somebody watches it who has its receipt.
    func record(_ count: Int) async throws -> [WatchedDocument] {
        let records = (0..<count).map { position in
            IssueRecord(
                commitment: IssueRecord.commitment(
                    correctionKey: WatchedLog.key(position).publicKey, document: WatchedLog.document(position)),
                expiry: nil)
        }
        let leaves = records.map { Digest.leaf($0.encoded) }
        let type = try SampleLedger.type("identity-card").code
        let act = Act.issueDocuments(
            IssueDocuments(type: type, typeVersion: 1, count: count, root: MerkleTree.root(of: leaves)))
        let statement = try await signed(act, by: "police")
        let submission = Submission(statement: statement, records: records)
        guard case .final(_, let receipt) = try await node.submit([submission])[0] else { throw NotAccepted() }
        return try records.indices.map { position in
            let proof = RecordProof(
                bytes: records[position].encoded, position: position,
                path: MerkleTree.path(to: position, in: leaves))
            let whole = Receipt(
                leaf: receipt.leaf, proof: receipt.proof, checkpoint: receipt.checkpoint, record: proof)
            return WatchedDocument(
                try CheckedIssue(whole, network: node.network), row: UInt64(position + 2), file: "births",
                origin: node.network.origin)
        }
    }

    /// The police changes the status of a document; the block is final when this returns.
    func set(_ state: DocumentState, _ document: WatchedDocument) async throws {
        let issue = document.issue
        let act = SetStatus(
            record: issue.index, commitment: issue.record.commitment, state: state,
            reason: Commitment(SHA256.digest(Array("reason".utf8))))
        try await send(try await signed(.setStatus(act), by: "police"))
    }

    /// The holder of the document at a position says that it is wrong.
    func dispute(_ position: Int, _ document: WatchedDocument, claim: String = "claim") async throws {
        let key = WatchedLog.key(position)
        let act = Act.openCorrection(
            OpenCorrection(
                record: document.issue.index, issuer: document.issue.issuer, key: key.publicKey,
                document: WatchedLog.document(position), claim: Commitment(SHA256.digest(Array(claim.utf8)))))
        let header = StatementHeader(
            contentType: act.name.contentType, issuer: nil, origin: node.network.origin,
            notAfter: await node.now / 1_000 + 300)
        try await send(Statement.signed(header, payload: act.payload, by: key))
    }

    /// The police answers.
    func answer(_ outcome: CorrectionOutcome, _ document: WatchedDocument, words: String = "words") async throws {
        let act = AnswerCorrection(
            record: document.issue.index, commitment: document.issue.record.commitment, outcome: outcome,
            answer: Commitment(SHA256.digest(Array(words.utf8))))
        try await send(try await signed(.answerCorrection(act), by: "police"))
    }

    private func signed(_ act: Act, by member: String) async throws -> Statement {
        let header = StatementHeader(
            contentType: act.name.contentType, issuer: member, origin: node.network.origin,
            notAfter: await node.now / 1_000 + 300)
        return Statement.signed(header, payload: act.payload, by: SampleKeys.key(member))
    }

    private func send(_ statement: Statement) async throws {
        guard case .final = try await node.submit([Submission(statement: statement)])[0] else { throw NotAccepted() }
    }
}
