extension JSONElement {
    /// A string of at most so many bytes of UTF-8.
    public func string(maxByteCount: Int = .max) throws(JSONError) -> String {
        guard case .string(let text) = value else { throw expected(.string) }
        guard text.utf8.count <= maxByteCount else {
            throw invalid("has \(text.utf8.count) bytes, at most \(maxByteCount) are allowed")
        }
        return text
    }

    /// Refuses any string but this one.
    public func exactly(_ text: String) throws(JSONError) {
        guard try string().utf8.elementsEqual(text.utf8) else { throw invalid("must be \(text)") }
    }

    /// An integer within bounds.
    public func integer(in bounds: ClosedRange<Int64> = .min ... .max) throws(JSONError) -> Int64 {
        guard case .integer(let number) = value else { throw expected(.integer) }
        guard bounds.contains(number) else {
            throw invalid("is \(number), and must be from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }

    /// An integer from 0 to a greatest value.
    public func unsigned(max: UInt64 = UInt64(Int64.max)) throws(JSONError) -> UInt64 {
        UInt64(try integer(in: 0...Int64(clamping: max)))
    }

    /// True or false.
    public func bool() throws(JSONError) -> Bool {
        guard case .bool(let value) = value else { throw expected(.bool) }
        return value
    }

    /// Bytes in base64url without padding; exactly `count` of them when that is given.
    public func base64URL(count: Int? = nil) throws(JSONError) -> [UInt8] {
        guard let bytes = Base64URL.decode(try string()) else { throw invalid("must be base64url without padding") }
        if let count, bytes.count != count { throw invalid("has \(bytes.count) bytes, and must have \(count)") }
        return bytes
    }

    /// A digest in 64 lower-case hexadecimal digits.
    public func digest() throws(JSONError) -> Digest {
        guard let digest = Digest(hex: try string()) else { throw invalid("must be 64 lower-case hexadecimal digits") }
        return digest
    }

    /// One of a closed list of words.
    public func code<Code: RawRepresentable & CaseIterable>(
        _: Code.Type = Code.self
    ) throws(JSONError) -> Code where Code.RawValue == String {
        let text = try string()
        guard let code = Code.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) }) else {
            throw invalid("must be one of " + Code.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return code
    }
}
