public import Signing

/// One part of a document that its holder may show or withhold; its text is kept as the issuer made it.
public struct Disclosure: Hashable, Sendable {
    /// base64url of the array, as received: what the digest is over.
    public let text: String
    /// base64url of the SHA-256 of the text.
    public let digest: String
    /// Nil for an element of an array.
    public let name: String?
    public let value: JSONValue

    /// Reads one, by its place among those of a document.
    init(parsing text: Substring, index: Int) throws(SDJWTError) {
        guard !text.isEmpty, let bytes = Base64URL.decode(text) else { throw .disclosureNotBase64URL(index: index) }
        let items: [JSONValue]
        do throws(JSONError) {
            items = try JSONElement(try JSONValue(parsing: bytes, maxByteCount: bytes.count))
                .list { (item) throws(JSONError) in item.value }
        } catch { throw .disclosureNotJSON(index: index, error) }
        guard items.count == 2 || items.count == 3 else {
            throw .wrongArity(index: index, expected: 3, found: items.count)
        }
        guard case .string = items[0] else { throw .saltMissing(index: index) }
        self.text = String(text)
        digest = Disclosure.digest(text)
        value = items[items.count - 1]
        if items.count == 3 {
            guard case .string(let name) = items[1] else { throw .wrongArity(index: index, expected: 3, found: 2) }
            self.name = name
        } else {
            name = nil
        }
    }

    static func digest(_ text: some StringProtocol) -> String {
        Base64URL.encode(SHA256.digest(text.utf8).bytes)
    }
}
