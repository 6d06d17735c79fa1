public import Consensus
public import Ledger
import Signing

extension Network {
    /// By what a height of this epoch is decided; `quarantined` are places of proven liars.
    public func heightSetup(
        _ height: Height, parent: BlockID, own: Int?, timeouts: Timeouts, quarantined: [Int] = []
    ) -> HeightSetup {
        HeightSetup(
            origin: origin, height: height, parent: parent, validators: validators.map(\.keys.vote), quorum: quorum,
            own: own, validatorsDigest: validatorsDigest, parametersDigest: parametersDigest, timeouts: timeouts,
            quarantined: quarantined)
    }
}
