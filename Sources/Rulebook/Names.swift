public import Signing

/// A short registered name in ASCII, checked once: who has the value knows that the form is right.
public protocol RegisteredName: Hashable, Comparable, Sendable, CustomStringConvertible, CBORCodable {
    var text: String { get }
    /// Nil when the text does not have the form.
    init?(_ text: String)
    /// Makes the value from text known to have the form.
    init(checked text: String)
    /// What the form is, for refusals.
    static var form: String { get }
    static func accepts(_ text: String) -> Bool
}

extension RegisteredName {
    public init?(_ text: String) {
        guard Self.accepts(text) else { return nil }
        self.init(checked: text)
    }

    public var description: String { text }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    public func encode(into encoder: inout CBOREncoder) { encoder.text(text) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        guard let name = Self(try decoder.text(max: 64)) else { throw .outOfRange(offset: start) }
        self = name
    }
}

/// Lower-case letters, digits and hyphens, a letter or digit first, at most 32.
private func isLabel(_ text: String) -> Bool {
    guard (1...32).contains(text.utf8.count), text.utf8.first != 0x2d else { return false }
    return text.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
}

private let labelForm = "1 to 32 of a-z, 0-9 and '-', not starting with '-'"

/// The id of an institution on the ledger.
public struct MemberID: RegisteredName {
    public let text: String
    public static let form = labelForm
    public init(checked text: String) { self.text = text }
    public static func accepts(_ text: String) -> Bool { isLabel(text) }
}

/// The code of a scene, unique within its relying party.
public struct SceneCode: RegisteredName {
    public let text: String
    public static let form = labelForm
    public init(checked text: String) { self.text = text }
    public static func accepts(_ text: String) -> Bool { isLabel(text) }
}

/// The id of a declared field set, unique within its scene.
public struct ProfileID: RegisteredName {
    public let text: String
    public static let form = labelForm
    public init(checked text: String) { self.text = text }
    public static func accepts(_ text: String) -> Bool { isLabel(text) }
}

/// The code of a document type: a national type code (GB/T 36904, 21 characters) or a local one.
public struct TypeCode: RegisteredName {
    public let text: String
    public static let form = "1 to 32 of A-Z and 0-9"
    public init(checked text: String) { self.text = text }
    public static func accepts(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) }
    }
}

/// A text for people in the two languages of the product.
public struct Bilingual: Hashable, Sendable, CBORCodable {
    public let zh: String
    public let en: String
    /// Most bytes of either language in UTF-8.
    public static let maxByteCount = 400

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.text(zh)
        encoder.text(en)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        zh = try decoder.text(max: Bilingual.maxByteCount)
        en = try decoder.text(max: Bilingual.maxByteCount)
    }
}

/// Salted, so that nobody can guess what it stands for: at least 128 random bits went in.
public struct Commitment: Hashable, Comparable, Sendable, CBORCodable, CustomStringConvertible {
    public let digest: Digest

    public init(_ digest: Digest) { self.digest = digest }

    public static func < (left: Commitment, right: Commitment) -> Bool { left.digest < right.digest }

    public func encode(into encoder: inout CBOREncoder) { encoder.digest(digest) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) { digest = try decoder.digest() }

    public var description: String { digest.hex }
}
