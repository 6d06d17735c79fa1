public import Signing

/// What happens to a grant that makes its nodes delete something of its deposit. Each follows from an executed block.
public enum DepositEvent: Hashable, Sendable {
    /// The holder withdrew the rest; so many uses were counted.
    case withdrawn(used: Int)
    /// A later manifest took over what was not used; so many uses were counted.
    case dealtAgain(used: Int)
    /// The grant is over, and its uses have been answered for as long as the rules ask: only tracing is left.
    case closed
    /// The term of tracing is over.
    case forgotten

    /// Its code in a deletion's word.
    public var code: UInt64 {
        switch self {
        case .withdrawn: 1
        case .dealtAgain: 2
        case .closed: 3
        case .forgotten: 4
        }
    }

    /// The uses counted, where that matters; else 0.
    var used: Int {
        switch self {
        case .withdrawn(let used), .dealtAgain(let used): used
        case .closed, .forgotten: 0
        }
    }
}

/// What a node deletes, for good: parts in the strongroom, and shares of its own.
public struct DepositDeletions: Hashable, Sendable {
    public let parts: [DepositPart]
    public let shares: [SecretIndex]
}

extension DepositManifest {
    /// What goes at an event. The sealed shares of all go at the first one: each holds shares that must not be opened
    /// any more, and by then every validator has its own apart.
    ///
    /// Shares of counted uses stay until the grant is closed, so that asking again gives the same.
    public func deletions(at event: DepositEvent) -> DepositDeletions {
        let sealed = Position.all(of: count).map(DepositPart.sealedShares)
        switch event {
        case .withdrawn(let used):
            let unused = uses.indices.filter { $0.value > used }
            return DepositDeletions(parts: unused.map(DepositPart.ticket) + sealed, shares: unused)
        case .dealtAgain(let used):
            // The later manifest has a trace packet of its own.
            let unused = uses.indices.filter { $0.value > used }
            return DepositDeletions(
                parts: unused.map(DepositPart.ticket) + sealed + [.trace], shares: [.trace] + unused)
        case .closed:
            let bodies = bodies.indices.map(DepositPart.body)
            let tickets = uses.indices.map(DepositPart.ticket)
            return DepositDeletions(parts: [.partyPart] + bodies + tickets + sealed, shares: uses.indices)
        case .forgotten:
            return DepositDeletions(parts: depositParts, shares: uses.secrets)
        }
    }
}

/// A validator's signed word that it has deleted something of a deposit: the payload of a COSE_Sign1 by its release
/// key.
///
/// It is a statement for which the member answers, no proof: of backups nobody can say anything, except that the
/// share-sealing key of the week is destroyed after it.
public struct DeletionWord: Hashable, Sendable, CBORCodable {
    /// The digest of the manifest.
    public let manifest: Digest
    public let position: Position
    /// The event's code, and the uses counted by then.
    public let event: UInt64
    public let used: Int
    /// When it was done, POSIX seconds.
    public let time: UInt64

    /// The word that what an event asks for is done.
    public init(_ event: DepositEvent, of manifest: Digest, at position: Position, time: UInt64) {
        self.manifest = manifest
        self.position = position
        self.event = event.code
        used = event.used
        self.time = time
    }

    /// Signs it in the name of the member that runs the node; `notAfter` is the deposit's expiry.
    public func signed(by key: PrivateKey, of member: String, in origin: String, notAfter: UInt64) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.depositDeletion, issuer: member, origin: origin, notAfter: notAfter)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    /// Reads a validator's signed word; its position is the signer's.
    public init(verifying bytes: [UInt8], from set: DealtSet, in origin: String) throws(AnswerRefusal) {
        let word = try SignedWord(bytes, Purpose.depositDeletion, origin, set)
        do throws(CBORError) { self = try DeletionWord(decoding: word.payload) } catch { throw .payload(error) }
        guard position == word.position else { throw .otherPosition(said: position, actual: word.position) }
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.digest(manifest)
        position.encode(into: &encoder)
        encoder.unsigned(event)
        encoder.unsigned(UInt64(used))
        encoder.unsigned(time)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        manifest = try decoder.digest()
        position = try Position(from: &decoder)
        let start = decoder.offset
        event = try decoder.unsigned(max: 4)
        guard event > 0 else { throw .unknownCode(offset: start, code: event) }
        used = Int(try decoder.unsigned(max: UInt64(SecretIndex.limit)))
        time = try decoder.unsigned(max: ExpiryWeek.lastSecond)
    }
}
