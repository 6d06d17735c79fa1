import Consensus
import Ledger
import Rulebook
import Signing

extension QuorumReplica {
    /// Goes on where the last life stopped: with a stored block that is not final, or with the height above.
    mutating func start(_ now: UInt64, _ records: some RecordReading) {
        guard case .waiting(let stored) = phase else { return }
        waits.read(now)
        waits.status = waits.tick + QuorumPatience.status
        effects.append(.broadcast(ownStatus))
        askInDoubt(others)
        if let checkpoint { notice(checkpoint, at: state.head.height, .guardOld) }
        guard let stored else {
            if checkpoint?.checkpoint.head != frontier.head { checkpoint = nil }
            return open(records)
        }
        if let known = checkpoint, known.checkpoint.head == stored.head { return finish(stored, known, records) }
        if checkpoint?.checkpoint.head != frontier.head { checkpoint = nil }
        guard isInOffice else { return gather(for: stored) }
        attest(stored)
    }

    /// True when this node is a validator of the height above the last final block.
    var isInOffice: Bool { keys.ownPlace(in: state.network) != nil }

    /// Begins the height above the last final block.
    mutating func open(_ records: some RecordReading) {
        let height = state.head.height.next
        signing.withheld = []
        openMemory()
        let setup = heightSetup(height, parent: state.head.id)
        self.setup = setup
        phase = .deciding
        voters.open(height, of: setup.validators.count, tick: waits.now)
        waits.restartRetransmit()
        // Who is no validator of this height asks for the blocks that the others have made final.
        guard isInOffice else { return }
        offerCandidates(height, records)
        inputs.append(.opened(setup, memory.height == height ? memory : nil))
        // Decided before the last stop, and not stored yet.
        if let commit, commit.height == height, let known = try? setup.verify(.commit(commit), with: keys.verifier) {
            inputs.append(.received(known))
        }
    }

    /// The right to vote above a decision.
    mutating func openMemory() {
        guard let commit, commit.height == state.head.height, commit.block == state.head.id,
            memory.height <= commit.height,
            let known = try? heightSetup(commit.height, parent: state.head.id).verify(commit, with: keys.verifier)
        else { return }
        try? memory.open(above: known)
    }

    /// By what a height is decided: the epoch of the last final block for that block, the one above for the next.
    func heightSetup(_ height: Height, parent: BlockID) -> HeightSetup {
        let isOpen = height > state.head.height
        let network = isOpen ? state.network : state.headNetwork
        return network.heightSetup(
            height, parent: parent, own: maySign(height) ? keys.ownPlace(in: network) : nil, timeouts: timeouts,
            quarantined: isOpen ? state.view.quarantined : [])
    }

    /// The certificate is durable before the block is stored: after all nodes lost power somebody must have it.
    mutating func decide(_ id: BlockID, _ commit: CommitCertificate) {
        guard case .deciding = phase, let candidate = table[id], candidate.block.height == commit.height else { return }
        self.commit = commit
        building = nil
        signing.isChanged = true
        phase = .recording(candidate.block, number: signing.next)
    }

    /// Stores a decided block, and tells the others that it is decided.
    mutating func store(_ block: CheckedBlock) {
        phase = .storing(block)
        if let commit { effects.append(.broadcast(.agreement(.commit(commit)))) }
        effects.append(.append(block))
    }

    /// The block's bytes are in the log: those that were meant, or the node stops.
    mutating func take(_ head: TreeHead, _ now: UInt64, _ records: some RecordReading) {
        waits.read(now)
        guard case .storing(let block) = phase else { return }
        guard head == block.head else { return halt(.storedHeadDiffers(expected: block.head, found: head)) }
        if catchUp.arriving.first?.seal.id == block.seal.id { return takeArrived(block, records) }
        attest(block)
    }

    /// Cosigns a stored block, once for ever; a node in doubt waits for the others' cosignatures only.
    mutating func attest(_ block: CheckedBlock) {
        guard maySign(block.height) else { return gather(for: block) }
        do throws(GuardRefusal) {
            let before = voteGuard.last
            let attestation = try voteGuard.attest(
                height: block.height, block: block.seal.id, head: block.head, at: waits.now / 1_000)
            if attestation == before { return announce(block) }
            signing.isChanged = true
            phase = .signing(block, number: signing.next)
        } catch { halt(.guardRefused(error)) }
    }

    /// The attestation is durable: the others may have it.
    mutating func announce(_ block: CheckedBlock) {
        gather(for: block)
        guard let last = voteGuard.last, maySign(block.height), isInOffice else { return }
        cosignatures.add(Cosignature(last), of: keys.own, by: keys.attestation.validator.keys.cosigner)
        effects += cosignatureWords(block).map { .broadcast($0) }
    }

    private mutating func gather(for block: CheckedBlock) {
        phase = .gathering(block)
        waits.restartRetransmit()
    }

    /// With a quorum of cosignatures over the stored head, the block is final.
    mutating func gather(_ records: some RecordReading) {
        guard case .gathering(let block) = phase else { return }
        let network = state.network
        guard cosignatures.count(over: block.head) >= network.quorum.count, isInOffice else { return }
        let signed = cosignatures.over(block.head, by: network.validators)
        guard signed.count >= network.quorum.count else { return }
        let note = voteGuard.logNote(block.head)
            .adding(signed.map { line($0.cosignature, of: network.validators[$0.place]) })
        do throws(NoteError) {
            finish(block, try keys.check(note, in: state.network), records)
        } catch { halt(.ownCheckpointRefused(error)) }
    }

    /// A cosignature as a line of a note.
    func line(_ cosignature: Cosignature, of validator: Validator) -> NoteSignature {
        let key = state.network.genesis.cosignerKey(of: validator)
        return NoteSignature(name: key.name, keyID: key.id, bytes: cosignature.bytes)
    }

    /// Takes in a final block, answers what its proposal refused, and opens the next height.
    mutating func finish(_ block: CheckedBlock, _ final: FinalCheckpoint?, _ records: some RecordReading) {
        takeFinal(block, final)
        open(records)
    }

    mutating func takeFinal(_ block: CheckedBlock, _ final: FinalCheckpoint?) {
        let known = state.view.offences().count
        state.take(block.executed)
        frontier = block.frontier
        if let final { keep(final, of: block) }
        let ids = block.statements.map(\.id)
        pool.remove(ids)
        recent.add(ids)
        effects.append(.settle(block))
        for (offence, _) in state.view.offences().dropFirst(known) { effects.append(.alarm(.offenceRecorded(offence))) }
        checkpoint = final
        if let final { effects.append(.publish(final)) }
        if let built, built.id == block.seal.id { refuse(built.refused) }
        built = nil
        building = nil
        effects.append(.forgetCandidates(through: block.height))
        table.forget(through: block.height)
        cosignatures.forget(below: block.height)
        catchUp.since = nil
        setup = nil
    }

    /// Before the block is settled: whoever starts again in between can show that it is final, and that its epoch ends.
    private mutating func keep(_ final: FinalCheckpoint, of block: CheckedBlock) {
        if let step = EpochStep(block, in: state, final) {
            epochs.removeAll { $0.endSize >= step.endSize }
            epochs.append(step)
            effects.append(.keepEpoch(step))
        }
        effects.append(.keepCheckpoint(final))
    }

    mutating func refuse(_ refused: [(id: StatementID, refusal: Refusal)]) {
        pool.remove(refused.map(\.id))
        for (id, refusal) in refused { effects.append(.refuse(id, refusal)) }
    }
}
