/// The fields of a form as browsers send it (`application/x-www-form-urlencoded`).
public struct FormFields: Sendable {
    private var values: [String: String] = [:]

    /// Reads a body; of a name that stands twice the first counts, and what is not UTF-8 is left out.
    public init(_ body: [UInt8]) {
        for pair in body.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = FormFields.text(parts[0]), values[name] == nil else { continue }
            guard let value = parts.count == 2 ? FormFields.text(parts[1]) : "" else { continue }
            values[name] = value
        }
    }

    /// The value of a field; nil when the form does not have it.
    public subscript(name: String) -> String? { values[name] }

    private static func text(_ part: ArraySlice<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard rest.count >= 2,
                    let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            case _: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
