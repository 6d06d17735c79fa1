public import Ledger
public import Signing
internal import Synchronization

extension LogStore {
    /// One leaf, checked against the log's hashes.
    public func leaf(at index: UInt64) throws -> [UInt8] {
        let inBundle = Int(index % LogLayout.bundleLeaves)
        switch try find(bundleOf: index, width: inBundle + 1) {
        case .open(let bytes, let ends):
            let start = inBundle == 0 ? 0 : Int(ends[inBundle - 1])
            return Array(bytes[start + LeafRun.lengthBytes..<Int(ends[inBundle])])
        case .full(let place):
            return try leaf(inBundle, of: place)
        }
    }

    /// The first `width` leaves of a bundle as C2SP tlog-tiles serves them, checked against the log's hashes.
    public func bundle(_ index: UInt64, width: Int) throws -> [UInt8] {
        try LogStore.check(width: width)
        guard index < LogStore.bundleLimit else { throw StorageRefusal.notInLog(leaf: .max, size: size) }
        switch try find(bundleOf: index * LogLayout.bundleLeaves, width: width) {
        case .open(let bytes, let ends):
            return Array(bytes.prefix(Int(ends[width - 1])))
        case .full(let place):
            let (bytes, check) = try segments.read(place)
            verified.hold(check, as: index)
            return width == BundleTree.capacity ? bytes : Array(bytes.prefix(Int(check.ends[width - 1])))
        }
    }

    /// The first `width` hashes of a tile as C2SP tlog-tiles serves it.
    public func tile(level: Int, index: UInt64, width: Int) throws -> [UInt8] {
        try LogStore.check(width: width)
        let nodeLevel = level * BundleTree.height
        guard (0..<8).contains(level), index < LogStore.bundleLimit >> UInt64(nodeLevel) else {
            throw StorageRefusal.notInLog(leaf: .max, size: size)
        }
        let first = index * LogLayout.bundleLeaves
        let end = first + UInt64(width)
        try checkInLog(leaves: end << UInt64(nodeLevel))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * Digest.byteCount)
        let row = level == 0 ? nil : tree.withLock { $0.hashes(level: nodeLevel, first..<end) }
        for node in first..<end {
            let hash = try row?[Int(node - first)] ?? self.hash(level: nodeLevel, index: node)
            hash.append(to: &bytes)
        }
        return bytes
    }

    private func leaf(_ inBundle: Int, of place: BundlePlace) throws -> [UInt8] {
        let check = try check(place)
        let framed = check.framed(inBundle)
        let start = place.bytes.lowerBound
        let file = try segments.file(place.segment)
        let leaf = try file.bytes(
            start + UInt64(framed.lowerBound + LeafRun.lengthBytes)..<start + UInt64(framed.upperBound))
        guard Digest.leaf(leaf) == check.tree.hash(level: 0, index: inBundle) else {
            let index = place.leaves.lowerBound + UInt64(inBundle)
            throw StorageDamage(
                file: file.path, place: .leaves(index..<index + 1), fact: "the leaf has changed since it was last read",
                nextStep: LogLayout.verifyLedger)
        }
        return leaf
    }

    /// The hashes of a complete bundle, from its bytes once and from memory after that.
    func check(_ place: BundlePlace) throws -> BundleCheck {
        if let check = verified.find(place.bundle) { return check }
        let check = try segments.check(place)
        verified.hold(check, as: place.bundle)
        return check
    }

    private enum Found {
        case open(bytes: [UInt8], ends: [UInt32])
        case full(BundlePlace)
    }

    /// The bundle of a leaf, which has at least `width` leaves.
    private func find(bundleOf leaf: UInt64, width: Int) throws -> Found {
        guard leaf < LeafIndex.limit else { throw StorageRefusal.notInLog(leaf: leaf, size: size) }
        let bundle = leaf / LogLayout.bundleLeaves
        return try tree.withLock { tree in
            if bundle < tree.bundleCount { return .full(tree.place(bundle)) }
            guard bundle == tree.bundleCount, width <= tree.open.tree.width else {
                let last = bundle * LogLayout.bundleLeaves + UInt64(width) - 1
                throw StorageRefusal.notInLog(leaf: last, size: tree.size)
            }
            return .open(bytes: tree.open.bytes, ends: tree.open.ends)
        }
    }

    private static let bundleLimit: UInt64 = LeafIndex.limit / LogLayout.bundleLeaves

    private static func check(width: Int) throws {
        guard (1...BundleTree.capacity).contains(width) else { throw StorageRefusal.width(width) }
    }
}

extension LogStore: TreeHashes {
    /// The hash of a complete subtree; below the height of a bundle it is computed from the bundle's checked leaves.
    public func hash(level: Int, index: UInt64) throws -> Digest {
        guard (0..<54).contains(level), index < LeafIndex.limit >> UInt64(level) else {
            throw StorageRefusal.notInLog(leaf: .max, size: size)
        }
        let end = (index + 1) << UInt64(level)
        let found = try tree.withLock { tree -> (hash: Digest?, place: BundlePlace?) in
            guard end <= tree.size else { throw StorageRefusal.notInLog(leaf: end - 1, size: tree.size) }
            if let hash = tree.hash(level: level, index: index) { return (hash, nil) }
            return (nil, tree.place((end - 1) / LogLayout.bundleLeaves))
        }
        if let hash = found.hash { return hash }
        let perBundle = LogLayout.bundleLeaves >> UInt64(level)
        guard let place = found.place,
            let hash = try check(place).tree.hash(level: level, index: Int(index % perBundle))
        else { preconditionFailure("a checked bundle lacks the subtree (\(level), \(index))") }
        return hash
    }
}
