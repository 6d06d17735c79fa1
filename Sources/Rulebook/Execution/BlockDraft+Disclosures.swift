import Ledger
import Signing

extension BlockDraft {
    /// By an issuer, of its own documents, or by a regulator.
    mutating func disclose(_ act: Disclose, by signer: Signer) throws(Refusal) {
        let discloser = try discloser(signer)
        guard let ground = LegalGround(rawValue: act.ground), ground.allowsDisclosure else {
            throw .groundNotListed(act.ground)
        }
        switch act.mark {
        case .tag(let tag):
            let key = StateKey.disclosure(tag)
            guard value(key) == nil else { throw .tagExists(tag) }
            write(key, DisclosureEntry(discloser: discloser, ground: ground, time: time, height: height))
        case .sealed(let until, _):
            let allowed = height.value + 1...height.value + Disclose.maxSealedBlocks
            guard allowed.contains(until.value) else { throw .sealOutOfRange(until: until, allowed: allowed) }
        }
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
