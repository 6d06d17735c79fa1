import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    static let governance = signatures + governed

    private static let governed = [
        RefusalScenario("not-enough-governors", "one of two", on: .agencies) { ledger, wrong in
            let act = SuspendMember(sequence: ledger.sequence, member: TestMember.notary.id)
            let keys = TestNetwork.governors().prefix(wrong ? 1 : 2)
            return (
                ledger.submission(.suspendMember(act), by: .governance(Array(keys))),
                .notEnoughGovernors(found: 1, needed: 2)
            )
        },
        RefusalScenario("wrong-sequence", "a number left out", on: .agencies) { ledger, wrong in
            let next = ledger.sequence
            let act = SuspendMember(sequence: next + (wrong ? 1 : 0), member: TestMember.notary.id)
            return (
                ledger.submission(.suspendMember(act), by: .twoGovernors),
                .wrongSequence(found: next + 1, expected: next)
            )
        },
        RefusalScenario("wrong-sequence", "an act of governance a second time", on: .agencies) { ledger, wrong in
            let next = ledger.sequence
            let details = TestMember.notary.details
            let act = UpdateMember(sequence: next, member: TestMember.notary.id, details: details, reinstates: false)
            let sent = ledger.submission(.updateMember(act), by: .twoGovernors)
            if wrong { try ledger.commit([sent]) }
            return (sent, .wrongSequence(found: next, expected: next + 1))
        },
        RefusalScenario("member-exists", "a name that is taken", on: .agencies) { ledger, wrong in
            let id = wrong ? TestMember.notary.id : MemberID(checked: "newcomer")
            let act = RegisterMember(sequence: ledger.sequence, member: id, details: TestMember.notary.details)
            return (ledger.submission(.registerMember(act), by: .twoGovernors), .memberExists(id))
        },
        RefusalScenario("member-exists", "the name of a validator", on: .agencies) { ledger, wrong in
            let id = MemberID(checked: wrong ? "node-1" : "node-2")
            let act = RegisterMember(sequence: ledger.sequence, member: id, details: TestMember.notary.details)
            return (ledger.submission(.registerMember(act), by: .twoGovernors), .memberExists(id))
        },
        RefusalScenario("member-key-shared", "one key twice", on: .agencies) { ledger, wrong in
            let key = TestMember.notary.key.publicKey
            let second = wrong ? key : TestKey.own("second").publicKey
            let keys = [MemberKey(key: key, from: 0, until: 9), MemberKey(key: second, from: 9, until: nil)]
            let act = UpdateMember(
                sequence: ledger.sequence, member: TestMember.notary.id,
                details: TestMember.notary.details(keys: keys), reinstates: false)
            return (ledger.submission(.updateMember(act), by: .twoGovernors), .memberKeyShared(key.id))
        },
        RefusalScenario("sample-key", "a key that everyone knows", on: TestLedger(real)) { ledger, wrong in
            let key = (wrong ? TestMember.notary.key : TestKey.own("notary")).publicKey
            let details = TestMember.notary.details(
                keys: [MemberKey(key: key, from: 0, until: nil)], sealingKey: .test("notary"))
            let act = RegisterMember(sequence: 1, member: TestMember.notary.id, details: details)
            let governors = Signatory.governance(TestNetwork.governors(isSample: false))
            return (ledger.submission(.registerMember(act), by: governors), .sampleKey(key.id))
        },
        RefusalScenario("sample-sealing-key", "sealed to a key that everyone has", on: TestLedger(real)) {
            ledger, wrong in
            let key = MemberKey(key: TestKey.own("notary").publicKey, from: 0, until: nil)
            let details = TestMember.notary.details(
                keys: [key], sealingKey: wrong ? SampleKeys.sealingKey("bank") : .test("notary"))
            let act = RegisterMember(sequence: 1, member: TestMember.notary.id, details: details)
            let governors = Signatory.governance(TestNetwork.governors(isSample: false))
            return (ledger.submission(.registerMember(act), by: governors), .sampleSealingKey(TestMember.notary.id))
        },
        RefusalScenario("already-suspended", "suspended a second time", on: .agencies) { ledger, wrong in
            let first = SuspendMember(sequence: ledger.sequence, member: (wrong ? TestMember.notary : .bank).id)
            try ledger.commit([.suspendMember(first)], by: .twoGovernors)
            let act = SuspendMember(sequence: ledger.sequence, member: TestMember.notary.id)
            return (
                ledger.submission(.suspendMember(act), by: .twoGovernors), .alreadySuspended(TestMember.notary.id)
            )
        },
        RefusalScenario("unknown-member", "an update of nobody", on: .agencies) { ledger, wrong in
            let id = wrong ? MemberID(checked: "nobody") : TestMember.notary.id
            let details = TestMember.notary.details
            let act = UpdateMember(sequence: ledger.sequence, member: id, details: details, reinstates: false)
            return (ledger.submission(.updateMember(act), by: .twoGovernors), .unknownMember("nobody"))
        },
    ]

    /// A network that is no sample.
    private static let real = TestNetwork.network(isSample: false)

    private static let signatures = [
        RefusalScenario("wrong-signature", "a flipped bit", on: .agencies) { ledger, wrong in
            var bytes = ledger.statement(.anchorNote(.sample), by: .member(.police)).bytes
            if wrong { bytes[bytes.count - 40] ^= 1 }
            return (Submission(statement: bytes), .wrongSignature(TestMember.police.key.publicKey.id))
        },
        RefusalScenario("wrong-signature", "the other s of ES256", on: .agencies) { ledger, wrong in
            let key = TestKey.own("police/es256")
            try ledger.replaceKeys(of: .police, [MemberKey(key: key.publicKey, from: 0, until: nil)])
            let bytes = ledger.statement(.anchorNote(.sample), by: .member(TestMember.police.id, key)).bytes
            let sent = wrong ? bytes.dropLast(32) + OtherS.of(Array(bytes.suffix(32))) : bytes
            return (Submission(statement: sent), .wrongSignature(key.publicKey.id))
        },
        RefusalScenario("wrong-signature", "one of three governors", on: .agencies) { ledger, wrong in
            let act = SuspendMember(sequence: ledger.sequence, member: TestMember.notary.id)
            let statement = ledger.statement(.suspendMember(act), by: .allGovernors)
            var bytes = statement.bytes
            if wrong { bytes[bytes.count - 1] ^= 1 }
            return (Submission(statement: bytes), .wrongSignature(statement.signatures[2].keyID))
        },
        RefusalScenario("wrong-signature", "a withdrawal by another key", on: .granted) { ledger, wrong in
            let key = wrong ? TestKey.own("另一持有人") : TestGrant().holder
            return (TestGrant().withdrawal(in: ledger, by: key), .wrongSignature(key.publicKey.id))
        },
    ]
}

/// The second value of s that ECDSA itself would take: the order of P-256 minus s.
enum OtherS {
    private static let order: [UInt8] = [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ]

    static func of(_ s: [UInt8]) -> [UInt8] {
        var other = order
        var borrow = 0
        for index in stride(from: 31, through: 0, by: -1) {
            let difference = Int(order[index]) - Int(s[index]) - borrow
            borrow = difference < 0 ? 1 : 0
            other[index] = UInt8(truncatingIfNeeded: difference)
        }
        return other
    }
}
