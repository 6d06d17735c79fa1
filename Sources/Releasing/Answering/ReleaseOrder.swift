public import Ledger
public import Sealing
public import Signing

/// One secret whose shares a statement on the ledger sets free.
public struct ReleaseEntry: Hashable, Sendable {
    /// The digest of the manifest in force for it.
    public let manifest: Digest
    public let index: SecretIndex

    public init(manifest: Digest, index: SecretIndex) {
        self.manifest = manifest
        self.index = index
    }
}

/// What a node finds in its own stored and executed block: a `use` with its records, or a `trace`.
public struct ExecutedRelease: Sendable {
    /// What sets shares free.
    public enum Kind: Sendable {
        /// Sets free the secrets of uses, never that of a trace packet.
        case use
        /// Sets free the secret of trace packets, and nothing else.
        case trace
    }

    public let kind: Kind
    public let statement: StatementID
    /// The fresh key that the statement names: shares are sealed to it and to no other.
    public let releaseKey: SealingPublicKey
    public let height: Height
    /// The block's id, that is the hash of its seal.
    public let block: BlockID
    /// Each accepted use of the statement, in its order: with the manifest that the grant named at that block.
    public let entries: [ReleaseEntry]

    /// What one block says of one statement.
    public init(
        _ kind: Kind, statement: StatementID, releaseKey: SealingPublicKey, height: Height, block: BlockID,
        entries: [ReleaseEntry]
    ) {
        self.kind = kind
        self.statement = statement
        self.releaseKey = releaseKey
        self.height = height
        self.block = block
        self.entries = entries
    }
}

/// A use or trace that is final before this node's own eyes: only then does it give shares. Only the check makes one.
public struct FinalRelease: Sendable {
    let executed: ExecutedRelease

    /// Most entries that one answer covers; of a statement with more, the node is asked part by part.
    public static let maxEntries = 512

    /// Checks the rule of release: a quorum of cosignatures over the node's own block, its own among them.
    ///
    /// `cosigners` are those whose cosignatures this node has verified over a checkpoint that covers the block in its
    /// own log; `own` is the node among them. A node without a seat in their set, because it has left, has nothing to
    /// cosign with: for it `own` is nil, and a quorum of the others counts. `quorum` is that of the checkpoint's epoch,
    /// or more where the scene asks for more.
    public init(
        _ executed: ExecutedRelease, cosigners: [String], own: String?, quorum: Int
    ) throws(ReleaseRefusal) {
        if let own, !cosigners.contains(own) { throw .notCosignedHere }
        let distinct = Set(cosigners).count
        guard distinct >= quorum else { throw .notFinal(cosignatures: distinct, needed: quorum) }
        guard (1...FinalRelease.maxEntries).contains(executed.entries.count) else {
            throw .entryCount(executed.entries.count, limit: FinalRelease.maxEntries)
        }
        for entry in executed.entries where entry.index.isUse != (executed.kind == .use) {
            throw .notSetFree(entry.index)
        }
        self.executed = executed
    }
}

/// Why a node gives no share: a case per rule, with its facts.
public enum ReleaseRefusal: Error, Equatable, Sendable {
    case notCosignedHere
    case notFinal(cosignatures: Int, needed: Int)
    case entryCount(Int, limit: Int)
    case notSetFree(SecretIndex)
    case nothingHeld

    /// The stable code.
    public var code: String {
        switch self {
        case .notCosignedHere, .notFinal: "release-not-final"
        case .entryCount: "release-entries"
        case .notSetFree: "release-not-set-free"
        case .nothingHeld: "release-nothing-held"
        }
    }

    /// Who must do what so that it goes on.
    public var nextStep: String {
        switch self {
        case .notCosignedHere, .notFinal: "ask again when the block is final, or ask a node that is not behind"
        case .entryCount: "ask for fewer uses at once"
        case .notSetFree: "a use opens tickets, a trace opens trace packets: submit the other statement"
        case .nothingHeld: "ask another validator of the set that the grant was dealt to"
        }
    }
}

extension ReleaseRefusal: CustomStringConvertible {
    /// The fact.
    public var description: String {
        switch self {
        case .notCosignedHere: "this node has not cosigned the block"
        case .notFinal(let found, let needed): "\(found) cosignatures, \(needed) are needed"
        case .entryCount(let count, let limit): "\(count) uses in one question, 1 to \(limit) are answered"
        case .notSetFree(let index): "the statement does not set free the secret of the \(index)"
        case .nothingHeld: "this node holds no share of any of them"
        }
    }
}
