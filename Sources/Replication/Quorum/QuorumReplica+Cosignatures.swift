import Consensus
import Ledger
import Rulebook
import Signing

/// Cosignatures of others: what makes a block final, and what shows that a node tells two histories.
extension QuorumReplica {
    mutating func receive(_ cosignature: Cosignature, from peer: Int) {
        let settled = state.head.height
        peers.claim(peer, Height(max(cosignature.height.value, 1) - 1))
        guard cosignature.height > settled else { return reply(to: cosignature, from: peer) }
        guard cosignature.height.value <= settled.value + CosignatureTable.window,
            !cosignatures.isOld(cosignature, of: peer),
            let place = signer(of: cosignature, at: peer, in: state.network)
        else { return }
        if let last = voteGuard.last, last.height == cosignature.height, last.head != cosignature.head {
            effects.append(.alarm(.otherHead(validator: peer, cosignature)))
        }
        convict(cosignature, by: place, in: state.network, at: settled.next)
        cosignatures.add(cosignature, of: peer, by: state.network.validators[place].keys.cosigner)
    }

    /// A cosignature of what is final here: it makes the checkpoint stronger, or its sender is behind, or a liar.
    private mutating func reply(to cosignature: Cosignature, from peer: Int) {
        if cosignature.height == state.head.height, let place = keys.place(of: peer, in: state.headNetwork) {
            if cosignature.head != frontier.head { return hearOther(cosignature, of: peer) }
            let line = line(cosignature, of: state.headNetwork.validators[place])
            if let final = checkpoint,
                !final.note.signatures.contains(where: { $0.keyID == line.keyID && $0.name == line.name })
            {
                return strengthen(final, line)
            }
        }
        guard peers.mayReply(peer, waits.tick) else { return }
        if let last = voteGuard.last, last.height == cosignature.height {
            effects.append(.send(.cosignature(Cosignature(last)), to: peer))
        }
        effects.append(.send(ownStatus, to: peer))
    }

    private mutating func strengthen(_ final: FinalCheckpoint, _ line: NoteSignature) {
        guard let stronger = try? keys.check(final.note.adding([line]), in: state.headNetwork) else { return }
        checkpoint = stronger
        effects.append(.publish(stronger))
    }

    /// Another head at the height of the last final block: its sender has another log, or tells two.
    private mutating func hearOther(_ cosignature: Cosignature, of peer: Int) {
        let network = state.headNetwork
        guard !cosignatures.isOld(cosignature, of: peer),
            let place = signer(of: cosignature, at: peer, in: network)
        else { return }
        effects.append(.alarm(.otherHead(validator: peer, cosignature)))
        convict(cosignature, by: place, in: network, at: state.head.height)
        cosignatures.add(cosignature, of: peer, by: network.validators[place].keys.cosigner)
    }

    /// Two cosignatures of one node over logs of one size: proof that it tells two histories.
    private mutating func convict(_ cosignature: Cosignature, by place: Int, in network: Network, at height: Height) {
        guard let other = otherSide(of: cosignature.head, by: network.validators[place]),
            let heads = CosignedHeads(
                height: height, validator: place, size: cosignature.head.size, other,
                CosignedHeads.Side(root: cosignature.head.root, cosignature: cosignature.bytes))
        else { return }
        effects.append(.report(.heads(heads)))
    }

    /// What the same validator has cosigned over another log of that size: sent to this node, or in its checkpoint.
    private func otherSide(of head: TreeHead, by validator: Validator) -> CosignedHeads.Side? {
        if let known = cosignatures.contradiction(to: head, by: validator.keys.cosigner) {
            return CosignedHeads.Side(root: known.head.root, cosignature: known.bytes)
        }
        guard let final = checkpoint, final.checkpoint.head.size == head.size, final.checkpoint.head != head else {
            return nil
        }
        let key = state.network.genesis.cosignerKey(of: validator)
        return final.note.signatures.first { $0.keyID == key.id && $0.name == key.name }
            .map { CosignedHeads.Side(root: final.checkpoint.head.root, cosignature: $0.bytes) }
    }

    /// The place of the validator at the end of that link, when the cosignature is true; nil otherwise.
    private func signer(of cosignature: Cosignature, at link: Int, in network: Network) -> Int? {
        guard let place = keys.place(of: link, in: network) else { return nil }
        let validator = network.validators[place]
        guard let time = line(cosignature, of: validator).cosignatureTime else { return nil }
        let text = Checkpoint(origin: network.origin, head: cosignature.head).text
        let isTrue = keys.verifier.verifies(
            Array(cosignature.bytes[8...]), over: Checkpoint.cosignedMessage(text: text, time: time),
            by: validator.keys.cosigner)
        return isTrue ? place : nil
    }
}
