internal import Signing

/// The file `bundles.index`: 40 bytes a complete bundle, its end in the segment (u64, big-endian) and its hash.
///
/// It is an index: what it lacks is read from the segments, and all of it can be made anew from them. It is
/// written behind the leaves and made durable when a segment is full.
struct BundleIndex {
    static let entryBytes = 40
    private static let sectorBytes = 512

    let file: OpenFile
    /// Entries known to be in the file.
    private(set) var written: UInt64 = 0

    init(_ path: String, _ mode: OpenFile.Mode) throws { file = try OpenFile(path, mode) }

    /// The entries in the file, up to the first that a crash has left without one of its sectors.
    ///
    /// What no sync has covered arrives in any order. Zeros are space that was given and never filled; an entry that
    /// ends in zeros by chance is only computed again.
    mutating func load() throws -> [BundleEntry] {
        var bytes = try file.contents()[...]
        while bytes.last == 0 { bytes.removeLast() }
        let whole = bytes.count / BundleIndex.entryBytes
        let count = (0..<whole).first { BundleIndex.lacksSector(bytes, entry: $0) } ?? whole
        written = UInt64(count)
        return unsafe bytes.withUnsafeBytes { buffer in
            (0..<count).map { entry in
                unsafe BundleIndex.entry(UnsafeRawBufferPointer(rebasing: buffer[(entry * BundleIndex.entryBytes)...]))
            }
        }
    }

    /// Writes entries behind those that are in the file.
    mutating func append(_ entries: [BundleEntry]) throws {
        guard !entries.isEmpty else { return }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * BundleIndex.entryBytes)
        for entry in entries {
            unsafe withUnsafeBytes(of: entry.end.bigEndian) { unsafe bytes.append(contentsOf: $0) }
            entry.hash.append(to: &bytes)
        }
        try file.write(bytes, at: written * UInt64(BundleIndex.entryBytes))
        written += UInt64(entries.count)
    }

    /// Drops the entries from this one on, durably.
    mutating func truncate(to count: UInt64) throws {
        written = min(written, count)
        try file.truncate(to: written * UInt64(BundleIndex.entryBytes))
        try file.syncData()
    }

    /// True when all that an entry has in one of its sectors is zeros.
    private static func lacksSector(_ bytes: ArraySlice<UInt8>, entry: Int) -> Bool {
        let range = entry * entryBytes..<(entry + 1) * entryBytes
        let border = min((range.lowerBound / sectorBytes + 1) * sectorBytes, range.upperBound)
        return [range.lowerBound..<border, border..<range.upperBound].contains { part in
            !part.isEmpty && bytes[part].allSatisfy { $0 == 0 }
        }
    }

    private static func entry(_ bytes: UnsafeRawBufferPointer) -> BundleEntry {
        func word(_ index: Int) -> UInt64 {
            unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
        }
        return BundleEntry(end: word(0), hash: Digest(words: (word(1), word(2), word(3), word(4))))
    }
}
