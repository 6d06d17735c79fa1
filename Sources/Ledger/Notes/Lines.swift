/// Text in lines, each ended by a newline, as notes and proof files are made of.
enum Lines {
    private static let newline = UInt8(ascii: "\n")

    /// Refuses what no such text is: too long, not UTF-8, with control characters, or without a final newline.
    static func check(_ bytes: [UInt8], limit: Int) throws(NoteError) {
        guard bytes.count <= limit else { throw .tooLong(limit: limit, found: bytes.count) }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        if let offset = controlCharacter(in: bytes) { throw .controlCharacter(offset: offset) }
        guard bytes.last == newline else { throw .noFinalNewline }
    }

    /// Where the first control character other than a newline stands.
    static func controlCharacter(in bytes: [UInt8]) -> Int? {
        bytes.firstIndex { $0 < 0x20 && $0 != newline }
    }

    /// The lines of checked bytes, without their newlines.
    static func split(_ bytes: ArraySlice<UInt8>) -> [String] {
        bytes.dropLast().split(separator: newline, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Where the newline of the last empty line stands that has a line before it.
    static func lastEmptyLine(_ bytes: [UInt8]) -> Int? {
        bytes.indices.dropFirst().last { bytes[$0] == newline && bytes[$0 - 1] == newline }
    }

    /// Where the newline of the first empty line stands that has a line before it.
    static func firstEmptyLine(_ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.indices.dropFirst().first { bytes[$0] == newline && bytes[$0 - 1] == newline }
    }
}
