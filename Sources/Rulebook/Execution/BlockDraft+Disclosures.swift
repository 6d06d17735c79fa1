import Ledger
import Signing

extension BlockDraft {
    /// By an issuer, of its own documents, or by a regulator.
    mutating func disclose(
        _ act: Disclose, _ statement: StatementID, by signer: Signer
    ) throws(Refusal) {
        let discloser = try discloser(signer)
        guard let ground = LegalGround(rawValue: act.ground), ground.allowsDisclosure else {
            throw .groundNotListed(act.ground)
        }
        switch act.mark {
        case .tag(let tag):
            let key = StateKey.disclosure(tag)
            guard value(key) == nil else { throw .tagExists(tag) }
            write(key, DisclosureEntry(discloser: discloser, ground: ground, time: time, height: height))
        case .sealed(let seal):
            try check(seal)
            try countSealed(by: discloser)
            write(
                .sealed(statement),
                SealedEntry(discloser: discloser, ground: ground, time: time, height: height, seal: seal))
        }
    }

    private func check(_ seal: DisclosureSeal) throws(Refusal) {
        let heights = height.value + 1...height.value + DisclosureSeal.maxBlocks
        guard heights.contains(seal.until.value) else { throw .sealOutOfRange(until: seal.until, allowed: heights) }
        let second = time / 1_000
        let seconds = second + 1...second + DisclosureSeal.maxSeconds
        guard seconds.contains(seal.latest) else { throw .latestOutOfRange(seal.latest, allowed: seconds) }
    }

    /// By anybody: the tag takes the place of the seal. Under its own kind of entry, so that nobody who sees the tag
    /// when the seal is over can be quicker and take it for an open disclosure.
    mutating func open(_ act: OpenDisclosure) throws(Refusal) {
        guard let entry: SealedEntry = entry(.sealed(act.statement)) else { throw .notSealed(act.statement) }
        guard entry.seal.isOver(at: height, time: time) else {
            throw .stillSealed(until: entry.seal.until, latest: entry.seal.latest)
        }
        guard act.mark.commitment == entry.seal.mark else { throw .markDiffers(act.statement) }
        let key = StateKey.opened(act.mark.tag)
        guard value(key) == nil else { throw .tagExists(act.mark.tag) }
        write(.sealed(act.statement), nil)
        uncountSealed(by: entry.discloser)
        write(key, OpenedEntry(act.statement, entry, opened: time))
    }

    /// A regulator if it is one, else an issuer.
    private mutating func discloser(_ signer: Signer) throws(Refusal) -> MemberID {
        let id = try member(signer)
        let isRegulator = member(id)?.details(at: time).roles.contains(.regulator) ?? false
        return isRegulator ? id : try member(signer, .issuer)
    }

    mutating func trace(_ act: Trace, by regulator: MemberID) throws(Refusal) {
        guard let ground = LegalGround(rawValue: act.ground), ground.allowsTrace else {
            throw .groundNotListed(act.ground)
        }
        let key = StateKey.trace(act.grant)
        let old: TraceEntry? = entry(key)
        write(
            key,
            TraceEntry(
                number: (old?.number ?? 0) + 1, ground: ground, regulator: regulator, time: time, height: height))
    }
}
