internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Signing

/// What others, or this desk before it was restored, have put on the ledger about the desk's documents.
extension Desk {
    /// Most blocks that are looked at in one turn.
    private static let window: UInt64 = 256

    /// Looks at the blocks that came since, and takes what concerns the desk; how much was new. Throws `LedgerAway`.
    ///
    /// Usually only blocks that touch a correction are read. With `isThorough` every block is, for what the desk itself
    /// did after the backup from which it was restored.
    func followLedger(isThorough: Bool = false) async throws -> Int {
        let followed = try database.followedHeight()
        let head = try await ledger.head()
        guard head.height.value > followed else { return 0 }
        var part = FollowedPart()
        part.height = min(head.height.value, followed + Desk.window)
        let term = try await ledger.network().parameters.correctionTerm
        for height in followed + 1...part.height {
            guard let block = try await ledger.block(Height(height)) else {
                throw LedgerAway("the node does not have block \(height) yet")
            }
            guard isThorough ? block.statements > 0 : !block.touched.correction.isEmpty else { continue }
            try await read(block, size: head.size, term: term, into: &part)
        }
        // Only a whole walk sees the states in their order.
        if !isThorough { part.statuses = [] }
        let new = try database.take(part, at: second)
        return part.height < head.height.value ? max(1, new) : new
    }

    /// Reads a block's leaves.
    private func read(_ block: BlockBody, size: UInt64, term: UInt64, into part: inout FollowedPart) async throws {
        var manifest: (statement: StatementID, leaf: LeafIndex, act: IssueDocuments)?
        var commitments: [Commitment] = []
        func close() {
            guard let open = manifest else { return }
            part.manifests.append(
                FoundManifest(
                    statement: open.statement, leaf: open.leaf, type: open.act.type, height: block.height,
                    commitments: commitments))
            manifest = nil
            commitments = []
        }
        for bundle in block.first / 256...block.seal / 256 {
            for (offset, leaf) in try await ledger.leaves(bundle: bundle, size: size).enumerated() {
                let index = bundle * 256 + UInt64(offset)
                guard index >= block.first, index < block.seal else { continue }
                if manifest != nil, leaf.first == 0x82, let record = try? IssueRecord(decoding: leaf) {
                    commitments.append(record.commitment)
                    continue
                }
                close()
                guard let statement = try? Statement(decoding: leaf),
                    let name = ActName(contentType: statement.header.contentType)
                else { continue }
                if name == .issueDocuments, statement.header.issuer == member.text,
                    let act = try? IssueDocuments(decoding: statement.payload)
                {
                    manifest = (statement.id, LeafIndex(index), act)
                } else {
                    note(statement, name, in: block, term: term, into: &part)
                }
            }
        }
        close()
    }

    private func note(
        _ statement: Statement, _ name: ActName, in block: BlockBody, term: UInt64, into part: inout FollowedPart
    ) {
        if name == .openCorrection, let act = try? OpenCorrection(decoding: statement.payload), act.issuer == member {
            part.corrections.append(
                FoundCorrection(
                    statement: statement.id, record: act.record, claim: act.claim, opened: block.time,
                    height: block.height, due: block.time + term * 1_000))
        }
        if name == .setStatus, statement.header.issuer == member.text,
            let act = try? SetStatus(decoding: statement.payload)
        {
            part.statuses.append((act.record, act.state))
        }
    }
}
