import Signing

/// The bytes that stand for a row: a JSON array of `[column, value]` pairs in the order of the header.
///
/// Compact, UTF-8, with only the escapes that must be: what `JSONValue.compact` writes. Their SHA-256 is the
/// document's digest.
package struct CanonicalRow: Sendable {
    private let prefixes: [[UInt8]]

    /// A writer for rows below these columns.
    package init(columns: [String]) {
        prefixes = columns.enumerated().map { position, column in
            Array((position == 0 ? "[[" : ",[").utf8) + Array((JSONValue.string(column).compact + ",").utf8)
        }
    }

    /// Appends the row's bytes; false when they are not UTF-8. The row has a field for each column.
    package func write(_ row: TableRow, to output: inout [UInt8]) -> Bool {
        precondition(row.count == prefixes.count, "a row of \(row.count) fields below \(prefixes.count) columns")
        let start = output.count
        for (index, prefix) in prefixes.enumerated() {
            output += prefix
            CanonicalRow.quote(row.bytes, row.range(index), to: &output)
            output.append(UInt8(ascii: "]"))
        }
        output.append(UInt8(ascii: "]"))
        return CanonicalRow.isUTF8(output, from: start)
    }

    static func isUTF8(_ bytes: [UInt8], from start: Int) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            let part = unsafe UnsafeBufferPointer(rebasing: buffer[start...])
            return (try? unsafe UTF8Span(validating: part.span)) != nil
        }
    }

    static func quote(_ bytes: [UInt8], _ range: Range<Int>, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        var start = range.lowerBound
        while start < range.upperBound {
            let stop = unsafe bytes.withUnsafeBufferPointer { buffer in
                var index = start
                while index < range.upperBound, unsafe !mustEscape(buffer[index]) { index += 1 }
                return index
            }
            output.append(contentsOf: bytes[start..<stop])
            if stop < range.upperBound { escape(bytes[stop], to: &output) }
            start = stop + 1
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func escape(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
        case UInt8(ascii: "\n"): output += "\\n".utf8
        case UInt8(ascii: "\r"): output += "\\r".utf8
        case UInt8(ascii: "\t"): output += "\\t".utf8
        case _: output += ("\\u00" + Hex.encode([byte])).utf8
        }
    }
}
