import Rulebook
import Signing

/// What makes two rows the same: the bytes that stand for the values of one document, whatever source they come from.
///
/// A JSON array of pairs: the type, the fields that are not empty in the order of the type, the holder, the day of the
/// data. Its SHA-256 is the row's id.
struct RowIdentity {
    private struct Part {
        /// `,["name",`
        let prefix: [UInt8]
        let slot: Int
    }

    private let head: [UInt8]
    private let parts: [Part]
    private var bytes: [UInt8] = []

    init(type: TypeCode, version: UInt64, parts: [(name: String, slot: Int)]) {
        head = Array("[[\"type\",\"\(type)\",\"\(version)\"]".utf8)
        self.parts = parts.map { part in
            Part(prefix: Array(",[\(JSONValue.string(part.name).compact),".utf8), slot: part.slot)
        }
    }

    /// The id of a row; nil when a value is not UTF-8.
    mutating func digest(of row: TableRow) -> Digest? {
        bytes.removeAll(keepingCapacity: true)
        bytes += head
        for part in parts where !row.isEmpty(part.slot) {
            bytes += part.prefix
            CanonicalRow.quote(row.bytes, row.range(part.slot), to: &bytes)
            bytes.append(UInt8(ascii: "]"))
        }
        bytes.append(UInt8(ascii: "]"))
        guard CanonicalRow.isUTF8(bytes, from: 0) else { return nil }
        return SHA256.digest(bytes)
    }
}
