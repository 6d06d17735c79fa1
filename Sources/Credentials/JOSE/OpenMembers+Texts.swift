import Signing

extension OpenMembers {
    /// A string that must be there and not be empty.
    func text(_ name: String, max: Int = 4_096) throws(JSONError) -> String {
        try member(name).filledString(max: max)
    }

    /// A string that may be missing, and is not empty.
    func optionalText(_ name: String, max: Int = 4_096) throws(JSONError) -> String? {
        guard let element = optional(name) else { return nil }
        return try element.filledString(max: max)
    }

    /// A list of strings that may be missing.
    func optionalTexts(_ name: String, max: Int = 64) throws(JSONError) -> [String]? {
        guard let element = optional(name) else { return nil }
        return try element.list(max: max) { (item) throws(JSONError) in try item.filledString() }
    }

    /// A whole number that may be missing.
    func optionalNumber(_ name: String, in bounds: ClosedRange<Int64>) throws(JSONError) -> Int64? {
        guard let element = optional(name) else { return nil }
        return try element.integer(in: bounds)
    }

    /// True or false, false when it is missing.
    func flag(_ name: String) throws(JSONError) -> Bool {
        guard let element = optional(name) else { return false }
        return try element.bool()
    }
}

extension JSONElement {
    /// Reads a text that is one JSON object.
    static func reading(_ bytes: [UInt8], max: Int) throws(JSONError) -> OpenMembers {
        try JSONElement(JSONValue(parsing: bytes, maxByteCount: max)).openMembers()
    }
}
