/// A JSON value (RFC 8259) as Deedbox uses it: whole numbers only, members in the order they stand.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// Arrays and objects inside each other that a text may have.
    public static let maxDepth = 32

    /// Reads one value that fills the text, strictly; a name twice in one object is refused.
    public init(parsing text: some StringProtocol, maxByteCount: Int) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), maxByteCount: maxByteCount)
    }

    /// Reads one value that fills the bytes, strictly; a name twice in one object is refused.
    public init(parsing bytes: [UInt8], maxByteCount: Int) throws(JSONError) {
        guard bytes.count <= maxByteCount else {
            throw .tooLarge(byteCount: bytes.count, limit: maxByteCount)
        }
        var parser = JSONParser(bytes)
        self = try parser.document()
    }

    /// Reads as strictly, and takes every number as a string of the very characters that stand there: `80.10` stays so.
    public init(keepingNumbersOf bytes: [UInt8], maxByteCount: Int) throws(JSONError) {
        guard bytes.count <= maxByteCount else {
            throw .tooLarge(byteCount: bytes.count, limit: maxByteCount)
        }
        var parser = JSONParser(bytes)
        parser.keepsNumbers = true
        self = try parser.document()
    }

    /// What kind of value this is.
    public var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .integer: .integer
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}

/// The kinds of JSON value; the raw value names one in a sentence.
public enum JSONKind: String, Sendable {
    case null = "null"
    case bool = "true or false"
    case integer = "an integer"
    case string = "a string"
    case array = "an array"
    case object = "an object"
}

/// The members of a JSON object, in order, each name once.
public struct JSONObject: Hashable, Sendable {
    /// A name and its value.
    public struct Member: Hashable, Sendable {
        public let name: String
        public let value: JSONValue
    }

    public private(set) var members: [Member] = []

    /// An object without members.
    public init() {}

    /// Members whose names are known to differ.
    init(distinct members: [Member]) {
        self.members = members
    }

    /// Adds a member behind the others; the name must be new.
    public mutating func append(_ name: String, _ value: JSONValue) {
        precondition(index(of: name) == nil, "the object has a member \(name) already")
        members.append(Member(name: name, value: value))
    }

    /// The value of a member; nil when there is none of that name.
    public subscript(name: String) -> JSONValue? {
        index(of: name).map { members[$0].value }
    }

    /// Where a member stands. Names are compared by their bytes: to `==`, some that look alike are equal.
    func index(of name: String) -> Int? {
        members.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (name, value) in elements { append(name, value) }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        var object = JSONObject()
        for (name, value) in elements { object.append(name, value) }
        self = .object(object)
    }
}
