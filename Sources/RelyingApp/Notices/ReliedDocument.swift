internal import Ledger
internal import NodeAPI
public import Rulebook
internal import Signing

/// A document on which uses of this desk rely, and what the state says of it, proven.
public struct ReliedDocument: Sendable {
    /// Where its record stands in the log.
    public let record: UInt64
    public let issuer: MemberID
    public let type: TypeCode
    public let commitment: Commitment
    /// When its validity ends, in POSIX seconds; nil for never.
    public let expiry: UInt64?
    /// What was found; nil before the first look.
    var finding: Finding?
    /// A block that may have changed it and of which it was not asked yet.
    var due: UInt64?

    /// What the state said of a document.
    struct Finding: Hashable, Sendable {
        var status: StatusEntry?
        var correction: CorrectionEntry?
        /// The block of the proof, and its time in ms.
        let height: UInt64
        let time: UInt64
    }

    func statusKey(_ origin: String) -> StateKey { .status(origin: origin, issuer: issuer, commitment: commitment) }

    func correctionKey(_ origin: String) -> StateKey {
        .correction(origin: origin, issuer: issuer, commitment: commitment)
    }
}

extension ReliedDocument {
    init(_ issue: CheckedIssue) {
        self.init(
            record: issue.index.value, issuer: issue.issuer, type: issue.type, commitment: issue.record.commitment,
            expiry: issue.record.expiry, finding: nil, due: nil)
    }

    /// The 16 bits by which a block tells that it touched a key.
    static func prefix(_ key: StateKey) -> String { BucketPrefix(of: key, bits: 16).digits }
}

extension ReliedDocument.Finding {
    /// The changes that it tells of: the last of each kind.
    var changes: [DocumentChange] {
        var changes: [DocumentChange] = []
        if let status {
            changes.append(
                DocumentChange(event: DocumentEvent(status.state), height: status.height.value, time: status.since))
        }
        if let correction {
            changes.append(
                DocumentChange(event: .disputed, height: correction.height.value, time: correction.opened))
            if let answer = correction.answer {
                changes.append(
                    DocumentChange(
                        event: DocumentEvent(answer.outcome), height: answer.height.value, time: answer.time))
            }
        }
        return changes
    }
}
