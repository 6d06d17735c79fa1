internal import Signing

extension String {
    /// Appends a line with its newline.
    mutating func append(line: String) {
        self += line
        self += "\n"
    }
}

extension ArraySlice<String> {
    /// Takes the next line, which must be exactly this.
    mutating func take(_ expected: String) throws(NoteError) {
        guard let line = popFirst() else { throw .missingLine }
        guard line.utf8.elementsEqual(expected.utf8) else { throw .unexpectedLine(line) }
    }

    /// Takes the next line, which must be a word, a space and a decimal number.
    mutating func takeNumber(_ word: String, max: UInt64) throws(NoteError) -> UInt64 {
        let text = try takeText(word)
        guard let number = Decimal.parse(text, max: max) else { throw .number(text) }
        return number
    }

    /// Takes the next line, which must be a word, a space and base64 of at least one byte.
    mutating func takeBase64(_ word: String) throws(NoteError) -> [UInt8] {
        let text = try takeText(word)
        guard let bytes = Base64.decode(text), !bytes.isEmpty else { throw .unexpectedLine(word + " " + text) }
        return bytes
    }

    /// Takes all that is left, each line the base64 of a hash.
    mutating func takeHashes(max: Int) throws(NoteError) -> [Digest] {
        guard count <= max else { throw .pathTooLong(limit: max, found: count) }
        var hashes: [Digest] = []
        while let line = popFirst() { hashes.append(try Digest(base64Line: line)) }
        return hashes
    }

    private mutating func takeText(_ word: String) throws(NoteError) -> String {
        guard let line = popFirst() else { throw .missingLine }
        let prefix = Array(word.utf8) + [UInt8(ascii: " ")]
        let utf8 = Array(line.utf8)
        guard utf8.starts(with: prefix) else { throw .unexpectedLine(line) }
        return String(decoding: utf8[prefix.count...], as: UTF8.self)
    }
}
