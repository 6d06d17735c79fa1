/// The first identifier of a PDF (ISO 32000-1, 14.4): programs keep it when they change the file.
///
/// It proves nothing: it only says which image an altered file was made from.
struct PDFIdentifier: Hashable, Sendable {
    let bytes: [UInt8]

    private static let maxByteCount = 128

    /// The identifier in a file's last trailer, or in its last cross-reference stream; nil when it has none in
    /// hexadecimal.
    init?(_ file: [UInt8]) {
        guard file.starts(with: Array("%PDF-".utf8)) else { return nil }
        let name = Array("/ID".utf8)
        var place = file.count - name.count
        while place >= 0 {
            if file[place] == name[0], file[place..<place + name.count].elementsEqual(name),
                let found = PDFIdentifier.string(file[(place + name.count)...])
            {
                bytes = found
                return
            }
            place -= 1
        }
        return nil
    }

    /// The first hexadecimal string of an array.
    private static func string(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var rest = text.drop(while: isSpace)
        guard rest.popFirst() == UInt8(ascii: "[") else { return nil }
        rest = rest.drop(while: isSpace)
        guard rest.popFirst() == UInt8(ascii: "<") else { return nil }
        var digits: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: ">") {
            if isSpace(byte) { continue }
            guard let digit = digit(byte), digits.count < 2 * maxByteCount else { return nil }
            digits.append(digit)
        }
        // Too short to tell one file from another.
        guard digits.count >= 16, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20: true
        case _: false
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        case _: nil
        }
    }
}
