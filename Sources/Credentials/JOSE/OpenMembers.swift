import Signing

/// The members of an object that a standard defines. Others are left alone, as JOSE and OAuth ask of every reader.
struct OpenMembers {
    private let object: JSONElement
    private let members: [(name: String, element: JSONElement)]

    init(_ element: JSONElement) throws(JSONError) {
        object = element
        members = try element.entries { name, element in (name, element) }
    }

    /// The member of that name; refused when there is none.
    func member(_ name: String) throws(JSONError) -> JSONElement {
        guard let element = optional(name) else { throw .missing(path: path(of: name)) }
        return element
    }

    /// The member of that name; nil when there is none.
    func optional(_ name: String) -> JSONElement? {
        members.first { $0.name.utf8.elementsEqual(name.utf8) }?.element
    }

    /// A refusal of the object as a whole.
    func invalid(_ reason: String) -> JSONError { object.invalid(reason) }

    private func path(of name: String) -> String {
        let isWhole = object.path == JSONElement(.null).path
        return isWhole ? name : object.path + "." + name
    }
}

extension JSONElement {
    /// The members of an object, those that nobody asks for included.
    func openMembers() throws(JSONError) -> OpenMembers { try OpenMembers(self) }

    /// An object as it stands.
    func anyObject() throws(JSONError) -> JSONObject {
        guard case .object(let object) = value else { throw expected("an object") }
        return object
    }

    /// A POSIX time in whole seconds.
    func seconds() throws(JSONError) -> UInt64 { try unsigned(max: 1 << 48) }

    /// A string that is not empty.
    func filledString(max: Int = 4_096) throws(JSONError) -> String {
        let text = try string(maxByteCount: max)
        guard !text.isEmpty else { throw invalid("is empty") }
        return text
    }

    private func expected(_ what: String) -> JSONError { invalid("must be \(what), and is \(value.kind.rawValue)") }
}
