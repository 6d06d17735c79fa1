internal import CZlib

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
