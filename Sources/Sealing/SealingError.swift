public import Signing

/// Why something sealed does not open.
public enum SealingError: Error, Equatable, Sendable {
    /// Shorter than any sealed message, or longer than the limit.
    case wrongSize(found: Int, limit: Int)
    /// Another key, another context, or altered bytes: the three cannot be told apart.
    case doesNotOpen
    /// It opened, and what was inside is not what the kind says.
    case encoding(CBORError)
    /// It opened, and its padding is not the one that its length asks for.
    case wrongPadding
}

extension SealingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongSize(let found, let limit): "\(found) bytes are no sealed message of at most \(limit)"
        case .doesNotOpen: "another key, another context, or altered bytes"
        case .encoding(let error): "opened, and not readable: \(error)"
        case .wrongPadding: "opened, and wrongly padded"
        }
    }
}
