import Ledger
import Signing

extension BlockDraft {
    mutating func grant(_ act: GrantAct, _ checked: CheckedStatement) throws(Refusal) {
        let (id, asked) = try unanswered(checked)
        let request = asked.request
        guard (1...max(request.maxUses, 1)).contains(act.uses) else {
            throw .usesBeyondRequest(asked: act.uses, limit: request.maxUses)
        }
        let limit = time / 1_000 + request.term
        guard act.expiry <= limit else { throw .termBeyondRequest(expiry: act.expiry, limit: limit) }
        guard act.expiry * 1_000 > time else { throw .grantExpired(id, expiry: act.expiry) }
        try countGrant(to: asked.party)
        store(
            Grant(
                party: asked.party, request: request, requestNotAfter: asked.notAfter, deposit: act.deposit,
                uses: act.uses, expiry: act.expiry), id)
    }

    mutating func refuse(_ checked: CheckedStatement) throws(Refusal) {
        let (id, asked) = try unanswered(checked)
        store(Grant(refused: asked.request, of: asked.party, requestNotAfter: asked.notAfter, at: time), id)
    }

    /// The request inside, which nobody has answered, whose party may ask, and which keeps within its scene.
    private mutating func unanswered(
        _ checked: CheckedStatement
    ) throws(Refusal) -> (id: GrantID, asked: CheckedRequest) {
        guard let asked = checked.request else { preconditionFailure("an answer was checked without its request") }
        let id = GrantID(origin: network.origin, key: asked.request.grantKey)
        if let known: Grant = entry(.grant(id)) {
            if let at = known.refused { throw .requestRefused(id, at: at) }
            throw .grantExists(id)
        }
        try activeKey(asked.key, of: asked.party, .relyingParty)
        try network.parameters.checkTime(ofRequest: asked.notAfter, at: time)
        try asked.request.check(within: try openScene(asked.party, asked.request.scene))
        return (id, asked)
    }

    mutating func withdraw(_ act: Withdraw) throws(Refusal) {
        let id = GrantID(origin: network.origin, key: act.grantKey)
        var grant = try unfinished(id)
        grant.withdrawn = time
        store(grant, id)
    }

    mutating func limit(_ act: LimitGrant) throws(Refusal) {
        let id = GrantID(origin: network.origin, key: act.grantKey)
        var grant = try unfinished(id)
        guard act.number == grant.limits + 1 else {
            throw .wrongLimitNumber(found: act.number, expected: grant.limits + 1)
        }
        guard act.number <= Grant.maxLimits else { throw .tooManyLimits(id, limit: Grant.maxLimits) }
        try grant.tighten(by: act, id, at: time)
        store(grant, id)
    }

    /// A grant of which something is left to end.
    private func unfinished(_ id: GrantID) throws(Refusal) -> Grant {
        guard let grant: Grant = entry(.grant(id)) else { throw .unknownGrant(id) }
        try grant.checkNotEnded(id)
        guard grant.expiry * 1_000 >= time else { throw .grantExpired(id, expiry: grant.expiry) }
        if let last = grant.counted.last, grant.isUsedUp { throw .usedUp(id, uses: grant.uses, winner: last) }
        return grant
    }

    /// Writes a grant whose end may be another one now.
    mutating func store(_ grant: Grant, _ id: GrantID) {
        write(.grant(id), grant)
        schedule(id, closing: grant.closing(network.parameters))
    }
}

extension Grant {
    /// Refuses a grant that its holder has ended, or never gave.
    func checkNotEnded(_ id: GrantID) throws(Refusal) {
        if let at = withdrawn { throw .grantWithdrawn(id, at: at) }
        if let at = refused { throw .requestRefused(id, at: at) }
    }

    /// Takes in what a limit says; refuses a term that is not tighter than the one in force.
    fileprivate mutating func tighten(by act: LimitGrant, _ id: GrantID, at time: UInt64) throws(Refusal) {
        if let asked = act.uses {
            guard asked < uses else { throw .limitNotTighter(id, .uses, asked: asked, limit: uses) }
            // A use may have been counted while the holder wrote: then nothing is left.
            uses = max(asked, UInt64(counted.count))
        }
        if let asked = act.expiry {
            guard asked < expiry else { throw .limitNotTighter(id, .expiry, asked: asked, limit: expiry) }
            guard asked * 1_000 > time else { throw .grantExpired(id, expiry: asked) }
            expiry = asked
        }
        if let asked = act.pausedUntil {
            let now = max(pausedUntil ?? 0, time / 1_000)
            guard asked > now else { throw .limitNotTighter(id, .pause, asked: asked, limit: now) }
            pausedUntil = asked
        }
        if let asked = act.deposit { deposit = asked }
        limits = act.number
    }
}
