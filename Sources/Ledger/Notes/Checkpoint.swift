internal import Signing

/// What a log says of itself: its origin, its size and its root (C2SP tlog-checkpoint), in three lines.
///
/// A checkpoint is signed only over a tree whose last leaf is a seal, and by one key only over trees that
/// continue each other: the signer sees to both, for neither shows in the text.
public struct Checkpoint: Hashable, Sendable {
    /// The ledger's name, and the name of its log keys.
    public let origin: String
    public let head: TreeHead

    /// A checkpoint under an origin that `NoteKey.isName` accepts; another is the caller's bug.
    public init(origin: String, head: TreeHead) {
        precondition(NoteKey.isName(origin), "no log has the origin \(origin)")
        precondition(head.size <= LeafIndex.limit, "no log has \(head.size) leaves")
        self.origin = origin
        self.head = head
    }

    /// The signed text: origin, size, base64 of the root, each with its newline.
    public var text: String {
        "\(origin)\n\(head.size)\n\(Base64.encode(head.root.bytes))\n"
    }

    /// Reads the text of a note; extension lines, which no ledger of ours has, are refused.
    public init(parsing text: String) throws(NoteError) {
        let bytes = Array(text.utf8)
        try Lines.check(bytes, limit: SignedNote.maxByteCount)
        let lines = Lines.split(bytes[...])
        guard lines.count == 3 else { throw .lineCount(expected: 3, found: lines.count) }
        guard NoteKey.isName(lines[0]) else { throw .keyName(lines[0]) }
        guard let size = Decimal.parse(lines[1], max: LeafIndex.limit) else { throw .number(lines[1]) }
        let root = try Digest(base64Line: lines[2])
        guard size > 0 || root == MerkleTree.emptyRoot else { throw .emptyTreeRoot }
        self.init(origin: lines[0], head: TreeHead(size: size, root: root))
    }
}

extension Digest {
    /// Reads the base64 of 32 bytes, as checkpoints and proofs carry hashes.
    init(base64Line line: String) throws(NoteError) {
        guard let bytes = Base64.decode(line), let digest = Digest(bytes) else { throw .hash(line) }
        self = digest
    }

    var base64Line: String { Base64.encode(bytes) }
}
