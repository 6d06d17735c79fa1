extension JSONValue {
    /// The value on one line, without spaces.
    public var compact: String {
        var writer = JSONWriter(isPretty: false)
        writer.write(self, depth: 0)
        return writer.text
    }

    /// The value for people: two spaces a level, a member a line, and a newline at the end.
    public var pretty: String {
        var writer = JSONWriter(isPretty: true)
        writer.write(self, depth: 0)
        return writer.text + "\n"
    }
}

/// Writes JSON text; only what must be escaped is.
private struct JSONWriter {
    let isPretty: Bool
    private(set) var text = ""

    init(isPretty: Bool) {
        self.isPretty = isPretty
    }

    mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .string(let value): quote(value)
        case .array(let elements):
            list(elements, "[", "]", depth: depth) { writer, element in
                writer.write(element, depth: depth + 1)
            }
        case .object(let object):
            list(object.members, "{", "}", depth: depth) { writer, member in
                writer.quote(member.name)
                writer.text += writer.isPretty ? ": " : ":"
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func list<Item>(
        _ items: [Item], _ open: String, _ close: String, depth: Int, _ write: (inout JSONWriter, Item) -> Void
    ) {
        text += open
        for (index, item) in items.enumerated() {
            if index > 0 { text += "," }
            newline(depth + 1)
            write(&self, item)
        }
        if !items.isEmpty { newline(depth) }
        text += close
    }

    private mutating func newline(_ depth: Int) {
        guard isPretty else { return }
        text += "\n" + String(repeating: "  ", count: depth)
    }

    private mutating func quote(_ value: String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<"\u{20}": text += "\\u00" + Hex.encode([UInt8(scalar.value)])
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
