import Ledger
package import NodeAPI
package import Rulebook
import Signing

/// A document that somebody relies on, and the file in which its receipt stands.
package struct WatchedDocument: Sendable {
    let chosen: ChosenDocument
    let file: String
    let statusKey: StateKey
    let correctionKey: StateKey

    package init(_ issue: CheckedIssue, row: UInt64?, file: String, origin: String) {
        chosen = ChosenDocument(issue: issue, row: row)
        self.file = file
        statusKey = issue.statusKey(origin: origin)
        correctionKey = issue.correctionKey(origin: origin)
    }

    /// What its receipt proves.
    package var issue: CheckedIssue { chosen.issue }
}

/// Up to which blocks the changes of a document were told.
package struct ToldHeights: Hashable, Sendable {
    package var status: UInt64 = 0
    package var disputed: UInt64 = 0
    package var answered: UInt64 = 0

    /// Nothing was told that happened after that block.
    package init(_ height: UInt64 = 0) {
        (status, disputed, answered) = (height, height, height)
    }

    package init(status: UInt64, disputed: UInt64, answered: UInt64) {
        (self.status, self.disputed, self.answered) = (status, disputed, answered)
    }

    func covers(_ change: DocumentChange) -> Bool { change.height <= self[keyPath: ToldHeights.place(change.event)] }

    mutating func note(_ change: DocumentChange) {
        let place = ToldHeights.place(change.event)
        self[keyPath: place] = max(self[keyPath: place], change.height)
    }

    private static func place(_ event: DocumentEvent) -> WritableKeyPath<ToldHeights, UInt64> {
        switch event {
        case .suspended, .reinstated, .revoked, .superseded: \.status
        case .disputed: \.disputed
        case .answered: \.answered
        }
    }
}

/// Follows a ledger for some documents: which blocks may concern them, and what of that is new.
///
/// A block names the first bits of the keys that it touched. Where a document's are among them, the bucket of its key
/// is fetched, and the entry in it says by its own height whether the block was meant.
package struct DocumentWatch: Sendable {
    package let documents: [WatchedDocument]
    package private(set) var told: [ToldHeights]
    /// Every block up to here was looked at; nil before the first look.
    package private(set) var height: UInt64?
    /// The newest block of which an answer was proven; older answers are not taken any more.
    private var proven: UInt64 = 0
    private let byStatus: [String: [Int]]
    private let byCorrection: [String: [Int]]

    /// A watch that begins behind that block; `told` is in the order of the documents.
    package init(_ documents: [WatchedDocument], told: [ToldHeights], height: UInt64?) {
        precondition(documents.count == told.count, "\(told.count) places for \(documents.count) documents")
        self.documents = documents
        self.told = told
        self.height = height
        byStatus = Dictionary(grouping: documents.indices) { DocumentWatch.prefix(documents[$0].statusKey) }
        byCorrection = Dictionary(grouping: documents.indices) { DocumentWatch.prefix(documents[$0].correctionKey) }
    }

    /// The 16 bits by which a block tells that it touched the key.
    private static func prefix(_ key: StateKey) -> String { BucketPrefix(of: key, bits: 16).digits }

    /// Notes that changes were told, and that every block up to `height` was looked at.
    package mutating func note(_ changes: [DocumentChange], upTo height: UInt64?) {
        for change in changes { told[change.document].note(change) }
        if let height { self.height = max(self.height ?? 0, height) }
    }

    /// Notes of which block all answers were proven. Blocks beyond it were a node's word alone.
    ///
    /// They are looked at again.
    package mutating func note(proven: UInt64) {
        self.proven = max(self.proven, proven)
        height = height.map { min($0, self.proven) } ?? self.proven
    }

    /// What a block changed, with proofs: from the state, and where that has gone on since, from the block itself.
    package func changes(
        in block: BlockBody, from ledger: some WatchedLedger
    ) async throws -> [DocumentChange] {
        let status = block.touched.status.flatMap { byStatus[$0] ?? [] }.sorted()
        let correction = block.touched.correction.flatMap { byCorrection[$0] ?? [] }.sorted()
        guard !status.isEmpty || !correction.isEmpty else { return [] }
        var found = try await standing(status, correction, since: block.height, ledger)
        let changes = found.changes.filter { $0.height == block.height }
        // An entry that is younger than the block may hide what the block did.
        found.younger = found.younger.filter { place in place.height > block.height }
        let hidden = Set(found.younger.map(\.document))
        guard !hidden.isEmpty else { return fresh(changes) }
        let records = Set(hidden.map { documents[$0].issue.index })
        let acts = try await ledger.acts(in: block, about: records)
        guard acts.seal.height.value == block.height else { throw WatchWords.otherBlock(block.height) }
        return fresh(changes + passed(acts, among: hidden.sorted(), knowing: changes))
    }

    /// What stands against the documents, or was said last: of those at `places`, or of all.
    ///
    /// `asOf` is the oldest block that an answer speaks of. Changes after `limit` are left for their block.
    package func standing(
        of places: [Int]? = nil, upTo limit: UInt64 = .max, from ledger: some WatchedLedger
    ) async throws -> (changes: [DocumentChange], asOf: UInt64?) {
        let places = places ?? Array(documents.indices)
        let found = try await standing(places, places, since: proven, ledger)
        let changes = found.changes.filter { $0.height <= limit }
            .sorted { ($0.height, $0.document) < ($1.height, $1.document) }
        return (fresh(changes), found.asOf)
    }

    private func fresh(_ changes: [DocumentChange]) -> [DocumentChange] {
        changes.filter { !told[$0.document].covers($0) }
    }
}

