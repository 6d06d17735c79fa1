public import Signing

/// A claim to be issued: its value, and which parts of it the holder may withhold.
public indirect enum ClaimValue: Hashable, Sendable {
    /// Shown whole.
    case value(JSONValue)
    case object([ClaimMember])
    case array([ClaimElement])
}

/// A member of an object to be issued.
public struct ClaimMember: Hashable, Sendable {
    public let name: String
    public let value: ClaimValue
    /// True when the holder may withhold it.
    public let isDisclosable: Bool

    /// A member that is always shown.
    public static func open(_ name: String, _ value: ClaimValue) -> ClaimMember {
        ClaimMember(name: name, value: value, isDisclosable: false)
    }

    /// A member that the holder may withhold.
    public static func disclosable(_ name: String, _ value: ClaimValue) -> ClaimMember {
        ClaimMember(name: name, value: value, isDisclosable: true)
    }
}

/// An element of an array to be issued.
public struct ClaimElement: Hashable, Sendable {
    public let value: ClaimValue
    /// True when the holder may withhold it.
    public let isDisclosable: Bool

    /// An element that is always shown.
    public static func open(_ value: ClaimValue) -> ClaimElement { ClaimElement(value: value, isDisclosable: false) }

    /// An element that the holder may withhold.
    public static func disclosable(_ value: ClaimValue) -> ClaimElement {
        ClaimElement(value: value, isDisclosable: true)
    }
}

/// Why claims cannot be issued.
public enum ClaimFault: Error, Hashable, Sendable {
    /// `_sd`, `...`, or `_sd_alg` at the top.
    case reservedName(String)
    case nameTwice(String)
    /// A claim that verifiers must always see.
    case neverDisclosable(String)
}

extension ClaimFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .reservedName(let name): "no claim may be named \(name)"
        case .nameTwice(let name): "the claim \(name) stands twice"
        case .neverDisclosable(let name): "the claim \(name) must always be shown"
        }
    }
}
