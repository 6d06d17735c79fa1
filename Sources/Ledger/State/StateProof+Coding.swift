public import Signing

extension StateProof: CBORCodable {
    /// The longest value that a proof carries.
    public static let maxValueByteCount = 65_535

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.unsigned(UInt64(kind))
        encoder.siblings(siblings)
        switch terminal {
        case .emptyChild: encoder.null()
        case .present(let value): encoder.byteString(value)
        case .other(let keyHash, let valueHash): encoder.leaf(keyHash, valueHash)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        kind = UInt8(try decoder.unsigned(max: 255))
        siblings = try decoder.siblings()
        switch decoder.nextByte {
        case 0xf6?:
            try decoder.null()
            terminal = .emptyChild
        case 0x82?:
            let leaf = try decoder.leaf()
            terminal = .other(keyHash: leaf.keyHash, valueHash: leaf.valueHash)
        case _:
            terminal = .present(value: try decoder.byteString(max: StateProof.maxValueByteCount))
        }
    }
}

extension CBOREncoder {
    /// Three items: how many siblings, a bit for each that tells whether it is not empty, and the hashes of those.
    ///
    /// The lowest sibling has the highest bit of the first byte.
    mutating func siblings(_ siblings: [Digest]) {
        var bitmap = [UInt8](repeating: 0, count: (siblings.count + 7) / 8)
        var hashes: [UInt8] = []
        for (step, sibling) in siblings.enumerated() where sibling != .zero {
            bitmap[step / 8] |= 0x80 >> UInt8(step % 8)
            sibling.append(to: &hashes)
        }
        unsigned(UInt64(siblings.count))
        byteString(bitmap)
        byteString(hashes)
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

    /// Digests back to back in one byte string.
    mutating func digests(count: Int) throws(CBORError) -> [Digest] {
        Digest.list(try byteString(count: count * Digest.byteCount))
    }

    /// Digests back to back in one byte string, at most so many.
    mutating func digests(max: Int) throws(CBORError) -> [Digest] {
        let start = offset
        let bytes = try byteString(max: max * Digest.byteCount)
        guard bytes.count.isMultiple(of: Digest.byteCount) else { throw .outOfRange(offset: start) }
        return Digest.list(bytes)
    }

    mutating func leaf() throws(CBORError) -> (keyHash: Digest, valueHash: Digest) {
        try array(count: 2)
        return (try digest(), try digest())
    }
}

extension CBOREncoder {
    /// Digests back to back in one byte string.
    mutating func digests(_ digests: [Digest]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digests.count * Digest.byteCount)
        for digest in digests { digest.append(to: &bytes) }
        byteString(bytes)
    }
}

extension Digest {
    /// The digests that stand back to back; a rest that is no whole one is left out.
    static func list(_ bytes: [UInt8]) -> [Digest] {
        stride(from: 0, to: bytes.count, by: byteCount).compactMap { start in
            Digest(bytes[start..<min(start + byteCount, bytes.count)])
        }
    }
}
