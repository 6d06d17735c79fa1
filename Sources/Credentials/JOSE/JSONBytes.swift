import Signing

/// Writes compact JSON as bytes: what is hashed or signed is made once, and kept as it was made.
struct JSONBytes {
    private(set) var bytes: [UInt8] = []

    static func of(_ object: JSONObject) -> [UInt8] {
        var writer = JSONBytes()
        writer.write(.object(object))
        return writer.bytes
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: text("null")
        case .bool(let value): text(value ? "true" : "false")
        case .integer(let value): text(String(value))
        case .string(let value): quote(value)
        case .array(let elements):
            list(elements, "[", "]") { writer, element in writer.write(element) }
        case .object(let object):
            list(object.members, "{", "}") { writer, member in
                writer.name(member.name)
                writer.write(member.value)
            }
        }
    }

    /// Items between brackets.
    mutating func list<Item>(
        _ items: [Item], _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ write: (inout JSONBytes, Item) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        for (index, item) in items.enumerated() {
            if index > 0 { comma() }
            write(&self, item)
        }
        bytes.append(UInt8(ascii: close))
    }

    mutating func comma() { bytes.append(UInt8(ascii: ",")) }

    /// A member's name and what separates it from its value.
    mutating func name(_ name: String) {
        quote(name)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Text that is JSON already.
    mutating func text(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Bytes that are JSON already.
    mutating func raw(_ other: [UInt8]) { bytes.append(contentsOf: other) }

    mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        // Most texts stand as they are.
        if bytes[start...].contains(where: JSONBytes.needsEscape) {
            bytes.removeLast(bytes.count - start)
            escape(text)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20: bytes.append(contentsOf: ("\\u00" + Hex.encode([byte])).utf8)
            case _: bytes.append(byte)
            }
        }
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}
