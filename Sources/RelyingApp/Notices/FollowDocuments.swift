internal import Credentials
internal import Evidence
internal import Ledger
internal import Logging
internal import NodeAPI
internal import Rulebook
internal import Signing

/// Follows the ledger for the documents on which uses rely.
///
/// A block names the first bits of the keys that it touched. Documents whose keys begin so are asked of, by bucket and
/// with proof. What a block touched is one node's word: so every document is asked of again in turn.
extension RelyingDesk {
    /// So many blocks are looked at one by one; of more, every document is asked of once instead.
    private static let mostBlocks = 256
    /// Documents that are asked of in one turn.
    private static let mostDocuments = 256
    /// A proof is renewed after so many blocks without being asked for.
    private static let provenBlocks: UInt64 = 600

    /// One turn: what new uses rely on, what new blocks touched, what there is to ask. True when more is to be done at
    /// once.
    package func follow() async throws -> Bool {
        let isRelying = try await relyOnNewUses()
        let isBehind = try await lookAtBlocks()
        let isAsking = try await ask(of: try database.dueDocuments(limit: RelyingDesk.mostDocuments))
        guard !isRelying, !isBehind, !isAsking else { return true }
        if let height = try database.followed()?.height, height > RelyingDesk.provenBlocks {
            // A few each turn, so that no node is asked for everything at once.
            let old = try database.documents(provenBefore: height - RelyingDesk.provenBlocks, limit: 16)
            _ = try await ask(of: old)
        }
        return false
    }

    /// Notes on which documents uses rely that were opened since.
    func relyOnNewUses() async throws -> Bool {
        let uses = try database.usesToRelyOn(limit: 32)
        guard !uses.isEmpty else { return false }
        let walk = try await ledger.walk()
        for use in uses {
            let documents = (use.content?.documents ?? []).enumerated().compactMap { place, document in
                document.receipt.flatMap { issue($0, walk) }
                    .flatMap { isRecord($0, of: document.presentation) ? ReliedDocument($0) : nil }
                    .map { (place: place, document: $0) }
            }
            try database.rely(use, on: documents, origin: origin)
        }
        return uses.count == 32
    }

    /// What a receipt proves to be recorded; nil for one that proves nothing.
    private func issue(_ bytes: [UInt8], _ walk: EpochWalk) -> CheckedIssue? {
        Receipt(ofWallet: bytes).flatMap { try? CheckedIssue($0, network: walk.network(for: $0.checkpoint)) }
    }

    /// True for the record of this very document: a receipt of any other record is as easily had, and would have a
    /// stranger's document seem to be shown.
    private func isRecord(_ issue: CheckedIssue, of presentation: String) -> Bool {
        guard let text = try? UnprovenPresentation(presentation), let claims = try? text.claims() else { return false }
        let commitment = IssueRecord.commitment(salt: claims.ledger.correction.bytes, document: text.document.digest)
        return commitment == issue.record.commitment
    }

    /// Looks at what became final; true when there is more.
    private func lookAtBlocks() async throws -> Bool {
        let newest = try await ledger.newestHeight()
        let height = try database.followed()?.height
        guard newest.value > height ?? 0 else { return false }
        guard let height, newest.value - height <= UInt64(RelyingDesk.mostBlocks), try database.reliesOnAny() else {
            let last = try await ledger.blocks(after: Height(newest.value - 1), limit: 1)
            if let block = last.first { try database.askAll(upTo: block) }
            return false
        }
        try database.note(try await ledger.blocks(after: Height(height), limit: RelyingDesk.mostBlocks))
        return false
    }

    /// Asks the state of documents, and keeps what it proves. True when there was something to ask.
    private func ask(of documents: [ReliedDocument]) async throws -> Bool {
        guard !documents.isEmpty else { return false }
        let since = Height(documents.compactMap { max($0.due ?? 0, $0.finding?.height ?? 0) }.max() ?? 0)
        let states = try await ledger.values(.status, documents.map { $0.statusKey(origin) }, since: since)
        let disputes = try await ledger.values(.correction, documents.map { $0.correctionKey(origin) }, since: since)
        for document in documents {
            guard let state = states[document.statusKey(origin)], let dispute = disputes[document.correctionKey(origin)]
            else { continue }
            let isFirst = state.height <= dispute.height
            let finding: ReliedDocument.Finding
            do throws(CBORError) {
                finding = ReliedDocument.Finding(
                    status: try state.value.map { (bytes) throws(CBORError) in try StatusEntry(decoding: bytes) },
                    correction: try dispute.value.map { (bytes) throws(CBORError) in
                        try CorrectionEntry(decoding: bytes)
                    },
                    // Together they speak as of the older of the two.
                    height: (isFirst ? state : dispute).height.value, time: (isFirst ? state : dispute).time)
            } catch {
                throw LedgerSilent(zh: "账本状态无法读取：\(error)", en: "an entry of the state cannot be read: \(error)")
            }
            try database.note(finding, of: document, at: now())
        }
        return true
    }
}
