/// Names and values as forms and queries carry them (`application/x-www-form-urlencoded`), each name once.
public struct FormText: Hashable, Sendable {
    /// In order.
    public private(set) var fields: [(name: String, value: String)] = []

    /// Content type of a form.
    public static let mediaType = "application/x-www-form-urlencoded"
    private static let maxFields = 64

    /// A form of these fields.
    public init(_ fields: [(name: String, value: String)]) { self.fields = fields }

    /// Nil for a name that stands twice, a bad escape, bytes that are no UTF-8, or too many fields.
    public init?(parsing text: some StringProtocol) {
        guard !text.isEmpty else { return }
        let parts = text.split(separator: "&", omittingEmptySubsequences: false)
        guard parts.count <= FormText.maxFields else { return nil }
        for part in parts {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, let name = FormText.decode(halves[0]), let value = FormText.decode(halves[1]),
                !name.isEmpty, self[name] == nil
            else { return nil }
            fields.append((name, value))
        }
    }

    /// The value of a name; nil when it is not there.
    public subscript(name: String) -> String? {
        fields.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// The text of the form.
    public var encoded: String {
        fields.map { FormText.encode($0.name) + "=" + FormText.encode($0.value) }.joined(separator: "&")
    }

    /// Percent-encodes all but unreserved characters, so that the text may stand anywhere in an address.
    public static func encode(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func decode(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case _: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    public static func == (left: FormText, right: FormText) -> Bool { left.encoded == right.encoded }
    public func hash(into hasher: inout Hasher) { hasher.combine(encoded) }

    private static let hex = Array("0123456789ABCDEF".utf8)

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        case _: nil
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        case _: false
        }
    }
}
