/// A value of a JSON text and where it stands, so that every refusal names its path, as in `validators[0].keys.log`.
public struct JSONElement: Sendable {
    public let value: JSONValue
    private let steps: String

    /// Member names with dots, indexes in brackets.
    public var path: String { steps.isEmpty ? "the text" : steps }

    /// The whole of a value.
    public init(_ value: JSONValue) {
        self.init(value, steps: "")
    }

    /// The whole of a text, read strictly.
    public init(parsing text: some StringProtocol, maxByteCount: Int) throws(JSONError) {
        self.init(try JSONValue(parsing: text, maxByteCount: maxByteCount))
    }

    private init(_ value: JSONValue, steps: String) {
        self.value = value
        self.steps = steps
    }

    /// A refusal of this value; the reason goes on where the path ends: "must be positive".
    public func invalid(_ reason: String) -> JSONError { .invalid(path: path, reason: reason) }

    /// Reads an object, and refuses members that `read` did not ask for.
    public func object<Result>(
        _ read: (inout JSONReader) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        var reader = JSONReader(try members(), of: self)
        let result = try read(&reader)
        try reader.finish()
        return result
    }

    /// Reads an object whose names are data: each member in order, by name and value.
    public func entries<Result>(
        max: Int = .max, _ read: (String, JSONElement) throws(JSONError) -> Result
    ) throws(JSONError) -> [Result] {
        let members = try members().members
        guard members.count <= max else { throw tooMany(members.count, max) }
        var results: [Result] = []
        for member in members {
            results.append(try read(member.name, item(member)))
        }
        return results
    }

    /// Reads an array, item by item.
    public func list<Result>(
        max: Int = .max, _ read: (JSONElement) throws(JSONError) -> Result
    ) throws(JSONError) -> [Result] {
        guard case .array(let elements) = value else { throw expected(.array) }
        guard elements.count <= max else { throw tooMany(elements.count, max) }
        var results: [Result] = []
        for (index, element) in elements.enumerated() {
            results.append(try read(JSONElement(element, steps: "\(steps)[\(index)]")))
        }
        return results
    }

    func expected(_ kind: JSONKind) -> JSONError { .expected(kind, path: path, found: value.kind) }

    func path(of name: String) -> String {
        let isPlain = !name.isEmpty && name.utf8.allSatisfy(JSONElement.isPlain)
        guard isPlain else { return steps + "[" + JSONValue.string(name).compact + "]" }
        return steps.isEmpty ? name : steps + "." + name
    }

    func item(_ member: JSONObject.Member) -> JSONElement {
        JSONElement(member.value, steps: path(of: member.name))
    }

    private func members() throws(JSONError) -> JSONObject {
        guard case .object(let members) = value else { throw expected(.object) }
        return members
    }

    private func tooMany(_ count: Int, _ max: Int) -> JSONError {
        invalid("has \(count) items, at most \(max) are allowed")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

/// Reads the members of one object by name, and keeps account of those that were asked for.
public struct JSONReader: Sendable {
    private let members: JSONObject
    private let element: JSONElement
    private var isRead: [Bool]

    init(_ members: JSONObject, of element: JSONElement) {
        self.members = members
        self.element = element
        isRead = [Bool](repeating: false, count: members.members.count)
    }

    /// The member of that name; refused when there is none.
    public mutating func member(_ name: String) throws(JSONError) -> JSONElement {
        guard let member = optionalMember(name) else { throw .missing(path: element.path(of: name)) }
        return member
    }

    /// The member of that name; nil when there is none. A null is a value like any other.
    public mutating func optionalMember(_ name: String) -> JSONElement? {
        guard let index = members.index(of: name) else { return nil }
        isRead[index] = true
        return element.item(members.members[index])
    }

    /// A refusal of the object as a whole.
    public func invalid(_ reason: String) -> JSONError { element.invalid(reason) }

    func finish() throws(JSONError) {
        guard let index = isRead.firstIndex(of: false) else { return }
        throw .unknownMember(path: element.path(of: members.members[index].name))
    }
}
