internal import Signing

/// One walk over a range of leaves: reads about a megabyte of bundles at a time, checks each, hands out its leaves.
struct LogWalk {
    let segments: SegmentFiles
    let range: Range<UInt64>
    /// The leaf to hand out next.
    private(set) var next: UInt64
    private var check = BundleCheck()
    private var buffer: [UInt8] = []

    private static let chunkBytes: UInt64 = 1 << 20

    init(segments: SegmentFiles, range: Range<UInt64>) {
        self.segments = segments
        self.range = range
        next = range.lowerBound
    }

    /// The complete bundles to read next, one behind the other in one segment.
    func places(in tree: LogTree) -> ArraySlice<BundlePlace> {
        let first = next / LogLayout.bundleLeaves
        let last = min(tree.bundleCount, (range.upperBound - 1) / LogLayout.bundleLeaves + 1)
        guard first < last else { return [] }
        var places = [tree.place(first)]
        for bundle in first + 1..<max(first + 1, last) {
            let place = tree.place(bundle)
            guard place.segment == places[0].segment,
                place.bytes.upperBound - places[0].bytes.lowerBound <= LogWalk.chunkBytes
            else { break }
            places.append(place)
        }
        return places[...]
    }

    /// The open bundle, when the walk has come to it.
    func open(in tree: LogTree) -> OpenBundle? {
        next / LogLayout.bundleLeaves == tree.bundleCount ? tree.open : nil
    }

    /// Divides neighbouring bundles of one segment into what is read at a time.
    static func chunks(_ places: [BundlePlace]) -> [ArraySlice<BundlePlace>] {
        var chunks: [ArraySlice<BundlePlace>] = []
        var start = 0
        for index in places.indices
        where index + 1 == places.count
            || places[index + 1].bytes.upperBound - places[start].bytes.lowerBound > chunkBytes
        {
            chunks.append(places[start...index])
            start = index + 1
        }
        return chunks
    }

    /// Reads neighbouring bundles, checks each and hands out the leaves that are in the range.
    mutating func handOut(
        _ places: ArraySlice<BundlePlace>, _ body: (UInt64, UnsafeRawBufferPointer, Digest) throws -> Void
    ) throws {
        guard let first = places.first, let last = places.last else { return }
        let file = try segments.file(first.segment)
        let count = Int(last.bytes.upperBound - first.bytes.lowerBound)
        if buffer.count < count { buffer = [UInt8](repeating: 0, count: max(count, Int(LogWalk.chunkBytes))) }
        var taken: [UInt8] = []
        swap(&taken, &buffer)
        defer { swap(&taken, &buffer) }
        try unsafe taken.withUnsafeMutableBytes { buffer in
            let wanted = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(count))
            let got = try unsafe file.read(into: wanted, at: first.bytes.lowerBound)
            for place in places {
                let start = Int(place.bytes.lowerBound - first.bytes.lowerBound)
                let end = min(got, Int(place.bytes.upperBound - first.bytes.lowerBound))
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[min(start, end)..<end])
                try unsafe check.check(bytes, place, file: file.path)
                try unsafe handOutChecked(bytes, from: place.leaves.lowerBound, body)
            }
        }
    }

    private mutating func handOutChecked(
        _ bytes: UnsafeRawBufferPointer, from first: UInt64,
        _ body: (UInt64, UnsafeRawBufferPointer, Digest) throws -> Void
    ) throws {
        let end = min(range.upperBound, first + LogLayout.bundleLeaves)
        while next < end {
            let inBundle = Int(next - first)
            guard let hash = check.tree.hash(level: 0, index: inBundle) else { return }
            try unsafe body(next, LeafRun.leaf(bytes, check.framed(inBundle)), hash)
            next += 1
        }
    }

    /// Hands out leaves of the open bundle.
    mutating func handOut(
        _ open: OpenBundle?, _ body: (UInt64, UnsafeRawBufferPointer, Digest) throws -> Void
    ) throws {
        guard let open else { return }
        let first = next - next % LogLayout.bundleLeaves
        try unsafe open.bytes.withUnsafeBytes { bytes in
            while next < range.upperBound {
                let inBundle = Int(next - first)
                guard let hash = open.tree.hash(level: 0, index: inBundle) else { return }
                let start = inBundle == 0 ? 0 : Int(open.ends[inBundle - 1])
                try unsafe body(next, LeafRun.leaf(bytes, start..<Int(open.ends[inBundle])), hash)
                next += 1
            }
        }
    }
}
