import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

/// What is refused of evidence that is passed on.
extension RefusalScenario {
    static let passings = [
        used("missing-role", "passed on by an agency") { passing, _, wrong in
            passing.party = wrong ? .police : .bank
            return .missingRole(TestMember.police.id, .relyingParty)
        },
        used("grant-of-another-party", "another bank's use") { passing, id, wrong in
            passing.party = wrong ? .notary : .bank
            return .grantOfAnotherParty(id)
        },
        used("use-not-counted", "a use that was never made") { passing, id, wrong in
            passing.index = wrong ? 2 : 1
            return .useNotCounted(id, index: 2)
        },
        used("use-not-counted", "use 0") { passing, id, wrong in
            passing.index = wrong ? 0 : 1
            return .useNotCounted(id, index: 0)
        },
        used("other-use", "another statement than the one counted") { passing, id, wrong in
            passing.use = wrong ? StatementID(SHA256.digest([1])) : nil
            return .otherUse(id, index: 1)
        },
        used("ground-not-listed", "passed on in an emergency") { passing, _, wrong in
            passing.ground = wrong ? LegalGround.emergency.rawValue : LegalGround.courtOrder.rawValue
            return .groundNotListed(2)
        },
        used("ground-not-listed", "passed on for no ground") { passing, _, wrong in
            passing.ground = wrong ? 99 : 1
            return .groundNotListed(99)
        },
        used("unknown-member", "to a member that is none") { passing, _, wrong in
            passing.recipient = .member(wrong ? MemberID(checked: "nobody") : TestMember.notary.id)
            return .unknownMember("nobody")
        },
        used("passed-to-itself", "to its own party") { passing, _, wrong in
            passing.recipient = .member(wrong ? TestMember.bank.id : TestMember.notary.id)
            return .passedToItself(TestMember.bank.id)
        },
        used("wrong-passing-number", "a number left out") { passing, _, wrong in
            passing.number = wrong ? 1 : 0
            return .wrongPassingNumber(found: 1, expected: 0)
        },
        used("wrong-leave", "with the leave of another's key") { passing, id, wrong in
            passing.leaving = wrong ? TestKey.own("other") : TestGrant().named
            return .wrongLeave(id)
        },
        used("wrong-leave", "with a leave for somebody else") { passing, id, wrong in
            passing.leaving = TestGrant().named
            passing.left = wrong ? .member(TestMember.notary.id) : nil
            return .wrongLeave(id)
        },
        RefusalScenario("wrong-passing-number", "the same passing again", on: .granted) { ledger, wrong in
            try ledger.commit([TestGrant().use(1, in: ledger)])
            for number in 0..<UInt64(3) {
                var passing = TestPassing()
                passing.number = number
                try ledger.commit([passing.submission(in: ledger)])
            }
            var passing = TestPassing()
            passing.number = wrong ? 1 : 3
            return (passing.submission(in: ledger), .wrongPassingNumber(found: 1, expected: 3))
        },
        RefusalScenario("leave-expired", "with a leave of yesterday", on: .granted) { ledger, wrong in
            try ledger.commit([TestGrant().use(1, in: ledger)])
            var passing = TestPassing(leaving: TestGrant())
            passing.leaveLife = 1
            let notAfter = ledger.second(after: 1)
            let act = passing.act(in: ledger)
            ledger.pass(seconds: wrong ? 2 : 1)
            return (
                ledger.submission(.passEvidence(act), by: .member(.bank)),
                .leaveExpired(TestGrant().id(in: ledger), notAfter: notAfter)
            )
        },
    ]

    /// A passing of the one use of `TestGrant()`, altered.
    private static func used(
        _ code: String, _ name: String,
        _ alter: @escaping @Sendable (inout TestPassing, GrantID, Bool) -> Refusal
    ) -> RefusalScenario {
        RefusalScenario(code, name, on: .granted) { ledger, wrong in
            try ledger.commit([TestGrant().use(1, in: ledger)])
            var passing = TestPassing()
            let refusal = alter(&passing, TestGrant().id(in: ledger), wrong)
            return (passing.submission(in: ledger), refusal)
        }
    }
}
