/// Steps through leaves back to back, each of 1 to 65,535 bytes behind its length in two big-endian bytes.
///
/// Unlike a parser of bundles it stops, without an error, at the first place where no whole leaf stands. No leaf
/// is empty, so space that a file system gave but never filled (zeros) is not taken for leaves.
struct LeafRun {
    static let lengthBytes = 2
    static let longest = lengthBytes + 65_535

    /// The bytes of the next leaf, its length included; nil when none stands there whole.
    static func next(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Range<Int>? {
        guard bytes.count - offset > lengthBytes else { return nil }
        let length = unsafe Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
        guard length > 0, bytes.count - offset - lengthBytes >= length else { return nil }
        return offset..<offset + lengthBytes + length
    }

    /// The leaf itself.
    static func leaf(_ bytes: UnsafeRawBufferPointer, _ framed: Range<Int>) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(rebasing: bytes[framed.lowerBound + lengthBytes..<framed.upperBound])
    }
}
