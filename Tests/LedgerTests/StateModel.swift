import Ledger
import Signing

/// The state tree by its definition, made anew from all entries each time; knows nothing of the product's tree.
struct StateModel {
    private(set) var entries: [StateKey: [UInt8]] = [:]

    mutating func apply(_ changes: [(StateKey, [UInt8]?)]) {
        for (key, value) in changes { entries[key] = value }
    }

    var sorted: [(key: StateKey, value: [UInt8])] {
        entries.sorted { ($0.key.kind, $0.key.hash) < ($1.key.kind, $1.key.hash) }
    }

    var root: Digest {
        let leaves = sorted.map { key, value in
            Leaf(
                bits: Self.bits(SHA256.digest([key.kind] + key.key), kind: key.kind),
                hash: SHA256.digest(
                    [0] + SHA256.digest([key.kind] + key.key).bytes + SHA256.digest(value).bytes))
        }
        return Self.node(leaves, depth: 0)
    }

    private struct Leaf {
        let bits: [Bool]
        let hash: Digest
    }

    private static func bits(_ hash: Digest, kind: UInt8) -> [Bool] {
        ([kind] + hash.bytes).flatMap { byte in (0..<8).map { byte >> UInt8(7 - $0) & 1 == 1 } }
    }

    private static func node(_ leaves: [Leaf], depth: Int) -> Digest {
        if leaves.isEmpty { return .zero }
        if depth >= 8, leaves.count == 1 { return leaves[0].hash }
        let left = node(leaves.filter { !$0.bits[depth] }, depth: depth + 1)
        let right = node(leaves.filter { $0.bits[depth] }, depth: depth + 1)
        return SHA256.digest([1] + left.bytes + right.bytes)
    }
}

extension Seeded {
    /// A key of one of a few kinds, out of so many for each.
    mutating func stateKey(kinds: [UInt8], names: Int) -> StateKey {
        let name = Int.random(in: 0..<names, using: &self)
        return StateKey(kind: kinds[Int.random(in: 0..<kinds.count, using: &self)], key: Array("key \(name)".utf8))
    }

    /// Changes of which one in three removes.
    mutating func changes(_ count: Int, kinds: [UInt8], names: Int) -> [(StateKey, [UInt8]?)] {
        (0..<count).map { _ in
            let key = stateKey(kinds: kinds, names: names)
            let value = [UInt8](repeating: UInt8.random(in: 0...3, using: &self), count: 16)
            return (key, Int.random(in: 0..<3, using: &self) == 0 ? nil : value)
        }
    }
}
