public import Signing

/// What governance is to change of itself, as people write and review it: JSON of the format `deedbox-change/1`.
public struct ReadableChange: Hashable, Sendable {
    /// The name and version of the readable form.
    public static let readableFormat = "deedbox-change/1"

    /// Nil leaves the governors as they are.
    public let governance: Governance?
    /// Nil leaves the parameters as they are.
    public let parameters: Parameters?

    /// Reads a change strictly; parameters that it does not name stay as they are now.
    public init(readable: JSONValue, over now: Parameters) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(ReadableChange.readableFormat)
            let governance = try reader.optionalMember("governance").map { (element) throws(JSONError) in
                try Governance(readable: element)
            }
            let parameters = try reader.optionalMember("parameters").map { (element) throws(JSONError) in
                try Parameters(readable: element, over: now)
            }
            return ReadableChange(governance: governance, parameters: parameters)
        }
    }

    private init(governance: Governance?, parameters: Parameters?) {
        self.governance = governance
        self.parameters = parameters
    }
}
