import Ledger
import Rulebook
import Signing

/// Cosignatures of the last final block and of blocks that are not final here yet, each checked against its validator's
/// key.
struct CosignatureTable: Sendable {
    private var entries: [(link: Int, key: PublicKey, cosignature: Cosignature)] = []

    /// Heights above the last final one of which cosignatures are kept.
    static let window: UInt64 = 2
    /// Different heads that are kept of one node at one height: an honest one has one.
    private static let mostHeads = 4

    /// True when nothing is to be learnt from it: its node has cosigned that head, or so many others there that nobody
    /// needs more of them.
    func isOld(_ cosignature: Cosignature, of link: Int) -> Bool {
        let known = entries.filter { $0.link == link && $0.cosignature.height == cosignature.height }
        return known.count >= CosignatureTable.mostHeads || known.contains { $0.cosignature.head == cosignature.head }
    }

    /// What a key has cosigned over another log of the same size; at which height is only its owner's word.
    func contradiction(to head: TreeHead, by key: PublicKey) -> Cosignature? {
        entries.first { $0.key == key && $0.cosignature.head.size == head.size && $0.cosignature.head != head }?
            .cosignature
    }

    /// Keeps one with the key that was found to have signed it, unless it is old.
    mutating func add(_ cosignature: Cosignature, of link: Int, by key: PublicKey) {
        guard !isOld(cosignature, of: link) else { return }
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

    mutating func forget(below height: Height) { entries.removeAll { $0.cosignature.height < height } }
}
