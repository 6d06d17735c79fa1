internal import COpenSSL

/// Incremental SHA-256 (FIPS 180-4), by OpenSSL's block function.
public struct SHA256: Sendable {
    private var context = SHA256_CTX()

    /// A hasher that was fed nothing.
    public init() {
        _ = unsafe SHA256_Init(&context)
    }

    /// Feeds more bytes.
    public mutating func update(_ bytes: [UInt8]) {
        _ = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe SHA256_Update(&context, buffer.baseAddress, buffer.count)
        }
    }

    /// Feeds more bytes.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        let fed: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            _ = unsafe SHA256_Update(&context, buffer.baseAddress, buffer.count)
        }
        if fed == nil { update(Array(bytes)) }
    }

    /// Feeds the 32 bytes of a digest.
    public mutating func update(_ digest: Digest) {
        _ = unsafe digest.withBytes { bytes in unsafe SHA256_Update(&context, bytes.baseAddress, bytes.count) }
    }

    /// The digest of all that was fed; the hasher is used up.
    public mutating func finalize() -> Digest {
        _ = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Digest.byteCount) { scratch in
            unsafe SHA256_Final(scratch.baseAddress, &context)
        }
        return Digest(state: context)
    }

    /// The digest of one run of bytes.
    public static func digest(_ bytes: [UInt8]) -> Digest {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finalize()
    }

    /// The digest of one run of bytes.
    public static func digest(_ bytes: some Sequence<UInt8>) -> Digest {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finalize()
    }
}

extension Digest {
    fileprivate init(state context: SHA256_CTX) {
        func pair(_ high: UInt32, _ low: UInt32) -> UInt64 { UInt64(high) << 32 | UInt64(low) }
        let h = context.h
        self.init(words: (pair(h.0, h.1), pair(h.2, h.3), pair(h.4, h.5), pair(h.6, h.7)))
    }

    /// SHA-256(0x01 ‖ left ‖ right): an inner node of an RFC 6962 tree, and of the sparse tree.
    public static func node(_ left: Digest, _ right: Digest) -> Digest {
        var context = initialContext
        let l = left.words
        let r = right.words
        // 65 bytes are two blocks; every word of the message straddles two words of the input.
        var message:
            (
                UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64,
                UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64
            ) = (
                (1 << 56 | l.0 >> 8).bigEndian, (l.0 << 56 | l.1 >> 8).bigEndian,
                (l.1 << 56 | l.2 >> 8).bigEndian, (l.2 << 56 | l.3 >> 8).bigEndian,
                (l.3 << 56 | r.0 >> 8).bigEndian, (r.0 << 56 | r.1 >> 8).bigEndian,
                (r.1 << 56 | r.2 >> 8).bigEndian, (r.2 << 56 | r.3 >> 8).bigEndian,
                (r.3 << 56 | 0x80 << 48).bigEndian, 0, 0, 0, 0, 0, 0, UInt64(65 * 8).bigEndian
            )
        unsafe withUnsafeBytes(of: &message) { buffer in
            let bytes = unsafe buffer.bindMemory(to: UInt8.self).baseAddress
            unsafe SHA256_Transform(&context, bytes)
            unsafe SHA256_Transform(&context, bytes.map { unsafe $0 + 64 })
        }
        return Digest(state: context)
    }

    /// SHA-256(0x00 ‖ bytes): a leaf of an RFC 6962 tree.
    public static func leaf(_ bytes: UnsafeRawBufferPointer) -> Digest {
        var context = initialContext
        guard bytes.count <= 54 else {
            var prefix: UInt8 = 0
            _ = unsafe SHA256_Update(&context, &prefix, 1)
            _ = unsafe SHA256_Update(&context, bytes.baseAddress, bytes.count)
            _ = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Digest.byteCount) { scratch in
                unsafe SHA256_Final(scratch.baseAddress, &context)
            }
            return Digest(state: context)
        }
        // Prefix, leaf, the closing bit and the length fit one block: a record of a batch does.
        unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { block in
            unsafe block.initializeMemory(as: UInt8.self, repeating: 0)
            unsafe UnsafeMutableRawBufferPointer(rebasing: block[1...]).copyMemory(from: bytes)
            unsafe block[1 + bytes.count] = 0x80
            let bits = UInt64(1 + bytes.count) * 8
            unsafe block.storeBytes(of: bits.bigEndian, toByteOffset: 56, as: UInt64.self)
            unsafe SHA256_Transform(&context, block.bindMemory(to: UInt8.self).baseAddress)
        }
        return Digest(state: context)
    }

    /// SHA-256(0x00 ‖ bytes): a leaf of an RFC 6962 tree.
    public static func leaf(_ bytes: [UInt8]) -> Digest {
        unsafe bytes.withUnsafeBytes { buffer in unsafe Digest.leaf(buffer) }
    }

    /// SHA-256(0x00 ‖ bytes): a leaf of an RFC 6962 tree.
    public static func leaf(_ bytes: some Sequence<UInt8>) -> Digest {
        let hash = bytes.withContiguousStorageIfAvailable { buffer in
            unsafe Digest.leaf(UnsafeRawBufferPointer(buffer))
        }
        return hash ?? leaf(Array(bytes))
    }

    private static let initialContext = {
        var context = SHA256_CTX()
        _ = unsafe SHA256_Init(&context)
        return context
    }()
}
