import Ledger
import Rulebook
import Testing

struct FaultModelTests {
    @Test func `a quorum under the byzantine model is two thirds, rounded up`() {
        for validators in 1...200 {
            let liars = FaultModel.byzantine.liars(of: validators)
            #expect(liars == (validators - 1) / 3)
            #expect(Quorum(validators: validators, liars: liars).count == (2 * validators + 2) / 3)
            #expect(FaultModel.crash.liars(of: validators) == 0)
            #expect(Quorum(validators: validators, liars: 0).count == validators / 2 + 1)
        }
    }
}
