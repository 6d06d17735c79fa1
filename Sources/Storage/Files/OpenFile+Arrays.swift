extension OpenFile {
    /// The bytes of a range; fewer when the file ends before.
    func bytes(_ range: Range<UInt64>) throws -> [UInt8] {
        try unsafe [UInt8](unsafeUninitializedCapacity: Int(range.upperBound - range.lowerBound)) { buffer, count in
            count = try unsafe read(into: UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound)
        }
    }

    /// The whole file.
    func contents() throws -> [UInt8] { try bytes(0..<size()) }

    /// Writes all bytes at a place.
    func write(_ bytes: [UInt8], at offset: UInt64) throws {
        try unsafe bytes.withUnsafeBytes { buffer in try unsafe write(buffer, at: offset) }
    }
}
