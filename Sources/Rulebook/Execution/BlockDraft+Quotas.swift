import Ledger
import Signing

extension BlockDraft {
    /// Counts a grant to a party; the last check of its act, because what is counted stays so.
    mutating func countGrant(to party: MemberID) throws(Refusal) {
        let (open, limit) = (openCounts(of: party).grants, network.parameters.openGrants)
        guard open < limit else { throw .tooManyOpenGrants(party, limit: limit) }
        changeCounts(of: party) { $0.grants += 1 }
    }

    /// A grant has left the state; a refusal was never counted.
    mutating func uncount(_ grant: Grant) {
        if grant.refused == nil { changeCounts(of: grant.party) { $0.grants -= min($0.grants, 1) } }
    }

    /// Counts a correction that its issuer has to answer; the last check of its act.
    mutating func countCorrection(of issuer: MemberID) throws(Refusal) {
        let (open, limit) = (openCounts(of: issuer).corrections, network.parameters.openCorrections)
        guard open < limit else { throw .tooManyOpenCorrections(issuer, limit: limit) }
        changeCounts(of: issuer) { $0.corrections += 1 }
    }

    /// A correction was answered.
    mutating func uncountCorrection(of issuer: MemberID) {
        changeCounts(of: issuer) { $0.corrections -= min($0.corrections, 1) }
    }

    /// Counts a disclosure that is sealed; the last check of its act. Whether its time is over does not matter: one
    /// that cannot be opened takes up the state as long as it stands there.
    mutating func countSealed(by member: MemberID) throws(Refusal) {
        let (closed, limit) = (openCounts(of: member).sealed, network.parameters.sealedDisclosures)
        guard closed < limit else { throw .tooManySealed(member, limit: limit) }
        changeCounts(of: member) { $0.sealed += 1 }
    }

    /// A sealed disclosure was opened.
    mutating func uncountSealed(by member: MemberID) {
        changeCounts(of: member) { $0.sealed -= min($0.sealed, 1) }
    }

    /// Counts a passing of which no grant in the state bears witness; the last check of its act. It is never given
    /// back.
    mutating func countPassing(by party: MemberID) throws(Refusal) {
        let (made, limit) = (openCounts(of: party).passings, network.parameters.closedPassings)
        guard made < limit else { throw .tooManyPassings(party, limit: limit) }
        changeCounts(of: party) { $0.passings += 1 }
    }

    private mutating func changeCounts(of member: MemberID, _ change: (inout OpenCounts) -> Void) {
        var counts = openCounts(of: member)
        change(&counts)
        write(.open(member), counts == OpenCounts() ? nil : counts.encoded)
    }
}
