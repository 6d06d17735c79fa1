/// A text with signature lines (C2SP signed-note): well formed, its signatures not checked yet.
public struct SignedNote: Hashable, Sendable {
    /// What is signed; it ends with a newline.
    public let text: String
    /// In the order of the note.
    public let signatures: [NoteSignature]
    /// The whole note: the text, an empty line, the signature lines.
    public let encoded: String

    /// The longest note that is read, in bytes.
    public static let maxByteCount = 65_536
    /// Most signature lines that are read.
    public static let maxSignatures = 64

    /// A note of a text that ends with a newline and has no control character else; another is the caller's bug.
    public init(text: String, signatures: [NoteSignature]) {
        precondition(text.utf8.last == UInt8(ascii: "\n"), "a note's text ends with a newline")
        precondition(Lines.controlCharacter(in: Array(text.utf8)) == nil, "a note's text has a control character")
        precondition(signatures.count <= SignedNote.maxSignatures, "\(signatures.count) signatures")
        self.text = text
        self.signatures = signatures
        encoded = signatures.reduce(into: text + "\n") { note, signature in note += signature.line + "\n" }
    }

    /// The same note with more signatures; a line that it has already is not repeated.
    public func adding(_ more: [NoteSignature]) -> SignedNote {
        var all = signatures
        for signature in more where !all.contains(signature) { all.append(signature) }
        return SignedNote(text: text, signatures: all)
    }

    /// Reads a whole note.
    public init(parsing note: String) throws(NoteError) {
        try self.init(parsing: Array(note.utf8))
    }

    /// Reads the bytes of a whole note; text and signatures part at the last empty line.
    public init(parsing bytes: [UInt8]) throws(NoteError) {
        try Lines.check(bytes, limit: SignedNote.maxByteCount)
        guard let end = Lines.lastEmptyLine(bytes) else { throw .noEmptyLine }
        guard end + 1 < bytes.count else { throw .noSignature }
        let lines = Lines.split(bytes[(end + 1)...])
        guard lines.count <= SignedNote.maxSignatures else {
            throw .tooManySignatures(limit: SignedNote.maxSignatures, found: lines.count)
        }
        var signatures: [NoteSignature] = []
        for line in lines { signatures.append(try NoteSignature(line: line)) }
        self.init(text: String(decoding: bytes[..<end], as: UTF8.self), signatures: signatures)
    }
}

extension SignedNote {
    /// Byte for byte: the whole note stands in `encoded`.
    public static func == (left: SignedNote, right: SignedNote) -> Bool { left.encoded.hasBytes(of: right.encoded) }

    public func hash(into hasher: inout Hasher) { encoded.hashBytes(into: &hasher) }
}

extension String {
    /// True for the same UTF-8; two forms of one character are not the same.
    fileprivate func hasBytes(of other: String) -> Bool {
        let known: Bool?? = unsafe utf8.withContiguousStorageIfAvailable { own in
            unsafe other.utf8.withContiguousStorageIfAvailable { unsafe own.elementsEqual($0) }
        }
        return (known ?? nil) ?? utf8.elementsEqual(other.utf8)
    }

    fileprivate func hashBytes(into hasher: inout Hasher) {
        var text = self
        text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
