import Ledger
import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    static let corrections = [
        RefusalScenario("wrong-signature", "a correction signed by another than its key", on: .minted) {
            ledger, wrong in
            var correction = TestCorrection()
            let other = TestKey.own("other")
            if wrong { correction.signer = other }
            return (correction.opening(at: ledger.record(0), in: ledger), .wrongSignature(other.publicKey.id))
        },
        RefusalScenario("commitment-differs", "a key to which the record does not commit", on: .minted) {
            ledger, wrong in
            var correction = TestCorrection()
            if wrong { correction.key = TestKey.own("other") }
            let index = ledger.record(0)
            return (correction.opening(at: index, in: ledger), .commitmentDiffers(index))
        },
        RefusalScenario("no-such-record", "a correction of the manifest", on: .minted) { ledger, wrong in
            let index = LeafIndex(ledger.record(0).value - (wrong ? 1 : 0))
            return (TestCorrection().opening(at: index, in: ledger), .noSuchRecord(index))
        },
        RefusalScenario("record-of-another-issuer", "a correction that names another", on: .minted) { ledger, wrong in
            var correction = TestCorrection()
            if wrong { correction.issuer = TestMember.bank.id }
            let index = ledger.record(0)
            return (
                correction.opening(at: index, in: ledger), .recordOfAnotherIssuer(index, TestMember.police.id)
            )
        },
        RefusalScenario("correction-open", "a second one before the first is answered", on: .minted) { ledger, wrong in
            let index = ledger.record(0)
            let height = try ledger.commit([TestCorrection().opening(at: index, in: ledger)]).height
            if !wrong { try ledger.commit([TestCorrection().answer(at: index, in: ledger)]) }
            return (
                TestCorrection().opening(at: index, in: ledger, salt: "二"), .correctionOpen(index, height: height)
            )
        },
        RefusalScenario("correction-not-open", "an answer to nothing", on: .minted) { ledger, wrong in
            let index = ledger.record(0)
            if !wrong { try ledger.commit([TestCorrection().opening(at: index, in: ledger)]) }
            return (TestCorrection().answer(at: index, in: ledger), .correctionNotOpen(index))
        },
        RefusalScenario("correction-not-open", "a second answer", on: .minted) { ledger, wrong in
            let index = ledger.record(0)
            try ledger.commit([TestCorrection().opening(at: index, in: ledger)])
            if wrong { try ledger.commit([TestCorrection().answer(at: index, in: ledger)]) }
            return (TestCorrection().answer(at: index, in: ledger, salt: "二"), .correctionNotOpen(index))
        },
        RefusalScenario("record-of-another-issuer", "an answer by another agency", on: .minted) { ledger, wrong in
            let index = ledger.record(0)
            try ledger.commit([TestCorrection().opening(at: index, in: ledger)])
            let issuer: TestMember = wrong ? .civilAffairs : .police
            return (
                TestCorrection().answer(at: index, in: ledger, by: issuer),
                .recordOfAnotherIssuer(index, TestMember.police.id)
            )
        },
        RefusalScenario("already-accepted", "an opening sent again after its answer", on: .minted) { ledger, wrong in
            let index = ledger.record(0)
            let opening = TestCorrection().opening(at: index, in: ledger)
            try ledger.commit([opening])
            try ledger.commit([TestCorrection().answer(at: index, in: ledger)])
            let id = try ledger.admit(opening).id
            return (wrong ? opening : TestCorrection().opening(at: index, in: ledger, salt: "二"), .alreadyAccepted(id))
        },
    ]
}
