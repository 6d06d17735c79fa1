/// Why bytes are not leaves back to back; offsets count from the first byte.
public enum BundleError: Error, Equatable, Sendable {
    /// One byte is left where a length takes two.
    case lengthCutOff(offset: Int)
    /// The length promises more bytes than follow.
    case leafCutOff(offset: Int, expected: Int, found: Int)
    /// More leaves than the reader takes.
    case tooManyLeaves(limit: Int)
}

/// Leaves back to back, each behind its length in two big-endian bytes (C2SP tlog-tiles).
public enum EntryBundle {
    /// The longest leaf that a length can tell.
    public static let maxLeafByteCount = 65_535

    /// Appends one leaf with its length; longer ones than `maxLeafByteCount` are the caller's bug.
    public static func append(leaf: [UInt8], to bytes: inout [UInt8]) {
        appendLength(leaf.count, to: &bytes)
        bytes.append(contentsOf: leaf)
    }

    /// Appends one leaf with its length; longer ones than `maxLeafByteCount` are the caller's bug.
    public static func append(leaf: some Collection<UInt8>, to bytes: inout [UInt8]) {
        appendLength(leaf.count, to: &bytes)
        bytes.append(contentsOf: leaf)
    }

    private static func appendLength(_ count: Int, to bytes: inout [UInt8]) {
        precondition(count <= maxLeafByteCount, "a leaf of \(count) bytes is longer than \(maxLeafByteCount)")
        bytes.append(UInt8(count >> 8))
        bytes.append(UInt8(count & 255))
    }

    /// The leaves, without copying them.
    public static func parse(_ bytes: [UInt8], maxLeaves: Int = .max) throws(BundleError) -> [ArraySlice<UInt8>] {
        var leaves: [ArraySlice<UInt8>] = []
        var offset = 0
        while offset < bytes.count {
            guard leaves.count < maxLeaves else { throw .tooManyLeaves(limit: maxLeaves) }
            guard bytes.count - offset >= 2 else { throw .lengthCutOff(offset: offset) }
            let count = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            guard bytes.count - offset - 2 >= count else {
                throw .leafCutOff(offset: offset, expected: count, found: bytes.count - offset - 2)
            }
            leaves.append(bytes[offset + 2..<offset + 2 + count])
            offset += 2 + count
        }
        return leaves
    }

    /// Calls `body` with each leaf in order; stops at the first that is cut off, after the whole ones before it.
    public static func walk(
        _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(BundleError) {
        var offset = 0
        while offset < bytes.count {
            guard bytes.count - offset >= 2 else { throw .lengthCutOff(offset: offset) }
            let count = unsafe Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            guard bytes.count - offset - 2 >= count else {
                throw .leafCutOff(offset: offset, expected: count, found: bytes.count - offset - 2)
            }
            unsafe body(UnsafeRawBufferPointer(rebasing: bytes[offset + 2..<offset + 2 + count]))
            offset += 2 + count
        }
    }
}
