/// Why a text is not the JSON that was expected.
public enum JSONError: Error, Hashable, Sendable {
    /// The text is longer than its reader allows.
    case tooLarge(byteCount: Int, limit: Int)
    /// The text is not strict JSON.
    case malformed(JSONFault, at: JSONPosition)
    case missing(path: String)
    case expected(JSONKind, path: String, found: JSONKind)
    /// A member that nobody asked for.
    case unknownMember(path: String)
    /// The right kind, and not a value that is allowed there.
    case invalid(path: String, reason: String)
}

/// What is wrong with a text that is not strict JSON.
public enum JSONFault: Hashable, Sendable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case trailingText
    case invalidUTF8
    case controlCharacter(UInt8)
    case unknownEscape
    case loneSurrogate
    case leadingZero
    /// A fraction, an exponent, or minus zero.
    case notAnInteger
    /// Beyond 64 bits with sign.
    case integerOutOfRange
    case duplicateMember(String)
    case tooDeep(limit: Int)
}

/// A place in a text, counted as editors do: from 1, columns in characters.
public struct JSONPosition: Hashable, Sendable, CustomStringConvertible {
    public let line: Int
    public let column: Int

    /// A place by its line and column, both from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    init(of offset: Int, in bytes: [UInt8]) {
        let before = bytes.prefix(offset)
        let newline = UInt8(ascii: "\n")
        let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
        line = before.count { $0 == newline } + 1
        // Continuation bytes of UTF-8 belong to the character before them.
        column = before[lineStart...].count { $0 & 0xc0 != 0x80 } + 1
    }

    public var description: String { "line \(line), column \(column)" }
}

extension JSONError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge(let byteCount, let limit): "the text has \(byteCount) bytes, at most \(limit) are allowed"
        case .malformed(let fault, let position): "\(fault) (\(position))"
        case .missing(let path): "\(path) is missing"
        case .expected(let kind, let path, let found): "\(path) must be \(kind.rawValue), and is \(found.rawValue)"
        case .unknownMember(let path): "\(path) is not a member that is known here"
        case .invalid(let path, let reason): "\(path) \(reason)"
        }
    }
}

extension JSONFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unexpectedEnd: "the text ends too early"
        case .unexpectedByte(let byte): "unexpected \(JSONFault.name(byte))"
        case .trailingText: "there is more text behind the value"
        case .invalidUTF8: "a string is not UTF-8"
        case .controlCharacter(let byte): "\(JSONFault.name(byte)) must be escaped in a string"
        case .unknownEscape: "unknown escape in a string"
        case .loneSurrogate: "half of a surrogate pair"
        case .leadingZero: "a number begins with 0"
        case .notAnInteger: "only whole numbers are allowed"
        case .integerOutOfRange: "the number does not fit 64 bits"
        case .duplicateMember(let name): "the member \(name) stands twice"
        case .tooDeep(let limit): "more than \(limit) arrays and objects inside each other"
        }
    }

    private static func name(_ byte: UInt8) -> String {
        (0x21...0x7e).contains(byte) ? "'\(Character(UnicodeScalar(byte)))'" : "byte 0x\(Hex.encode([byte]))"
    }
}
