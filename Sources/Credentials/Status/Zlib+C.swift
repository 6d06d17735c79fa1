internal import CZlib

/// DEFLATE in the GZIP container (RFC 1952), as HTTP has it.
public enum Gzip {
    /// The bytes at best compression.
    public static func compress(_ bytes: [UInt8]) -> [UInt8] {
        // The ZLIB container has two bytes before the same stream, and four behind it.
        let stream = Zlib.compress(bytes).dropFirst(2).dropLast(4)
        let sum = unsafe crc32(0, bytes, uInt(bytes.count))
        let tail = [UInt32(truncatingIfNeeded: sum), UInt32(truncatingIfNeeded: bytes.count)].flatMap { word in
            (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
        return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff] + stream + tail
    }
}

/// DEFLATE in the ZLIB container (RFC 1950, RFC 1951), by zlib.
enum Zlib {
    /// The bytes at best compression.
    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var count = compressBound(uLong(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(count))
        let status = unsafe compress2(&output, &count, bytes, uLong(bytes.count), Z_BEST_COMPRESSION)
        precondition(status == Z_OK, "zlib did not compress \(bytes.count) bytes")
        output.removeLast(output.count - Int(count))
        return output
    }

    /// The bytes in the clear; nil when they are more than the limit, the text is damaged, or more stands behind it.
    static func decompress(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        var count = uLong(limit)
        var read = uLong(bytes.count)
        var output = [UInt8](repeating: 0, count: limit)
        let status = unsafe uncompress2(&output, &count, bytes, &read)
        guard status == Z_OK, Int(read) == bytes.count else { return nil }
        output.removeLast(output.count - Int(count))
        return output
    }
}
