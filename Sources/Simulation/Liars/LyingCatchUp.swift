import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Claims heights that there are not, and answers who is behind with blocks that are cut, altered or empty.
struct LyingCatchUp: LyingStrategy {
    mutating func replace(_ word: PeerWord, to peer: Int, _ desk: inout LiarDesk) -> [Parcel] {
        switch word {
        case .status(let final, let size):
            desk.lies += 1
            return [.word(.status(final: Height(final.value + 1 + desk.random.below(9)), size: size + 100))]
        case .blocks(let run):
            desk.lies += 1
            return [.word(.blocks(spoilt(run, &desk)))]
        case .agreement, .cosignature, .recipe, .bodyWanted, .body, .statements, .kept, .blocksWanted, .evidence,
            .doubtAsked, .doubtAnswer:
            return [.word(word)]
        }
    }

    private func spoilt(_ run: BlockRun, _ desk: inout LiarDesk) -> BlockRun {
        var leaves = run.leaves
        var checkpoint = run.checkpoint
        var from = run.from
        switch desk.random.below(4) {
        case 0: leaves = Array(leaves.dropLast(leaves.count / 3))
        case 1 where !leaves.isEmpty: leaves[Int(desk.random.below(UInt64(leaves.count)))] ^= 1
        case 2: from += 1
        case _: checkpoint = String(checkpoint.dropLast(checkpoint.count / 4))
        }
        return BlockRun(from: from, leaves: leaves, checkpoint: checkpoint, proof: run.proof, commit: run.commit)
    }
}
