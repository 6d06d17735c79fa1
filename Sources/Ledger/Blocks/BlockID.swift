public import Signing

/// The id of a block: the leaf hash of its seal.
public struct BlockID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let digest: Digest

    public init(_ digest: Digest) { self.digest = digest }

    public static func < (left: BlockID, right: BlockID) -> Bool { left.digest < right.digest }

    public var description: String { digest.hex }
}
