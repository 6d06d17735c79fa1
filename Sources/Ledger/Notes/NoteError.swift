/// Why bytes are not a signed note, a checkpoint, a key or a proof file, or not one to rely on.
public enum NoteError: Error, Equatable, Sendable {
    /// The whole is longer than any that is read.
    case tooLong(limit: Int, found: Int)
    case notUTF8
    /// A byte below 0x20 that is no newline.
    case controlCharacter(offset: Int)
    /// The last byte is no newline.
    case noFinalNewline
    /// No empty line parts the text from the signatures.
    case noEmptyLine
    /// Nothing follows the last empty line.
    case noSignature
    case tooManySignatures(limit: Int, found: Int)
    /// Not an em dash, a space, a name, a space and base64 of five bytes or more.
    case signatureLine(String)
    /// Empty, too long, or with a space, a plus or a control character.
    case keyName(String)
    /// Not name, plus, eight lower-case hexadecimal digits, plus and base64 of a type and 32 bytes.
    case verifierKey(String)
    /// A key type other than 0x01 and 0x04.
    case keyType(UInt8)
    /// The key id of a verifier key does not follow from its name and key.
    case keyID(expected: UInt32, found: UInt32)
    /// A checkpoint has three lines.
    case lineCount(expected: Int, found: Int)
    /// Not a decimal number within its limit.
    case number(String)
    /// Not the base64 of 32 bytes.
    case hash(String)
    /// An empty log has one root only.
    case emptyTreeRoot
    /// The text ends before a line that it must have.
    case missingLine
    /// Another line than the format has at this place.
    case unexpectedLine(String)
    /// A path has more hashes than any.
    case pathTooLong(limit: Int, found: Int)
    /// The leaf would stand behind the end of the log.
    case indexOutsideTree(index: UInt64, size: UInt64)
    /// The checkpoint is of another log.
    case otherOrigin(expected: String, found: String)
    /// A known key is named by a signature that is not its.
    case wrongSignature(name: String, keyID: UInt32)
    /// No key of the log signed.
    case noLogSignature
    /// Fewer members of the quorum cosigned than it needs.
    case quorumMissing(needed: Int, found: Int)
}
