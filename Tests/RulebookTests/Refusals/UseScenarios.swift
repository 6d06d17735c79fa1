import Ledger
import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    static let manyUses = [
        RefusalScenario("bad-use", "an index left out in the second record", on: .granted) { ledger, wrong in
            let grant = TestGrant()
            let uses = TestUses([grant.record(1, in: ledger), grant.record(wrong ? 3 : 2, in: ledger)])
            return (
                uses.submission(in: ledger), .badUse(position: 1, .wrongUseIndex(found: 3, expected: 2))
            )
        },
        RefusalScenario("bad-use", "a grant that nobody gave", on: .granted) { ledger, wrong in
            let other = TestGrant(wrong ? "另一持有人" : "示例持有人")
            return (
                TestUses([other.record(1, in: ledger)]).submission(in: ledger),
                .badUse(position: 0, .unknownGrant(other.id(in: ledger)))
            )
        },
        RefusalScenario("missing-role", "many uses by an agency", on: .granted) { ledger, wrong in
            var uses = TestUses([TestGrant().record(1, in: ledger)])
            uses.party = wrong ? .police : .bank
            return (uses.submission(in: ledger), .missingRole(TestMember.police.id, .relyingParty))
        },
        RefusalScenario("too-many-records", "no use at all", on: .granted) { ledger, wrong in
            let uses = TestUses(wrong ? [] : [TestGrant().record(1, in: ledger)])
            return (uses.submission(in: ledger), .tooManyRecords(found: 0, limit: 64))
        },
        RefusalScenario("record-count-differs", "a use that is not announced", on: .granted) { ledger, wrong in
            let grant = TestGrant()
            var uses = TestUses([grant.record(1, in: ledger), grant.record(2, in: ledger)])
            if wrong { uses.count = 1 }
            return (uses.submission(in: ledger), .recordCountDiffers(declared: 1, found: 2))
        },
        RefusalScenario("record-root-differs", "a use exchanged for another", on: .granted) { ledger, wrong in
            let grant = TestGrant()
            var uses = TestUses([grant.record(1, in: ledger)])
            let root = uses.act.root
            if wrong {
                uses.root = root
                uses.records = [grant.record(1, in: ledger, salt: "other")]
            }
            return (
                uses.submission(in: ledger),
                .recordRootDiffers(
                    declared: root,
                    found: MerkleTree.root(of: uses.records.map { Digest.leaf($0.encoded) }))
            )
        },
        RefusalScenario("bad-record", "a document's record below a manifest of uses", on: .granted) { ledger, wrong in
            let act = TestUses([TestGrant().record(1, in: ledger)]).act
            let statement = ledger.statement(.useMany(act), by: .member(.bank))
            let document = Submission(statement: statement, records: TestIssue(1).records)
            let use = Submission(statement: statement, uses: [TestGrant().record(1, in: ledger)])
            return (wrong ? document : use, .badRecord(position: 0))
        },
    ]

    static let faults = [
        RefusalScenario("use-not-counted", "a fault of a use to come", on: .granted) { ledger, wrong in
            _ = try ledger.countUses(1)
            return (
                TestGrant().fault(wrong ? 2 : 1, in: ledger), .useNotCounted(TestGrant().id(in: ledger), index: 2)
            )
        },
        RefusalScenario("fault-known", "the same fault again", on: .granted) { ledger, wrong in
            _ = try ledger.countUses(1)
            try ledger.commit([TestGrant().fault(1, in: ledger)])
            ledger.pass(seconds: 1)
            let again = TestGrant().fault(1, in: ledger)
            let other = TestGrant().fault(1, .share, node: MemberID(checked: "node-1"), in: ledger)
            return (wrong ? again : other, .faultKnown(TestGrant().id(in: ledger), index: 1))
        },
        RefusalScenario("grant-of-another-party", "a fault told by the notary", on: .granted) { ledger, wrong in
            _ = try ledger.countUses(1)
            return (
                TestGrant().fault(1, in: ledger, by: wrong ? .notary : .bank),
                .grantOfAnotherParty(TestGrant().id(in: ledger))
            )
        },
        RefusalScenario("unknown-grant", "a fault of nothing", on: .granted) { ledger, wrong in
            _ = try ledger.countUses(1)
            let grant = TestGrant(wrong ? "另一持有人" : "示例持有人")
            return (grant.fault(1, in: ledger), .unknownGrant(grant.id(in: ledger)))
        },
        RefusalScenario("unknown-member", "a false share by nobody", on: .granted) { ledger, wrong in
            _ = try ledger.countUses(1)
            let node = MemberID(checked: wrong ? "nobody" : "node-1")
            return (TestGrant().fault(1, .share, node: node, in: ledger), .unknownMember("nobody"))
        },
    ]

    static let disclosures = [
        RefusalScenario("ground-not-listed", "a disclosure on a ground for traces", on: .members) { ledger, wrong in
            var disclosure = TestDisclosure()
            let ground: LegalGround = wrong ? .supervision : .courtOrder
            disclosure.ground = ground.rawValue
            return (disclosure.submission(in: ledger), .groundNotListed(5))
        },
        RefusalScenario("ground-not-listed", "a ground that is none", on: .members) { ledger, wrong in
            var disclosure = TestDisclosure()
            disclosure.ground = wrong ? 99 : 1
            return (disclosure.submission(in: ledger), .groundNotListed(99))
        },
        RefusalScenario("ground-not-listed", "a trace on a ground for disclosures", on: .granted) { ledger, wrong in
            let ground: LegalGround = wrong ? .emergency : .complaint
            return (TestGrant().trace(on: ground.rawValue, in: ledger), .groundNotListed(2))
        },
        RefusalScenario("missing-role", "a disclosure by a bank", on: .members) { ledger, wrong in
            var disclosure = TestDisclosure()
            disclosure.discloser = wrong ? .bank : .regulator
            return (disclosure.submission(in: ledger), .missingRole(TestMember.bank.id, .issuer))
        },
        RefusalScenario("missing-role", "a trace by an agency", on: .granted) { ledger, wrong in
            (
                TestGrant().trace(in: ledger, by: wrong ? .police : .regulator),
                .missingRole(TestMember.police.id, .regulator)
            )
        },
        RefusalScenario("tag-exists", "two disclosures under one tag", on: .members) { ledger, wrong in
            try ledger.commit([TestDisclosure().submission(in: ledger)])
            let next = TestDisclosure(wrong ? "示例标签" : "另一标签")
            return (
                next.submission(in: ledger, salt: "again"), .tagExists(SHA256.digest(Array("示例标签".utf8)))
            )
        },
        RefusalScenario("seal-out-of-range", "sealed until its own block", on: .members) { ledger, wrong in
            let own = ledger.head.height.value + 1
            let allowed = own + 1...own + DisclosureSeal.maxBlocks
            return (
                TestDisclosure(sealedUntil: wrong ? own : own + 1).submission(in: ledger),
                .sealOutOfRange(until: Height(own), allowed: allowed)
            )
        },
        RefusalScenario("seal-out-of-range", "sealed for too long", on: .members) { ledger, wrong in
            let own = ledger.head.height.value + 1
            let allowed = own + 1...own + DisclosureSeal.maxBlocks
            let until = allowed.upperBound + (wrong ? 1 : 0)
            return (
                TestDisclosure(sealedUntil: until).submission(in: ledger),
                .sealOutOfRange(until: Height(allowed.upperBound + 1), allowed: allowed)
            )
        },
        RefusalScenario("already-accepted", "one trace counted twice", on: .granted) { ledger, wrong in
            let trace = TestGrant().trace(in: ledger)
            if wrong { try ledger.commit([trace]) }
            return (trace, .alreadyAccepted(try Statement(decoding: trace.statement).id))
        },
    ]
}
