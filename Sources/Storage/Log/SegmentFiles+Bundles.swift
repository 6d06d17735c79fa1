extension SegmentFiles {
    /// Reads a complete bundle; the bytes are given out only when they have the hash that they must have.
    func read(_ place: BundlePlace) throws -> (bytes: [UInt8], check: BundleCheck) {
        let file = try file(place.segment)
        let bytes = try file.bytes(place.bytes)
        var check = BundleCheck()
        try unsafe bytes.withUnsafeBytes { buffer in try unsafe check.check(buffer, place, file: file.path) }
        return (bytes, check)
    }

    /// Reads a complete bundle for its hashes alone.
    func check(_ place: BundlePlace) throws -> BundleCheck { try read(place).check }
}
