internal import Signing

/// Reads receipts in CBOR, of which many stand under few checkpoints: the note of each is read once.
///
/// It remembers what a note says, and not whether it is final; so many of them, and the newest instead of the oldest.
public struct ReceiptReader: Sendable {
    private var notes: [ReadNote] = []
    private let limit: Int

    /// Remembers at most so many notes.
    public init(limit: Int = 16) { self.limit = limit }

    /// Reads the CBOR form of a receipt.
    public mutating func receipt(_ bytes: [UInt8]) throws(ReceiptError) -> Receipt {
        guard bytes.count <= Receipt.maxByteCount else {
            throw .tooLong(limit: Receipt.maxByteCount, found: bytes.count)
        }
        var decoder = CBORDecoder(bytes)
        let parts: LeafParts
        let rest: Result<ReadNote, NoteError>
        do throws(CBORError) {
            parts = try LeafParts(from: &decoder)
            rest = try note(&decoder)
        } catch { throw .encoding(error) }
        do throws(NoteError) { return try parts.receipt(try rest.get()) } catch { throw .note(error) }
    }

    /// The note with which the bytes end.
    private mutating func note(_ decoder: inout CBORDecoder) throws(CBORError) -> Result<ReadNote, NoteError> {
        let bytes = Array(decoder.bytes[decoder.offset...])
        if let known = notes.first(where: { $0.bytes == bytes }) { return .success(known) }
        let parts = try NoteParts(from: &decoder)
        try decoder.finish()
        do throws(NoteError) {
            let note = try parts.note()
            let read = ReadNote(bytes: bytes, note: note, size: try Checkpoint(parsing: note.text).head.size)
            remember(read)
            return .success(read)
        } catch { return .failure(error) }
    }

    private mutating func remember(_ read: ReadNote) {
        guard limit > 0 else { return }
        if notes.count == limit { notes.removeFirst() }
        notes.append(read)
    }
}

/// A note as receipts carry it, and the size of the log that it names.
private struct ReadNote: Sendable {
    let bytes: [UInt8]
    let note: SignedNote
    let size: UInt64
}

/// What the CBOR form of a receipt holds before its checkpoint.
private struct LeafParts {
    let record: RecordProof?
    let leaf: [UInt8]
    let index: LeafIndex
    let path: [Digest]

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 7)
        try decoder.code(Receipt.version)
        record = try decoder.optional { (inner) throws(CBORError) in try LeafParts.record(&inner) }
        leaf = try decoder.filled(max: EntryBundle.maxLeafByteCount)
        index = LeafIndex(try decoder.unsigned(max: LeafIndex.limit - 1))
        path = try decoder.digests(max: InclusionProof.maxPathCount)
    }

    private static func record(_ decoder: inout CBORDecoder) throws(CBORError) -> RecordProof {
        try decoder.array(count: 3)
        let bytes = try decoder.filled(max: RecordProof.maxByteCount)
        let position = Int(try decoder.unsigned(max: RecordProof.maxPosition))
        return RecordProof(
            bytes: bytes, position: position, path: try decoder.digests(max: RecordProof.maxPathCount))
    }

    /// The size of the log stands in the checkpoint alone.
    func receipt(_ read: ReadNote) throws(NoteError) -> Receipt {
        guard index.value < read.size else { throw .indexOutsideTree(index: index.value, size: read.size) }
        let proof = InclusionProof(index: index, size: read.size, path: path)
        return Receipt(leaf: leaf, proof: proof, checkpoint: read.note, record: record)
    }
}

/// A checkpoint in the CBOR form of a receipt, before its texts are checked.
private struct NoteParts {
    let text: String
    let signatures: [(name: String?, payload: [UInt8])]

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        text = try decoder.text(max: SignedNote.maxByteCount)
        signatures = try decoder.list(max: SignedNote.maxSignatures) { (inner) throws(CBORError) in
            try inner.array(count: 2)
            let name = try inner.optional { (name) throws(CBORError) in
                try name.text(max: NoteKey.maxNameByteCount)
            }
            return (name, try inner.byteString(max: SignedNote.maxByteCount))
        }
    }

    /// The note that the text and the signatures make; a signature without a name bears the origin's.
    func note() throws(NoteError) -> SignedNote {
        let origin = try Checkpoint(parsing: text).origin
        var lines: [NoteSignature] = []
        for (name, payload) in signatures {
            if let name, name.utf8.elementsEqual(origin.utf8) { throw .keyName(name) }
            let bearer = name ?? origin
            guard NoteKey.isName(bearer) else { throw .keyName(bearer) }
            guard payload.count > 4 else { throw .signatureLine(bearer) }
            lines.append(
                NoteSignature(
                    name: bearer, keyID: UInt32(bigEndianBytes: payload[..<4]), bytes: Array(payload[4...])))
        }
        guard !lines.isEmpty else { throw .noSignature }
        let note = SignedNote(text: text, signatures: lines)
        let count = note.encoded.utf8.count
        guard count <= SignedNote.maxByteCount else { throw .tooLong(limit: SignedNote.maxByteCount, found: count) }
        return note
    }
}

extension CBORDecoder {
    /// A byte string of at least one byte.
    fileprivate mutating func filled(max: Int) throws(CBORError) -> [UInt8] {
        let start = offset
        let bytes = try byteString(max: max)
        guard !bytes.isEmpty else { throw .outOfRange(offset: start) }
        return bytes
    }

    /// A number that must be this one.
    fileprivate mutating func code(_ expected: UInt64) throws(CBORError) {
        let start = offset
        let found = try unsigned()
        guard found == expected else { throw .unknownCode(offset: start, code: found) }
    }
}
