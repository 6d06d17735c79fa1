import Consensus
import Ledger
import Rulebook
import Signing

extension QuorumReplica {
    /// Takes one word of another validator: the cheap questions first, then the signatures.
    mutating func receive(_ word: PeerWord, from peer: Int, _ now: UInt64, _ records: some RecordReading) {
        waits.read(now)
        guard peers.rows.indices.contains(peer), peer != keys.own, isStarted else { return }
        peers.rows[peer].heard = waits.tick
        guard mayDecide(peer) || word.isOfObservers else { return }
        switch word {
        case .agreement(let message): receive(message, from: peer)
        case .cosignature(let cosignature): receive(cosignature, from: peer)
        case .status(let final, _): peers.tell(peer, final)
        case .recipe(let recipe): receive(recipe, from: peer)
        case .bodyWanted(let block): serveBody(block, to: peer)
        case .body(let leaves): take(body: leaves, records)
        case .blocksWanted(let size): serveBlocks(from: size, to: peer)
        case .blocks(let run): take(run, from: peer, records)
        case .evidence(let evidence): receive(evidence)
        case .doubtAsked(let nonce): answer(nonce, to: peer)
        case .doubtAnswer(let answer): take(answer, from: peer)
        // The driver's own: it forwards, keeps and acknowledges submissions.
        case .statements, .kept: return
        }
    }

    /// True for a node with a seat, now or by a published change. One that only follows has no part in a decision; but
    /// who follows itself may not know yet who has a seat.
    private func mayDecide(_ peer: Int) -> Bool {
        guard isInOffice, keys.place(of: peer, in: state.network) == nil else { return true }
        return state.view.comingChange()?.validators.contains { $0.keys.link == keys.links[peer] } ?? false
    }

    private mutating func receive(_ message: Message, from peer: Int) {
        guard isInOffice else {
            return peers.claim(peer, Height(max(message.height.value, 1) - 1))
        }
        switch agreement.interest(in: message) {
        case .now:
            peers.show(peer, state.head.height)
            verify(message)
        case .early:
            peers.claim(peer, Height(message.height.value - 1))
            inputs.append(.early(message, link: peer))
        case .nodeIsBehind: peers.claim(peer, Height(message.height.value - 1))
        case .conflict:
            let below = heightSetup(message.height, parent: state.head.id)
            if let known = try? below.verify(message, with: keys.verifier) { inputs.append(.received(known)) }
        case .senderIsBehind:
            if case .commit(let commit) = message { adopt(commit) }
            if peers.mayReply(peer, waits.tick) { effects.append(.send(ownStatus, to: peer)) }
        case .none:
            if case .commit(let commit) = message { adopt(commit) }
        }
    }

    /// Checks a message of the open height; a false one counts for nothing.
    mutating func verify(_ message: Message) {
        guard let setup, let known = try? setup.verify(message, with: keys.verifier) else { return }
        voters.begin(at: waits.now)
        voters.note(message)
        notice(message)
        inputs.append(.received(known))
    }

    /// The decision of the log's last block, when this node lost it or never had it: the right to vote above.
    mutating func adopt(_ commit: CommitCertificate) {
        let last = phase.stored.map { ($0.height, $0.seal.id) } ?? (state.head.height, state.head.id)
        guard commit.height == last.0, commit.block == last.1, self.commit.map({ $0.height < commit.height }) ?? true,
            (try? heightSetup(commit.height, parent: state.head.id).verify(commit, with: keys.verifier)) != nil
        else { return }
        notice(.commit(commit))
        self.commit = commit
        signing.isChanged = true
        openMemory()
        signWithheld()
    }

    private mutating func receive(_ recipe: Recipe, from peer: Int) {
        let height = recipe.seal.height.value
        guard height > state.head.height.value, height <= state.head.height.value + 2 else { return }
        table.add(recipe, from: peer)
    }

    private mutating func receive(_ evidence: Evidence) {
        guard let setup, !proofs.contains(evidence) else { return }
        guard evidence.height == setup.height else { return learn(evidence, below: setup.height) }
        guard let known = try? setup.verify(evidence, with: keys.verifier) else { return }
        guard !voters.learnt.contains(evidence), voters.learnt.count < 256 else { return }
        voters.learnt.append(evidence)
        proofs.add(evidence)
        effects.append(.report(.votes(evidence)))
        inputs.append(.learnt(known))
    }

    /// A proof of an earlier height: no more of use to the agreement, but to people and to the ledger, which holds each
    /// offence once. What is recorded already is passed over.
    private mutating func learn(_ evidence: Evidence, below height: Height) {
        guard evidence.height < height, !proofs.isFull else { return }
        let network = state.network.entering(state.view.epoch(at: evidence.height))
        let proof = OffenceProof.votes(evidence)
        let setup = network.heightSetup(evidence.height, parent: state.head.id, own: nil, timeouts: timeouts)
        guard proof.offences(by: network.validators).contains(where: { state.view.offence($0.offence) == nil }),
            (try? setup.verify(evidence, with: keys.verifier)) != nil
        else { return }
        proofs.add(evidence)
        effects.append(.report(proof))
    }

    /// Everything that a node whose link has just opened may have missed.
    mutating func greet(_ peer: Int, _ now: UInt64) {
        waits.read(now)
        guard peers.rows.indices.contains(peer), peer != keys.own, isStarted else { return }
        desk.tellers.remove(peer)
        effects.append(.send(ownStatus, to: peer))
        askInDoubt([peer])
        if let stored = phase.stored {
            effects += cosignatureWords(stored).map { .send($0, to: peer) }
        } else if let last = voteGuard.last, last.height == state.head.height {
            effects.append(.send(.cosignature(Cosignature(last)), to: peer))
        }
        if case .deciding = phase, agreement.step != .idle { inputs.append(.retransmit) }
        for evidence in proofs.newest { effects.append(.send(.evidence(evidence), to: peer)) }
        guard let built, let candidate = table[built.id], candidate.isKept else { return }
        effects.append(.send(.recipe(Recipe(candidate.block)), to: peer))
    }
}
