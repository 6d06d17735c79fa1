/// A file of the desk that cannot be used: what it is, and what is wrong with it.
public struct DeskFailure: Error, CustomStringConvertible {
    public let file: String
    public let fact: String

    public init(file: String, fact: String) {
        self.file = file
        self.fact = fact
    }

    public var description: String { "\(file) \(fact)" }
}
