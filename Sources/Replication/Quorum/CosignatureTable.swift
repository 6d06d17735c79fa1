import Ledger
import Rulebook
import Signing

/// Cosignatures of blocks that are not final here yet, each checked against its validator's key.
struct CosignatureTable: Sendable {
    private var entries: [(link: Int, key: PublicKey, cosignature: Cosignature)] = []

    /// Heights above the last final one of which cosignatures are kept.
    static let window: UInt64 = 2

    func contains(_ cosignature: Cosignature, of link: Int) -> Bool {
        entries.contains { $0.link == link && $0.cosignature == cosignature }
    }

    /// What a node cosigned at a height; the height itself is only its word.
    func cosignature(of link: Int, at height: Height) -> Cosignature? {
        entries.first { $0.link == link && $0.cosignature.height == height }?.cosignature
    }

    /// Keeps one for each node and height, the first, with the key that was found to have signed it.
    mutating func add(_ cosignature: Cosignature, of link: Int, by key: PublicKey) {
        guard self.cosignature(of: link, at: cosignature.height) == nil else { return }
        entries.append((link, key, cosignature))
    }

    /// How many are over this head, whoever they are by.
    func count(over head: TreeHead) -> Int { entries.count { $0.cosignature.head == head } }

    /// Those over this head by keys of these validators, in the order of the set.
    func over(_ head: TreeHead, by validators: [Validator]) -> [(place: Int, cosignature: Cosignature)] {
        let found = entries.filter { $0.cosignature.head == head }
        return validators.enumerated().compactMap { place, validator in
            found.first { $0.key == validator.keys.cosigner }.map { (place, $0.cosignature) }
        }
    }

    mutating func forget(through height: Height) { entries.removeAll { $0.cosignature.height <= height } }
}
