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

    private mutating func changeCounts(of member: MemberID, _ change: (inout OpenCounts) -> Void) {
        var counts = openCounts(of: member)
        change(&counts)
        write(.open(member), counts == OpenCounts() ? nil : counts.encoded)
    }
}
