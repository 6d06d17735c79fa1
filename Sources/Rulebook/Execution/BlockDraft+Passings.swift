import Ledger
import Signing

extension BlockDraft {
    /// While the grant stands in the state, party and use are compared with it. After that whoever signs may enter what
    /// it likes, under its own name and within its quota: the evidence has the use itself, and names its statement.
    mutating func pass(_ act: PassEvidence, by party: MemberID) throws(Refusal) {
        let ground = try ground(act)
        if act.recipient == .member(party) { throw .passedToItself(party) }
        if case .member(let member) = act.recipient, self.member(member) == nil { throw .unknownMember(member.text) }
        let grant: Grant? = entry(.grant(act.grant))
        try grant?.check(act, by: party)
        try checkNumber(act, by: party)
        if grant == nil { try countPassing(by: party) }
        write(
            .passing(act.grant, by: party, act.number),
            PassingEntry(
                party: party, index: act.index, recipient: act.recipient, ground: ground, time: time, height: height))
    }

    /// The ground; nil with a leave, whose signature was checked with the statement's.
    private func ground(_ act: PassEvidence) throws(Refusal) -> LegalGround? {
        switch act.basis {
        case .ground(let code, _):
            guard let ground = LegalGround(rawValue: code), ground.allowsPassing else { throw .groundNotListed(code) }
            return ground
        case .leave(let leave):
            guard time <= leave.notAfter * 1_000 else { throw .leaveExpired(act.grant, notAfter: leave.notAfter) }
            return nil
        }
    }

    /// The numbers are taken without a gap, so those taken are found by halving.
    private func checkNumber(_ act: PassEvidence, by party: MemberID) throws(Refusal) {
        func isTaken(_ number: UInt64) -> Bool { value(.passing(act.grant, by: party, number)) != nil }
        if !isTaken(act.number), act.number == 0 || isTaken(act.number - 1) { return }
        var (low, high) = (UInt64(0), PassEvidence.maxCount)
        while low < high {
            let middle = (low + high) / 2
            if isTaken(middle) { low = middle + 1 } else { high = middle }
        }
        throw .wrongPassingNumber(found: act.number, expected: low)
    }
}

extension Grant {
    /// Refuses a passing by another party, or of a use that was not counted or is another.
    fileprivate func check(_ act: PassEvidence, by party: MemberID) throws(Refusal) {
        guard self.party == party else { throw .grantOfAnotherParty(act.grant) }
        guard !counted.isEmpty, (1...UInt64(counted.count)).contains(act.index) else {
            throw .useNotCounted(act.grant, index: act.index)
        }
        guard counted[Int(act.index) - 1].statement == act.use else { throw .otherUse(act.grant, index: act.index) }
    }
}

extension PassEvidence {
    /// Refuses a leave that the grant's key did not sign for this use and this recipient.
    func checkLeave(origin: String) throws(Refusal) {
        guard case .leave(let leave) = basis else { return }
        guard leave.isFor(grant, index: index, to: recipient, origin: origin) else { throw .wrongLeave(grant) }
    }
}
