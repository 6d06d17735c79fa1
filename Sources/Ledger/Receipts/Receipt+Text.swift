internal import Signing

extension Receipt {
    /// The longest receipt that is read in either form, in bytes.
    public static let maxByteCount = 262_144
    private static let header = "deedbox/receipt/v1"

    /// The text form: what there is of a record, an empty line, the leaf, and the `.tlog-proof` as it is.
    public var text: String {
        var text = ""
        text.reserveCapacity(leaf.count * 3 / 2 + checkpoint.encoded.utf8.count + 2_048)
        text.append(line: Receipt.header)
        if let record {
            text.append(line: "record " + Base64.encode(record.bytes))
            text.append(line: "position \(record.position)")
            for hash in record.path { text.append(line: hash.base64Line) }
        }
        text.append(line: "")
        text.append(line: "leaf " + Base64.encode(leaf))
        logProof.write(to: &text)
        return text
    }

    /// Reads the text form. With a checkpoint that is known to be final, those under the same one take less work.
    public init(parsing text: String, known: FinalCheckpoint? = nil) throws(ReceiptError) {
        do throws(NoteError) {
            let bytes = Array(text.utf8)
            try Lines.check(bytes, limit: Receipt.maxByteCount)
            guard let end = Lines.firstEmptyLine(bytes[...]) else { throw .noEmptyLine }
            let record = try Receipt.record(Lines.split(bytes[..<end]))
            let rest = bytes[(end + 1)...]
            let leafEnd = (rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex - 1) + 1
            var leafLine = Lines.split(rest[..<leafEnd])[...]
            let leaf = try leafLine.takeBase64("leaf")
            guard leaf.count <= EntryBundle.maxLeafByteCount else {
                throw .tooLong(limit: EntryBundle.maxLeafByteCount, found: leaf.count)
            }
            let logProof = try LogProof(parsing: rest[leafEnd...], known: known?.note)
            if logProof.extra != nil { throw .unexpectedLine("extra") }
            self = try Receipt(leaf: leaf, logProof: logProof, known: known, record: record)
        } catch { throw .note(error) }
    }

    /// The lines before the empty one: the header alone, or a record with its place.
    private static func record(_ lines: [String]) throws(NoteError) -> RecordProof? {
        var rest = lines[...]
        try rest.take(header)
        if rest.isEmpty { return nil }
        let bytes = try rest.takeBase64("record")
        guard bytes.count <= RecordProof.maxByteCount else {
            throw .tooLong(limit: RecordProof.maxByteCount, found: bytes.count)
        }
        let position = Int(try rest.takeNumber("position", max: RecordProof.maxPosition))
        return RecordProof(
            bytes: bytes, position: position, path: try rest.takeHashes(max: RecordProof.maxPathCount))
    }

    /// The size of the log stands in the checkpoint alone.
    init(
        leaf: [UInt8], logProof: LogProof, known: FinalCheckpoint? = nil, record: RecordProof?
    ) throws(NoteError) {
        let size: UInt64
        if let known, known.note == logProof.note {
            size = known.checkpoint.head.size
        } else {
            size = try Checkpoint(parsing: logProof.note.text).head.size
        }
        guard logProof.index.value < size else {
            throw .indexOutsideTree(index: logProof.index.value, size: size)
        }
        let proof = InclusionProof(index: logProof.index, size: size, path: logProof.path)
        self.init(leaf: leaf, proof: proof, checkpoint: logProof.note, record: record)
    }
}
