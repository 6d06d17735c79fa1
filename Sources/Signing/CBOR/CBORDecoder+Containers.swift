extension CBORDecoder {
    /// Opens an array of exactly `count` items.
    public mutating func array(count: Int) throws(CBORError) {
        let start = offset
        let found = try head(4, .array)
        guard found == UInt64(count) else { throw .wrongCount(offset: start, expected: count, found: found) }
    }

    /// Opens an array and tells how many items follow.
    public mutating func array(max: Int) throws(CBORError) -> Int {
        let start = offset
        let found = try head(4, .array)
        guard found <= UInt64(max) else { throw .tooLong(offset: start, limit: max, found: found) }
        return Int(found)
    }

    /// Null, or a value read by `read`.
    public mutating func optional<Value>(
        _ read: (inout CBORDecoder) throws(CBORError) -> Value
    ) throws(CBORError) -> Value? {
        if nextByte == 0xf6 {
            try null()
            return nil
        }
        return try read(&self)
    }

    /// An array of at most `max` values.
    public mutating func list<Value>(
        max: Int, _ read: (inout CBORDecoder) throws(CBORError) -> Value
    ) throws(CBORError) -> [Value] {
        let count = try array(max: max)
        var values: [Value] = []
        // The count is the sender's word: memory follows what was really read.
        values.reserveCapacity(min(count, 256))
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }

    /// Opens a map, and calls `read` once a pair with the reader at the key; refuses keys out of order or twice.
    public mutating func map(
        max: Int, _ read: (inout CBORDecoder) throws(CBORError) -> Void
    ) throws(CBORError) {
        let start = offset
        let found = try head(5, .map)
        guard found <= UInt64(max) else { throw .tooLong(offset: start, limit: max, found: found) }
        var previous: Range<Int>?
        for _ in 0..<Int(found) {
            previous = try nextKey(after: previous)
            try read(&self)
        }
    }

    /// Passes over one item of any kind, strictly: what is refused elsewhere is refused here.
    public mutating func skip(depth: Int = 0) throws(CBORError) {
        guard depth < CBORDecoder.maxDepth else { throw .tooDeep(offset: offset) }
        guard let first = nextByte else { throw .truncated(offset: offset) }
        switch first >> 5 {
        case 0: _ = try head(0, .unsigned)
        case 1: _ = try head(1, .integer)
        case 2: _ = try byteString(max: .max)
        case 3: _ = try text(max: .max)
        case 4:
            for _ in 0..<(try array(max: .max)) { try skip(depth: depth + 1) }
        case 5:
            try map(max: .max) { (inner) throws(CBORError) in
                try inner.skip(depth: depth + 1)
                try inner.skip(depth: depth + 1)
            }
        case 6:
            _ = try head(6, .tag)
            try skip(depth: depth + 1)
        default:
            guard first == 0xf4 || first == 0xf5 || first == 0xf6 else {
                throw .reservedHead(offset: offset, byte: first)
            }
            offset += 1
        }
    }

    /// Items inside items that `skip` follows.
    private static let maxDepth = 16

    /// The bytes of the next key, which stays unread.
    ///
    /// A key holds no other item: each level of keys within keys would double the work, and go as deep as it liked.
    private mutating func nextKey(after previous: Range<Int>?) throws(CBORError) -> Range<Int> {
        if let first = nextByte, (4...6).contains(first >> 5) { throw .tooDeep(offset: offset) }
        let start = offset
        try skip()
        let key = start..<offset
        offset = start
        if let previous, !precedes(previous, key) { throw .mapKeysOutOfOrder(offset: start) }
        return key
    }

    /// True when the bytes of one key come before those of another.
    private func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        for (one, other) in zip(left, right) where bytes[one] != bytes[other] { return bytes[one] < bytes[other] }
        return left.count < right.count
    }
}
