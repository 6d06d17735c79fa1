internal import Signing

extension CBOREncoder {
    /// Three items: how many siblings, a bit for each that tells whether it is not empty, and the hashes of those.
    ///
    /// The lowest sibling has the highest bit of the first byte.
    mutating func siblings(_ siblings: [Digest]) {
        var bitmap = [UInt8](repeating: 0, count: (siblings.count + 7) / 8)
        for (step, sibling) in siblings.enumerated() where sibling != .zero {
            bitmap[step / 8] |= 0x80 >> UInt8(step % 8)
        }
        unsigned(UInt64(siblings.count))
        byteString(bitmap)
        digests(siblings.filter { $0 != .zero })
    }

    /// The hashes of a leaf's key and value: an array of two.
    mutating func leaf(_ keyHash: Digest, _ valueHash: Digest) {
        array(2)
        digest(keyHash)
        digest(valueHash)
    }
}

extension CBORDecoder {
    mutating func siblings() throws(CBORError) -> [Digest] {
        let count = Int(try unsigned(max: UInt64(StateNode.maxDepth)))
        let start = offset
        let bitmap = try byteString(count: (count + 7) / 8)
        let flags = (0..<bitmap.count * 8).map { bitmap[$0 / 8] & 0x80 >> UInt8($0 % 8) != 0 }
        guard !flags[count...].contains(true) else { throw .outOfRange(offset: start) }
        var hashes = try digests(count: flags.count { $0 })[...]
        guard !hashes.contains(.zero) else { throw .outOfRange(offset: start) }
        return flags[..<count].map { $0 ? hashes.popFirst() ?? .zero : .zero }
    }

    mutating func leaf() throws(CBORError) -> (keyHash: Digest, valueHash: Digest) {
        try array(count: 2)
        return (try digest(), try digest())
    }
}
