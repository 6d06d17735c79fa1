public import Signing

/// Where a claim stands: a claims path pointer, as in type metadata and in queries.
public struct ClaimPath: Hashable, Sendable {
    /// One step down.
    public enum Step: Hashable, Sendable {
        case member(String)
        case index(Int)
        /// Every element of an array.
        case all
    }

    public let steps: [Step]
    static let maxSteps = 16

    /// A path of these steps.
    public init(_ steps: [Step]) { self.steps = steps }

    /// A path of member names.
    public init(_ names: String...) { steps = names.map { .member($0) } }

    /// Reads the JSON form: strings, null, and indexes from 0.
    public init(_ element: JSONElement) throws(JSONError) {
        steps = try element.list(max: ClaimPath.maxSteps) { (item) throws(JSONError) -> Step in
            switch item.value {
            case .string(let name): return .member(name)
            case .null: return .all
            case .integer: return .index(Int(try item.integer(in: 0...65_535)))
            case .bool, .array, .object: throw item.invalid("must be a name, an index or null")
            }
        }
        guard !steps.isEmpty else { throw element.invalid("is empty") }
    }

    /// The JSON form.
    public var json: JSONValue {
        .array(
            steps.map { step in
                switch step {
                case .member(let name): .string(name)
                case .index(let index): .integer(Int64(index))
                case .all: .null
                }
            })
    }

    /// True when this path leads to the other or to something above it.
    func covers(_ other: ClaimPath) -> Bool {
        steps.count <= other.steps.count && zip(steps, other.steps).allSatisfy(ClaimPath.matches)
    }

    func appending(_ step: Step) -> ClaimPath { ClaimPath(steps + [step]) }

    private static func matches(_ left: Step, _ right: Step) -> Bool {
        switch (left, right) {
        case (.member(let left), .member(let right)): left.utf8.elementsEqual(right.utf8)
        case (.index(let left), .index(let right)): left == right
        case (.all, .index), (.index, .all), (.all, .all): true
        case (.member, _), (_, .member): false
        }
    }
}

extension ClaimPath: CustomStringConvertible {
    /// Names with dots, indexes in brackets.
    public var description: String {
        steps.reduce("") { text, step in
            switch step {
            case .member(let name): text.isEmpty ? name : text + "." + name
            case .index(let index): text + "[\(index)]"
            case .all: text + "[]"
            }
        }
    }
}