extension DocumentWatch {
    /// What entries say: the changes that they prove, and which documents have one.
    private struct Standing {
        var changes: [DocumentChange] = []
        /// The newest block of each entry.
        var younger: [(document: Int, height: UInt64)] = []
        var asOf: UInt64?

        mutating func see(_ seal: Seal) { asOf = min(asOf ?? .max, seal.height.value) }
    }

    private func standing(
        _ status: [Int], _ correction: [Int], since height: UInt64, _ ledger: some WatchedLedger
    ) async throws -> Standing {
        var found = Standing()
        let states = try await ledger.ask(.status, status.map { documents[$0].statusKey }, since: height)
        for place in status {
            guard let state = states[documents[place].statusKey] else { throw WatchWords.noAnswer }
            found.see(state.seal)
            guard let entry = try state.value.map({ try StatusEntry(decoding: $0) }) else { continue }
            found.changes.append(
                change(place, DocumentEvent(entry.state), entry.height, entry.since, proof(place, state)))
            found.younger.append((place, entry.height.value))
        }
        let disputes = try await ledger.ask(.correction, correction.map { documents[$0].correctionKey }, since: height)
        for place in correction {
            guard let state = disputes[documents[place].correctionKey] else { throw WatchWords.noAnswer }
            found.see(state.seal)
            guard let entry = try state.value.map({ try CorrectionEntry(decoding: $0) }) else { continue }
            let proof = proof(place, state)
            found.changes.append(change(place, .disputed(due: entry.due), entry.height, entry.opened, proof))
            // Only an earlier dispute can hide behind the opening of the last one.
            found.younger.append((place, entry.height.value))
            if let answer = entry.answer {
                found.changes.append(change(place, .answered(answer.outcome), answer.height, answer.time, proof))
            }
        }
        return found
    }

    private func proof(_ place: Int, _ state: ProvenState) -> DocumentChange.Proof {
        let issue = documents[place].issue
        return .state(
            StatusProof(issuer: issue.issuer, commitment: issue.record.commitment, proof: state.proof),
            asOf: state.seal)
    }

    private func change(
        _ place: Int, _ event: DocumentEvent, _ height: Height, _ time: UInt64, _ proof: DocumentChange.Proof
    ) -> DocumentChange {
        DocumentChange(document: place, event: event, height: height.value, time: time, proof: proof)
    }

    /// The changes that a block's own acts tell, one of each kind for a document: the last of the block stands.
    private func passed(
        _ acts: ProvenActs, among places: [Int], knowing known: [DocumentChange]
    ) -> [DocumentChange] {
        var found: [DocumentChange] = []
        for place in places {
            let record = documents[place].issue.index
            var mine: [String: DocumentChange] = [:]
            for proven in acts.acts where proven.act.watchedRecord == record {
                guard let event = DocumentEvent(proven.act) else { continue }
                mine[event.subject] = change(
                    place, event, acts.seal.height, acts.seal.time, .act(proven.receipt))
            }
            for subject in ["status", "disputed", "answered"] {
                guard let one = mine[subject] else { continue }
                let isKnown = known.contains { $0.document == place && $0.event.subject == subject }
                if !isKnown { found.append(one) }
            }
        }
        return found
    }
}

extension DocumentEvent {
    /// What an act does to the document that it is about; nil for an act that says nothing of one.
    fileprivate init?(_ act: Act) {
        if case .setStatus(let act) = act {
            self.init(act.state)
        } else if case .openCorrection = act {
            self = .disputed(due: nil)
        } else if case .answerCorrection(let act) = act {
            self = .answered(act.outcome)
        } else {
            return nil
        }
    }

    /// Events of one subject follow each other in one entry.
    fileprivate var subject: String {
        switch self {
        case .suspended, .reinstated, .revoked, .superseded: "status"
        case .disputed: "disputed"
        case .answered: "answered"
        }
    }
}
