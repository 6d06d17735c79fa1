import Ledger
import Signing

extension BlockDraft {
    mutating func use(_ act: Use, _ statement: StatementID, by party: MemberID) throws(Refusal) {
        let counted = CountedUse(statement: statement, height: height, time: time)
        let grant = try using(entry(.grant(act.grant)), act.grant, act.index, by: party, counted)
        store(used: grant, act.grant)
    }

    /// Many uses: nothing is written before all are accepted.
    mutating func use(
        _ records: [UseRecord], _ statement: StatementID, by party: MemberID
    ) throws(Refusal) {
        var grants: [GrantID: Grant] = [:]
        for (position, record) in records.enumerated() {
            let counted = CountedUse(statement: statement, height: height, time: time, record: position)
            do throws(Refusal) {
                let known = grants[record.grant] ?? entry(.grant(record.grant))
                grants[record.grant] = try using(known, record.grant, record.index, by: party, counted)
            } catch { throw .badUse(position: position, error) }
        }
        for record in records {
            if let grant = grants.removeValue(forKey: record.grant) { store(used: grant, record.grant) }
        }
    }

    /// The grant with one use more.
    private mutating func using(
        _ known: Grant?, _ id: GrantID, _ index: UInt64, by party: MemberID, _ counted: CountedUse
    ) throws(Refusal) -> Grant {
        guard var grant = known else { throw .unknownGrant(id) }
        guard grant.party == party else { throw .grantOfAnotherParty(id) }
        try checkIndex(index, id, grant)
        try grant.checkNotEnded(id)
        guard grant.expiry * 1_000 >= time else { throw .grantExpired(id, expiry: grant.expiry) }
        if let until = grant.pausedUntil, time < until * 1_000 { throw .grantPaused(id, until: until) }
        let scene = try openScene(party, grant.scene)
        if let last = grant.counted.last, time < last.time + scene.minimumInterval * 1_000 {
            throw .tooSoon(earliest: last.time + scene.minimumInterval * 1_000)
        }
        grant.counted.append(counted)
        return grant
    }

    /// An index that was counted names its winner; the next one is used + 1 and not above the uses allowed.
    private func checkIndex(_ index: UInt64, _ id: GrantID, _ grant: Grant) throws(Refusal) {
        let used = UInt64(grant.counted.count)
        guard index > 0 else { throw .wrongUseIndex(found: index, expected: used + 1) }
        if index <= used { throw .alreadyUsed(id, index: index, winner: grant.counted[Int(index) - 1]) }
        if let last = grant.counted.last, grant.isUsedUp { throw .usedUp(id, uses: grant.uses, winner: last) }
        guard index == used + 1 else { throw .wrongUseIndex(found: index, expected: used + 1) }
    }

    /// Only the last use changes when the grant leaves the state.
    private mutating func store(used grant: Grant, _ id: GrantID) {
        if grant.isUsedUp { store(grant, id) } else { write(.grant(id), grant) }
    }

    mutating func report(_ act: UseFault, by party: MemberID) throws(Refusal) {
        guard var grant: Grant = entry(.grant(act.grant)) else { throw .unknownGrant(act.grant) }
        guard grant.party == party else { throw .grantOfAnotherParty(act.grant) }
        guard (1...UInt64(max(grant.counted.count, 1))).contains(act.index), !grant.counted.isEmpty else {
            throw .useNotCounted(act.grant, index: act.index)
        }
        if let node = act.node, member(node) == nil { throw .unknownMember(node.text) }
        let place = Int(act.index) - 1
        guard grant.counted[place].faults.insert(UseFaults(act.kind)).inserted else {
            throw .faultKnown(act.grant, index: act.index)
        }
        write(.grant(act.grant), grant)
    }
}
