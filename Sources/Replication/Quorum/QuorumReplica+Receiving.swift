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
        openMemory()
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

extension QuorumReplica {
    private mutating func receive(_ cosignature: Cosignature, from peer: Int) {
        let settled = state.head.height
        peers.claim(peer, Height(max(cosignature.height.value, 1) - 1))
        guard cosignature.height > settled else { return reply(to: cosignature, from: peer) }
        guard cosignature.height.value <= settled.value + CosignatureTable.window,
            !cosignatures.contains(cosignature, of: peer),
            let validator = signer(of: cosignature, at: peer, in: state.network)
        else { return }
        watch(cosignature, of: peer)
        convict(cosignature, of: peer)
        cosignatures.add(cosignature, of: peer, by: validator.keys.cosigner)
    }

    /// A cosignature of what is final here: it makes the checkpoint stronger, or its sender is behind.
    private mutating func reply(to cosignature: Cosignature, from peer: Int) {
        if cosignature.height == state.head.height, let final = checkpoint,
            let place = keys.place(of: peer, in: state.headNetwork)
        {
            let line = line(cosignature, of: state.headNetwork.validators[place])
            if cosignature.head != frontier.head { return watch(cosignature, of: peer, isNew: true) }
            if !final.note.signatures.contains(where: { $0.keyID == line.keyID && $0.name == line.name }) {
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

    /// Two cosigned heads at one height: one of the two nodes has another log.
    private mutating func watch(_ cosignature: Cosignature, of peer: Int, isNew: Bool = false) {
        if isNew, signer(of: cosignature, at: peer, in: state.headNetwork) == nil { return }
        guard let last = voteGuard.last, last.height == cosignature.height, last.head != cosignature.head else {
            return
        }
        effects.append(.alarm(.otherHead(validator: peer, cosignature)))
    }

    /// Two cosignatures of one node over logs of one size: proof that it tells two histories.
    private mutating func convict(_ cosignature: Cosignature, of peer: Int) {
        guard let other = cosignatures.cosignature(of: peer, at: cosignature.height),
            other.head.size == cosignature.head.size, cosignature.height == state.head.height.next,
            let place = keys.place(of: peer, in: state.network),
            let heads = CosignedHeads(
                height: cosignature.height, validator: place, size: other.head.size,
                CosignedHeads.Side(root: other.head.root, cosignature: other.bytes),
                CosignedHeads.Side(root: cosignature.head.root, cosignature: cosignature.bytes))
        else { return }
        effects.append(.report(.heads(heads)))
    }

    /// The validator at the end of that link, when the cosignature is true; nil otherwise.
    private func signer(of cosignature: Cosignature, at link: Int, in network: Network) -> Validator? {
        guard let place = keys.place(of: link, in: network) else { return nil }
        let validator = network.validators[place]
        guard let time = line(cosignature, of: validator).cosignatureTime else { return nil }
        let text = Checkpoint(origin: network.origin, head: cosignature.head).text
        let isTrue = keys.verifier.verifies(
            Array(cosignature.bytes[8...]), over: Checkpoint.cosignedMessage(text: text, time: time),
            by: validator.keys.cosigner)
        return isTrue ? validator : nil
    }
}
