public import Ledger
public import Signing

/// What can be said of a recorded document. A document of which nothing was said is in force.
public enum DocumentState: UInt64, Sendable, CaseIterable {
    case inForce = 1
    case suspended = 2
    case revoked = 3
    case superseded = 4

    /// The word that files and the API use.
    public var word: String {
        switch self {
        case .inForce: "inForce"
        case .suspended: "suspended"
        case .revoked: "revoked"
        case .superseded: "superseded"
        }
    }

    public init?(word: String) {
        guard let match = DocumentState.allCases.first(where: { $0.word == word }) else { return nil }
        self = match
    }

    /// Revoked and superseded are for good.
    public var isFinal: Bool {
        switch self {
        case .inForce, .suspended: false
        case .revoked, .superseded: true
        }
    }
}

/// `document.status`: the issuer of a record revokes, suspends, reinstates or supersedes its document.
public struct SetStatus: Hashable, Sendable, CBORCodable {
    /// Where the record stands in the log.
    public let record: LeafIndex
    public let commitment: Commitment
    public let state: DocumentState
    /// Salted: reason, legal basis and successor, opened off the ledger to whom they concern.
    public let reason: Commitment

    public init(record: LeafIndex, commitment: Commitment, state: DocumentState, reason: Commitment) {
        self.record = record
        self.commitment = commitment
        self.state = state
        self.reason = reason
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.unsigned(record.value)
        commitment.encode(into: &encoder)
        encoder.unsigned(state.rawValue)
        reason.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        record = LeafIndex(try decoder.unsigned(max: 1 << 53))
        commitment = try Commitment(from: &decoder)
        let start = decoder.offset
        let code = try decoder.unsigned()
        guard let state = DocumentState(rawValue: code) else { throw .unknownCode(offset: start, code: code) }
        self.state = state
        reason = try Commitment(from: &decoder)
    }
}

/// A document's status as it stands in the state: small, for buckets hold dozens.
public struct StatusEntry: Hashable, Sendable, CBORCodable {
    public let state: DocumentState
    /// The time of the block that said so, in ms.
    public let since: UInt64
    public let height: Height

    public init(state: DocumentState, since: UInt64, height: Height) {
        self.state = state
        self.since = since
        self.height = height
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(state.rawValue)
        encoder.unsigned(since)
        encoder.unsigned(height.value)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        let start = decoder.offset
        let code = try decoder.unsigned()
        guard let state = DocumentState(rawValue: code) else { throw .unknownCode(offset: start, code: code) }
        self.state = state
        since = try decoder.unsigned()
        height = Height(try decoder.unsigned(max: 1 << 53))
    }
}

/// `note.anchor`: a member fixes a salted digest of anything in time.
public struct AnchorNote: Hashable, Sendable, CBORCodable {
    public let kind: NoteKind
    public let commitment: Commitment

    public init(kind: NoteKind, commitment: Commitment) {
        self.kind = kind
        self.commitment = commitment
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.unsigned(kind.rawValue)
        commitment.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        let start = decoder.offset
        let code = try decoder.unsigned()
        guard let kind = NoteKind(rawValue: code) else { throw .unknownCode(offset: start, code: code) }
        self.kind = kind
        commitment = try Commitment(from: &decoder)
    }
}

/// What an anchored digest stands for.
public enum NoteKind: UInt64, Sendable, CaseIterable {
    case other = 0
    case statusList = 1
    case directoryRoot = 2
    case policy = 3
    case publicNotice = 4
}
