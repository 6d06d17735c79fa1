/// Why a store is not made, opened or asked that way; nothing was changed.
public enum StorageRefusal: Error, Equatable, Sendable {
    /// Something of that name is there already; making never overwrites.
    case exists(path: String)
    /// Another process works on the data directory.
    case locked(path: String, holder: Int32?)
    /// Another process on this machine signs with this key in the same ledger.
    case keyInUse(String)
    /// The log does not reach that far.
    case notInLog(leaf: UInt64, size: UInt64)
    /// Leaves handed in are not whole, not empty, and back to back; the offset counts over all runs.
    case malformedLeaves(offset: Int)
    /// A bundle or tile of this width is none: 1 to 256.
    case width(Int)
    /// A block that does not follow the last one indexed.
    case notNext(height: UInt64, firstIndex: UInt64, expectedHeight: UInt64, expectedIndex: UInt64)
    /// The payload does not fit.
    case payloadSize(Int, limit: Int)
    /// The index belongs to another ledger.
    case otherLedger(path: String)
}

extension StorageRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exists(let path):
            "\(path): exists already. Name another data directory, or use what is there."
        case .locked(let path, let holder):
            "\(path): \(holder.map { "process \($0)" } ?? "another process") works on this data directory. "
                + "Stop it first, or name another data directory."
        case .keyInUse(let key):
            "another process on this machine signs with the key \(key) in this ledger. Two that do will sign two "
                + "histories: stop one, and never run a copy of a node's folder or keys beside it."
        case .notInLog(let leaf, let size):
            "leaf \(leaf) is not in the log, which has \(size) leaves"
        case .malformedLeaves(let offset):
            "the leaves to append are malformed at byte \(offset): a leaf is 1 to 65,535 bytes behind its length"
        case .width(let width):
            "a bundle or tile has 1 to 256 entries, not \(width)"
        case .notNext(let height, let firstIndex, let expectedHeight, let expectedIndex):
            "block \(height) from leaf \(firstIndex) does not follow: next is \(expectedHeight) from \(expectedIndex)"
        case .payloadSize(let size, let limit):
            "a payload of \(size) bytes is none of 1 to \(limit)"
        case .otherLedger(let path):
            "\(path): is the index of another ledger. Check the configured data directory and genesis."
        }
    }
}
