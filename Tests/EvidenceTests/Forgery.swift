import Ledger
import Replication
import Rulebook
import Signing
import TestSupport

/// What a quorum of lying validators could sign, and the rules never allow: logs of one leaf that hold together.
struct Forgery {
    let story: Story

    init(_ story: Story) { self.story = story }

    /// The receipt of any leaf.
    func receipt(_ leaf: [UInt8]) -> Receipt {
        let root = MerkleTree.root(of: [Digest.leaf(leaf)])
        let checkpoint = Checkpoint(origin: story.network.origin, head: TreeHead(size: 1, root: root))
        let validator = story.network.validators[0]
        let time = story.ledger.head.time / 1_000
        let note = SignedNote(
            text: checkpoint.text,
            signatures: [
                checkpoint.logSigned(by: TestKey.secret(of: validator.keys.log)),
                checkpoint.cosigned(
                    by: TestKey.secret(of: validator.keys.cosigner),
                    name: story.network.genesis.cosignerName(validator), at: time),
            ])
        return Receipt(
            leaf: leaf, proof: InclusionProof(index: LeafIndex(0), size: 1, path: []), checkpoint: note)
    }

    /// A proof of a state that holds this one entry, or none.
    func proof(of key: StateKey, value: [UInt8]?) -> [UInt8] {
        let tree = StateTree(entries: value.map { [(key, $0)] } ?? [])
        guard let last = story.ledger.blocks.last?.seal else { preconditionFailure("no block") }
        let seal = Seal(
            height: last.height, previous: last.previous, firstIndex: last.firstIndex, rootBefore: last.rootBefore,
            time: last.time, proposer: last.proposer, stateRoot: tree.root, validators: last.validators,
            nextValidators: last.nextValidators, parameters: last.parameters, ruleVersion: last.ruleVersion,
            evidenceRoot: last.evidenceRoot, closedCount: last.closedCount)
        return SealedProof(seal: receipt(seal.encoded), proof: tree.proof(key)).encoded
    }

    /// A proof of the grant's entry, altered.
    func grant(_ alter: (inout Grant) -> Void) -> [UInt8] {
        guard var grant = story.ledger.view.grant(story.grantID) else { preconditionFailure("no grant") }
        alter(&grant)
        return proof(of: .grant(story.grantID), value: grant.encoded)
    }

    /// A proof of a scene that asks for other types.
    func scene(_ fields: [ProfileFields]) -> [UInt8] {
        let entry = SceneEntry(scene: TestScene.scene(fields: fields))
        return proof(of: story.sceneKey, value: entry.encoded)
    }
}
