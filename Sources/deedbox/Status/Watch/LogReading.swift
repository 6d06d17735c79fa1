import Ledger
import NodeAPI
package import Signing

/// Leaves of a log, read from a node's bundles of 256, and proven from its tiles: the node does not learn which leaf.
final actor LogReading {
    private let node: NodeClient
    private let note: SignedNote
    private let size: UInt64
    private var bundle: (index: UInt64, leaves: [ArraySlice<UInt8>])?
    private var hashes = TileHashes()

    /// The log under a checkpoint of that size, which the node gave.
    init(node: NodeClient, note: SignedNote, size: UInt64) {
        self.node = node
        self.note = note
        self.size = size
    }

    /// A leaf, as the node gives it: unproven.
    func leaf(_ index: UInt64) async throws -> [UInt8] {
        let wanted = index / 256
        if bundle?.index != wanted {
            let path = TilePath(.entries, index: wanted, width: width(of: wanted, level: 0))
            guard let bytes = try await node.tile(path) else { throw WatchWords.noLeaf(index) }
            bundle = (wanted, try EntryBundle.parse(bytes, maxLeaves: 256))
        }
        guard let leaves = bundle?.leaves, leaves.indices.contains(Int(index % 256)),
            !leaves[Int(index % 256)].isEmpty
        else { throw WatchWords.noLeaf(index) }
        return Array(leaves[Int(index % 256)])
    }

    /// The receipt of a leaf, to be verified by whoever gets it.
    func receipt(_ index: LeafIndex) async throws -> Receipt {
        let leaf = try await leaf(index.value)
        while true {
            do {
                let proof = try InclusionProof.build(index: index, size: size, from: hashes)
                return Receipt(leaf: leaf, proof: proof, checkpoint: note)
            } catch let missing as TileHashes.Missing {
                try await fetch(missing)
            }
        }
    }

    private func fetch(_ missing: TileHashes.Missing) async throws {
        let width = width(of: missing.index, level: missing.level)
        let path = TilePath(.hashes(level: missing.level), index: missing.index, width: width)
        guard let bytes = try await node.tile(path), bytes.count == width * Digest.byteCount else {
            throw WatchWords.noTile(path.path)
        }
        hashes.tiles[missing] = stride(from: 0, to: bytes.count, by: Digest.byteCount).compactMap { start in
            Digest(Array(bytes[start..<start + Digest.byteCount]))
        }
    }

    /// How many entries a tile has in a log of this size.
    private func width(of index: UInt64, level: Int) -> Int {
        let entries = size >> UInt64(8 * level)
        return Int(min(256, max(1, entries - min(entries, index * 256))))
    }
}

/// Hashes of a log from tiles that are at hand.
package struct TileHashes: TreeHashes {
    package var tiles: [Missing: [Digest]] = [:]

    /// Nothing is at hand yet.
    package init() {}

    /// A tile that has to be fetched first.
    package struct Missing: Error, Hashable {
        package let level: Int
        package let index: UInt64
    }

    package func hash(level: Int, index: UInt64) throws -> Digest {
        let start = index << UInt64(level % 8)
        let place = Missing(level: level / 8, index: start / 256)
        guard let tile = tiles[place] else { throw place }
        let first = Int(start % 256)
        let count = 1 << (level % 8)
        guard first + count <= tile.count else { throw WatchWords.noTile("\(place.level)/\(place.index)") }
        return MerkleTree.root(of: tile[first..<first + count])
    }
}
