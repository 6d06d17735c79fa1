public import Signing

extension StateBucket: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(9)
        encoder.unsigned(UInt64(kind))
        encoder.unsigned(UInt64(bits))
        encoder.unsigned(prefix)
        encoder.siblings(siblings)
        encoder.digests(entries.map(\.keyHash))
        encoder.list(entries) { encoder, entry in encoder.byteString(entry.value) }
        encoder.optional(other) { encoder, other in encoder.leaf(other.keyHash, other.valueHash) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 9)
        kind = UInt8(try decoder.unsigned(max: 255))
        bits = Int(try decoder.unsigned(max: UInt64(StateBucket.maxBits)))
        prefix = try decoder.unsigned(max: 1 << UInt64(bits) - 1)
        siblings = try decoder.siblings()
        let keyHashes = try decoder.digests(max: StateBucket.maxEntries)
        try decoder.array(count: keyHashes.count)
        var entries: [Entry] = []
        for keyHash in keyHashes {
            let value = try decoder.byteString(max: StateProof.maxValueByteCount)
            entries.append(Entry(keyHash: keyHash, value: value))
        }
        self.entries = entries
        other = try decoder.optional { (inner) throws(CBORError) in
            let leaf = try inner.leaf()
            return Other(keyHash: leaf.keyHash, valueHash: leaf.valueHash)
        }
    }
}
