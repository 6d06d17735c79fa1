internal import RegistrarAPI
public import Signing

/// What the registrar is told to check who somebody is: `deedbox-identity/1`. Prints as `<secret>`.
public struct HolderIdentity: Sendable, CustomStringConvertible, CustomReflectable {
    static let format = "deedbox-identity/1"

    public let name: String
    /// Citizen number or credit code.
    public let number: String
    /// What stands for the look into a camera: the registrar's check compares it with what it knows.
    public let face: String

    /// Reads the readable form strictly.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(HolderIdentity.format)
            return HolderIdentity(
                name: try reader.member("name").string(maxByteCount: 200),
                number: try reader.member("number").string(maxByteCount: 64),
                face: try reader.member("face").string(maxByteCount: 4_096))
        }
    }

    /// Who somebody says to be.
    public init(name: String, number: String, face: String) {
        self.name = name
        self.number = number
        self.face = face
    }

    /// The same as the registrar is told.
    var body: IdentityBody { IdentityBody(name: name, number: number, face: face) }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
