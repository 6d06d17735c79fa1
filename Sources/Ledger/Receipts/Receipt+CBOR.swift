internal import Signing

extension Receipt {
    /// The version of the CBOR form, its first element.
    private static let version: UInt64 = 1

    /// The CBOR form: the same facts in about two thirds of the bytes.
    public var encoded: [UInt8] {
        let parts = encodedParts
        return parts.proof + parts.checkpoint
    }

    /// The CBOR form in two parts: the leaf with its path, and the checkpoint, which is alike in all receipts under it.
    public var encodedParts: (proof: [UInt8], checkpoint: [UInt8]) {
        var encoder = CBOREncoder()
        encoder.array(7)
        encoder.unsigned(Receipt.version)
        encoder.optional(record) { encoder, record in
            encoder.array(3)
            encoder.byteString(record.bytes)
            encoder.unsigned(UInt64(record.position))
            encoder.digests(record.path)
        }
        encoder.byteString(leaf)
        encoder.unsigned(proof.index.value)
        encoder.digests(proof.path)
        let proof = encoder.bytes
        encoder = CBOREncoder()
        encoder.text(checkpoint.text)
        encoder.list(checkpoint.signatures) { encoder, signature in
            encoder.array(2)
            let isOrigin = signature.name.utf8.elementsEqual(checkpoint.firstLine)
            encoder.optional(isOrigin ? nil : signature.name) { $0.text($1) }
            encoder.byteString(signature.keyID.bigEndianBytes + signature.bytes)
        }
        return (proof, encoder.bytes)
    }

    /// Reads the CBOR form.
    public init(decoding bytes: [UInt8]) throws(ReceiptError) {
        guard bytes.count <= Receipt.maxByteCount else {
            throw .tooLong(limit: Receipt.maxByteCount, found: bytes.count)
        }
        var decoder = CBORDecoder(bytes)
        let parts: ReceiptParts
        do throws(CBORError) {
            try decoder.array(count: 7)
            try decoder.code(Receipt.version)
            parts = try ReceiptParts(from: &decoder)
            try decoder.finish()
        } catch { throw .encoding(error) }
        do throws(NoteError) {
            let logProof = LogProof(index: parts.index, path: parts.path, note: try parts.note())
            self = try Receipt(leaf: parts.leaf, logProof: logProof, record: parts.record)
        } catch { throw .note(error) }
    }
}

extension SignedNote {
    fileprivate var firstLine: Substring.UTF8View {
        text[..<(text.utf8.firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex)].utf8
    }
}

/// What the CBOR form of a receipt holds, before its texts are checked.
private struct ReceiptParts {
    let record: RecordProof?
    let leaf: [UInt8]
    let index: LeafIndex
    let path: [Digest]
    let text: String
    let signatures: [(name: String?, payload: [UInt8])]

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        record = try decoder.optional { (inner) throws(CBORError) in try ReceiptParts.record(&inner) }
        leaf = try decoder.filled(max: EntryBundle.maxLeafByteCount)
        index = LeafIndex(try decoder.unsigned(max: LeafIndex.limit - 1))
        path = try decoder.digests(max: InclusionProof.maxPathCount)
        text = try decoder.text(max: SignedNote.maxByteCount)
        signatures = try decoder.list(max: SignedNote.maxSignatures) { (inner) throws(CBORError) in
            try inner.array(count: 2)
            let name = try inner.optional { (name) throws(CBORError) in
                try name.text(max: NoteKey.maxNameByteCount)
            }
            return (name, try inner.byteString(max: SignedNote.maxByteCount))
        }
    }

    private static func record(_ decoder: inout CBORDecoder) throws(CBORError) -> RecordProof {
        try decoder.array(count: 3)
        let bytes = try decoder.filled(max: RecordProof.maxByteCount)
        let position = Int(try decoder.unsigned(max: RecordProof.maxPosition))
        return RecordProof(
            bytes: bytes, position: position, path: try decoder.digests(max: RecordProof.maxPathCount))
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
