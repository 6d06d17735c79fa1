public import Signing

/// A leaf's place in the log, its path and a checkpoint, as one text (C2SP tlog-proof).
///
/// The leaf itself stands elsewhere; whoever verifies must have it.
public struct LogProof: Hashable, Sendable {
    public let index: LeafIndex
    /// Sibling hashes from the leaf upward.
    public let path: [Digest]
    public let note: SignedNote
    /// Bytes that nothing authenticates; nil when the file has no such line.
    public let extra: [UInt8]?

    /// The longest file that is read, in bytes.
    public static let maxByteCount = 131_072
    private static let header = "c2sp.org/tlog-proof@v1"

    public init(index: LeafIndex, path: [Digest], note: SignedNote, extra: [UInt8]? = nil) {
        self.index = index
        self.path = path
        self.note = note
        self.extra = extra?.isEmpty == true ? nil : extra
    }

    /// The whole file.
    public var encoded: String {
        var file = ""
        write(to: &file)
        return file
    }

    /// Appends the whole file.
    func write(to file: inout String) {
        file.append(line: LogProof.header)
        if let extra { file.append(line: "extra " + Base64.encode(extra)) }
        file.append(line: "index \(index)")
        for hash in path { file.append(line: hash.base64Line) }
        file.append(line: "")
        file += note.encoded
    }

    /// Reads a whole file.
    public init(parsing file: String) throws(NoteError) {
        let bytes = Array(file.utf8)
        try Lines.check(bytes, limit: LogProof.maxByteCount)
        try self.init(parsing: bytes[...])
    }

    /// Reads a file whose bytes were checked to be lines; a note that is known is not read again.
    init(parsing bytes: ArraySlice<UInt8>, known: SignedNote? = nil) throws(NoteError) {
        guard let end = Lines.firstEmptyLine(bytes) else { throw .noEmptyLine }
        var lines = Lines.split(bytes[..<end])[...]
        try lines.take(LogProof.header)
        extra = try lines.first?.hasPrefix("extra ") == true ? lines.takeBase64("extra") : nil
        index = LeafIndex(try lines.takeNumber("index", max: LeafIndex.limit - 1))
        path = try lines.takeHashes(max: InclusionProof.maxPathCount)
        let rest = Array(bytes[(end + 1)...])
        note = if let known, known.encoded.utf8.elementsEqual(rest) { known } else { try SignedNote(parsing: rest) }
    }

    /// Refuses unless that leaf stands in the log, at this place, under a checkpoint that the policy calls final.
    public func verify(leaf: some Sequence<UInt8>, policy: CheckpointPolicy) throws(ReceiptError) -> FinalCheckpoint {
        let final: FinalCheckpoint
        do throws(NoteError) { final = try policy.check(note) } catch { throw .note(error) }
        let head = final.checkpoint.head
        let proof = InclusionProof(index: index, size: head.size, path: path)
        do throws(ProofError) {
            try proof.verify(leafHash: Digest.leaf(leaf), root: head.root)
        } catch { throw .proof(error) }
        return final
    }
}
