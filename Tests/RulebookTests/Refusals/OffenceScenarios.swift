import Consensus
import Ledger
import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    private static let liar = MemberID(checked: "node-2")

    static let offences = [
        RefusalScenario("offence-known", "the same proof twice", on: .threeNodes) { ledger, wrong in
            let proof = try ledger.doubleVote(by: 1)
            if wrong { try ledger.commit([.reportOffence(ReportOffence(proof: proof))], by: .node(1)) }
            let height = ledger.head.height
            let other = try ledger.doubleVote(by: 1, round: wrong ? 0 : 1)
            return (
                ledger.submission(.reportOffence(ReportOffence(proof: wrong ? proof : other)), by: .node(3)),
                .offenceKnown(liar, height: height)
            )
        },
        RefusalScenario("offence-known", "another proof of the same offence", on: .threeNodes) { ledger, wrong in
            try ledger.commit(
                [.reportOffence(ReportOffence(proof: try ledger.doubleVote(by: 1)))], by: .node(1))
            let proof = try ledger.doubleVote(by: wrong ? 1 : 2, other: 3, at: Height(1))
            return (
                ledger.submission(.reportOffence(ReportOffence(proof: proof)), by: .node(1)),
                .offenceKnown(liar, height: ledger.head.height)
            )
        },
        RefusalScenario("offence-ahead", "votes of a height to come", on: .threeNodes) { ledger, wrong in
            let next = ledger.head.height.next
            let ahead = wrong ? next.next : next
            let proof = try ledger.doubleVote(by: 1, at: ahead)
            return (
                ledger.submission(.reportOffence(ReportOffence(proof: proof)), by: .node(1)), .offenceAhead(next.next)
            )
        },
        RefusalScenario("offence-too-old", "votes that nobody remembers", on: .threeNodes) { ledger, wrong in
            ledger = TestLedger(TestNetwork.network(validators: 3), after: Height(100_006))
            let proof = try ledger.doubleVote(by: 1, at: Height(wrong ? 6 : 7))
            return (
                ledger.submission(.reportOffence(ReportOffence(proof: proof)), by: .node(1)),
                .offenceTooOld(Height(6), oldest: Height(7))
            )
        },
        RefusalScenario("offence-unproven", "a vote that the accused never signed", on: .threeNodes) { ledger, wrong in
            let proof = try ledger.doubleVote(by: 1, signedBy: wrong ? 0 : 1)
            return (ledger.submission(.reportOffence(ReportOffence(proof: proof)), by: .node(1)), .offenceUnproven)
        },
        RefusalScenario("offence-unproven", "a head that the accused never cosigned", on: .threeNodes) {
            ledger, wrong in
            let proof = try ledger.doubleHead(by: 1, signedBy: wrong ? 0 : 1)
            return (ledger.submission(.reportOffence(ReportOffence(proof: proof)), by: .node(1)), .offenceUnproven)
        },
        RefusalScenario("not-a-validator", "a report by a member without a node", on: .threeNodes) { ledger, wrong in
            let proof = try ledger.doubleVote(by: 1)
            return (
                ledger.submission(.reportOffence(ReportOffence(proof: proof)), by: .node(wrong ? 5 : 1)),
                .notAValidator(MemberID(checked: "node-5"))
            )
        },
    ]
}

extension Signatory {
    /// A validator, by its release key.
    static func node(_ number: Int) -> Signatory {
        .member(MemberID(checked: "node-\(number)"), SampleKeys.key("node-\(number)/release"))
    }
}

extension TestLedger {
    /// Two precommits of one validator in one round, for two blocks; `signer` made the second signature.
    func doubleVote(
        by place: Int, other: UInt8 = 2, round: UInt64 = 0, at height: Height = Height(1), signedBy signer: Int? = nil
    ) throws -> OffenceProof {
        let setup = network.heightSetup(height, parent: BlockID(.zero), own: nil, timeouts: .local)
        func vote(_ block: UInt8, by key: Int) throws -> Vote {
            guard let round = Round(round) else { throw CBORError.outOfRange(offset: 0) }
            let content = VoteContent.precommit(height, round, BlockID(SHA256.digest([block])))
            let secret = TestKey.secret(of: network.validators[key].keys.vote)
            return Vote(content: content, validator: place, signature: secret.sign(content.signedBytes(in: setup)))
        }
        guard let evidence = Evidence.between(try vote(1, by: place), try vote(other, by: signer ?? place)) else {
            throw CBORError.outOfRange(offset: 0)
        }
        return .votes(evidence)
    }

    /// Two cosignatures of one validator over logs of seven leaves; `signer` made the second.
    func doubleHead(by place: Int, signedBy signer: Int? = nil) throws -> OffenceProof {
        func side(_ byte: UInt8, by key: Int) -> CosignedHeads.Side {
            let root = SHA256.digest([byte])
            let checkpoint = Checkpoint(origin: network.origin, head: TreeHead(size: 7, root: root))
            let secret = TestKey.secret(of: network.validators[key].keys.cosigner)
            return CosignedHeads.Side(root: root, cosignature: checkpoint.cosigned(by: secret, name: "x", at: 7).bytes)
        }
        let heads = CosignedHeads(
            height: Height(1), validator: place, size: 7, side(1, by: place), side(2, by: signer ?? place))
        guard let heads else { throw CBORError.outOfRange(offset: 0) }
        return .heads(heads)
    }
}
