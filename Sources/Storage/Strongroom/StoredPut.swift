public import Signing

/// One sealed body as the strongroom knows it.
public struct StoredEntry: Hashable, Sendable {
    public let tag: Digest
    /// SHA-256 of the body.
    public let digest: Digest
    public let size: Int
    /// SHA-256 of what erases it.
    public let eraser: Digest

    public init(tag: Digest, digest: Digest, size: Int, eraser: Digest) {
        self.tag = tag
        self.digest = digest
        self.size = size
        self.eraser = eraser
    }
}

/// A batch of sealed bodies with what its owner signed: the unit that is stored, and passed from node to node.
public struct StoredPut: Sendable {
    public let id: StatementID
    /// The member that put it.
    public let owner: String
    /// POSIX seconds.
    public let expiry: UInt64
    public let statement: [UInt8]
    /// The signed list as it came.
    public let listing: [UInt8]
    public let entries: [StoredEntry]
    /// In the order of the entries; nil for a body that is not there.
    public let bodies: [[UInt8]?]

    /// Most entries of one put: a position takes twelve bits.
    public static let maxEntries = 4_096
    /// What an entry costs its owner beside the body's bytes, until its expiry, also once it is erased.
    public static let entryOverhead = 256

    public init(
        id: StatementID, owner: String, expiry: UInt64, statement: [UInt8], listing: [UInt8], entries: [StoredEntry],
        bodies: [[UInt8]?]
    ) {
        precondition(entries.count == bodies.count && (1...StoredPut.maxEntries).contains(entries.count))
        self.id = id
        self.owner = owner
        self.expiry = expiry
        self.statement = statement
        self.listing = listing
        self.entries = entries
        self.bodies = bodies
    }

    /// The day of the expiry, counted from 1970.
    var day: UInt64 { expiry / 86_400 }
}

/// Why a body is gone: proof that any node can check.
public enum ErasureProof: Hashable, Sendable {
    /// What hashes to the entry's eraser.
    case secret(Digest)
    /// The owner's signed deletion, by its id.
    case deletion(StatementID)
}

/// A put as it is passed on: with the proofs for what was erased from it.
public struct PassedPut: Sendable {
    public let put: StoredPut
    public let erased: [(position: Int, proof: ErasureProof)]
    /// The deletions that the proofs name.
    public let deletions: [[UInt8]]
}

/// A change of what the strongroom holds.
public enum StrongroomChange: Sendable {
    /// Keeps a put; one that comes from a client must not take a tag that is taken.
    case keep(StoredPut, isNew: Bool)
    /// The receiver shows what erases a body.
    case erase(tag: Digest, secret: Digest)
    /// Another node shows it.
    case eraseAt(StatementID, position: Int, secret: Digest)
    /// The owner has signed a deletion; names are tags with digests.
    case delete(owner: String, names: [StoredName], id: StatementID, statement: [UInt8])
}

/// A body's tag and digest.
public struct StoredName: Hashable, Sendable {
    public let tag: Digest
    public let digest: Digest

    public init(tag: Digest, digest: Digest) {
        self.tag = tag
        self.digest = digest
    }
}

/// What became of a change, durably.
public enum StrongroomOutcome: Hashable, Sendable {
    /// It is held from now on, or was mended.
    case kept
    /// It was held before.
    case held
    case tagTaken(position: Int)
    case overEntries(held: Int)
    case overBytes(held: Int)
    case full(bytes: Int)
    /// So many bodies are gone by it, or were before; under so many names nothing lies.
    case erased(Int, absent: Int)
    /// What was shown erases nothing that lies there.
    case wrongEraser
}

/// How much may be held.
public struct StrongroomRoom: Hashable, Sendable {
    /// Bodies of one member.
    public let memberEntries: Int
    /// Bytes of one member, `StoredPut.entryOverhead` an entry counted.
    public let memberBytes: Int
    /// Bytes of all members.
    public let bytes: Int

    public init(memberEntries: Int, memberBytes: Int, bytes: Int) {
        self.memberEntries = memberEntries
        self.memberBytes = memberBytes
        self.bytes = bytes
    }
}
