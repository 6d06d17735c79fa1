internal import Synchronization

/// Segment files held open for reading, at most 64 at a time.
final class SegmentFiles: Sendable {
    static let limit = 64

    private let layout: LogLayout
    private let files = Mutex<[UInt64: OpenFile]>([:])

    init(_ layout: LogLayout) { self.layout = layout }

    /// The file of a segment; throws when it is gone.
    func file(_ segment: UInt64) throws -> OpenFile {
        try files.withLock { files in
            if let file = files[segment] { return file }
            let file = try open(segment)
            if files.count >= SegmentFiles.limit, let other = files.keys.min() { files[other] = nil }
            files[segment] = file
            return file
        }
    }

    /// Closes all.
    func removeAll() { files.withLock { $0.removeAll() } }

    private func open(_ segment: UInt64) throws -> OpenFile {
        do {
            return try OpenFile(layout.segmentPath(segment), .reading)
        } catch let failure as StorageFailure where failure.number == SystemError.notFound {
            throw StorageDamage(
                file: layout.segmentPath(segment), place: .wholeFile, fact: "is missing",
                nextStep: LogLayout.restoreSegment)
        }
    }
}
