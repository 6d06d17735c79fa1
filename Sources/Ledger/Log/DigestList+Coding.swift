internal import Signing

extension CBOREncoder {
    /// Digests back to back in one byte string.
    mutating func digests(_ digests: [Digest]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digests.count * Digest.byteCount)
        for digest in digests { digest.append(to: &bytes) }
        byteString(bytes)
    }
}

extension CBORDecoder {
    /// So many digests back to back in one byte string.
    mutating func digests(count: Int) throws(CBORError) -> [Digest] {
        CBORDecoder.list(try byteString(count: count * Digest.byteCount))
    }

    /// Digests back to back in one byte string, at most so many.
    mutating func digests(max: Int) throws(CBORError) -> [Digest] {
        let start = offset
        let bytes = try byteString(max: max * Digest.byteCount)
        guard bytes.count.isMultiple(of: Digest.byteCount) else { throw .outOfRange(offset: start) }
        return CBORDecoder.list(bytes)
    }

    private static func list(_ bytes: [UInt8]) -> [Digest] {
        stride(from: 0, to: bytes.count, by: Digest.byteCount).compactMap { start in
            Digest(bytes[start..<start + Digest.byteCount])
        }
    }
}
