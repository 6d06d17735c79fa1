import Ledger

/// Cosignatures of blocks that are not final here yet, each checked against its validator's key.
struct CosignatureTable: Sendable {
    private var entries: [(validator: Int, cosignature: Cosignature)] = []

    /// Heights above the last final one of which cosignatures are kept.
    static let window: UInt64 = 2

    func contains(_ cosignature: Cosignature, of validator: Int) -> Bool {
        entries.contains { $0.validator == validator && $0.cosignature == cosignature }
    }

    /// What a validator cosigned at a height; the height itself is only its word.
    func cosignature(of validator: Int, at height: Height) -> Cosignature? {
        entries.first { $0.validator == validator && $0.cosignature.height == height }?.cosignature
    }

    /// Keeps one for each validator and height: the first.
    mutating func add(_ cosignature: Cosignature, of validator: Int) {
        guard self.cosignature(of: validator, at: cosignature.height) == nil else { return }
        entries.append((validator, cosignature))
    }

    /// Those over this head, in the order of the validators.
    func over(_ head: TreeHead) -> [(validator: Int, cosignature: Cosignature)] {
        entries.filter { $0.cosignature.head == head }.sorted { $0.validator < $1.validator }
    }

    mutating func forget(through height: Height) { entries.removeAll { $0.cosignature.height <= height } }
}
