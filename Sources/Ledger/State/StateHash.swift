internal import Signing

/// The hashing of the sparse tree, as ICS23 `SmtSpec`.
enum StateHash {
    /// SHA-256(0x00 ‖ SHA-256(key) ‖ SHA-256(value)).
    static func leaf(keyHash: Digest, valueHash: Digest) -> Digest {
        let key = keyHash.words
        let value = valueHash.words
        let words = (
            key.0.bigEndian, key.1.bigEndian, key.2.bigEndian, key.3.bigEndian,
            value.0.bigEndian, value.1.bigEndian, value.2.bigEndian, value.3.bigEndian
        )
        return unsafe withUnsafeBytes(of: words) { bytes in unsafe Digest.leaf(bytes) }
    }

    /// SHA-256(0x01 ‖ left ‖ right), or the empty hash over two empty children.
    static func inner(_ left: Digest, _ right: Digest) -> Digest {
        left == .zero && right == .zero ? .zero : Digest.node(left, right)
    }
}
