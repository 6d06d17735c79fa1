public import Signing

extension EntryBundle {
    /// Appends the RFC 6962 hash of each leaf, in order; those before a cut are appended even when it throws.
    public static func appendLeafHashes(
        of bytes: UnsafeRawBufferPointer, to hashes: inout [Digest]
    ) throws(BundleError) {
        try unsafe walk(bytes) { leaf in unsafe hashes.append(Digest.leaf(leaf)) }
    }
}
