import Signing

/// Where the random bytes of a dealing come from: the system in a program, a seed in a test.
///
/// A dealing is never made twice from the same bytes: its keys would seal two messages.
public protocol RandomSource {
    /// So many bytes that nobody can foretell.
    mutating func bytes(_ count: Int) -> [UInt8]
}

/// The kernel's random bytes.
public struct SystemRandom: RandomSource, Sendable {
    public init() {}

    public mutating func bytes(_ count: Int) -> [UInt8] { Random.bytes(count) }
}
