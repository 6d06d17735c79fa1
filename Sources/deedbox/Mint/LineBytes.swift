import Signing

/// One JSON object on a line, its members written one after another.
struct LineBytes {
    private var bytes: [UInt8] = []

    init(reserving count: Int) {
        bytes.reserveCapacity(count)
    }

    /// The finished line with its newline.
    var closed: [UInt8] { bytes + Array("}\n".utf8) }

    /// A member of plain ASCII that needs no escape.
    mutating func text(_ name: String, _ value: String) {
        open(name)
        bytes += "\"\(value)\"".utf8
    }

    mutating func number(_ name: String, _ value: UInt64) {
        open(name)
        TextBytes.appendDecimal(value, to: &bytes)
    }

    mutating func base64(_ name: String, _ value: [UInt8]) {
        open(name)
        bytes.append(UInt8(ascii: "\""))
        TextBytes.appendBase64(value, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// An array whose items `write` writes.
    mutating func list<Item>(_ name: String, _ items: [Item], _ write: (Item, inout [UInt8]) -> Void) {
        open(name)
        bytes.append(UInt8(ascii: "["))
        for (position, item) in items.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            write(item, &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func open(_ name: String) {
        bytes.append(bytes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
        bytes += "\"\(name)\":".utf8
    }
}
