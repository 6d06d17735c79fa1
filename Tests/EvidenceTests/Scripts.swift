import Credentials
import Evidence
import Ledger
import Rulebook
import Signing
import TestSupport

extension Script {
    static let all = ofUse + ofProofs + ofDocuments + ofStanding + ofHolder + ofPolicies

    /// Grant, use and scene.
    static let ofUse: [Script] = [
        .presentedNo(.notAddressedToMe, .addressed) { use, _ in use.party = TestMember.notary.id },
        .presentedNo(.passingFalse, .addressed) { use, _ in
            use.party = TestMember.notary.id
            use.passing = PresentedPassing(receipt: use.use)
        },
        .presentedNo(.receiptUnreadable, .granted) { use, _ in use.grant = [1, 2, 3] },
        .presentedNo(.notAGrant, .granted) { use, _ in use.grant = use.use },
        .presentedNo(.grantSignatureFalse, .granted) { use, story in
            let forged = story.ledger.statement(.grant(story.grantAct), by: .holder(TestKey.own("另一持有人")))
            use.grant = Forgery(story).receipt(forged.bytes).encoded
        },
        .presentedNo(.otherGrant, .granted) { use, story in
            let other = story.ledger.statement(
                .grant(TestGrant("另一持有人").act(in: story.ledger)), by: .holder(TestKey.own("另一持有人")))
            use.grant = Forgery(story).receipt(other.bytes).encoded
        },
        .unknown(.grantClosed, .granted) { changes in
            changes.afterUse = { ledger, _ in
                ledger.pass(seconds: 6_000)
                try ledger.heartbeat()
            }
        },
        .presentedNo(.grantEnded, .granted) { use, story in
            use.proofs[.grant] = Forgery(story).grant { $0.withdrawn = TestNetwork.created * 1_000 }
        },
        .presentedNo(.notAUse, .counted) { use, _ in use.use = use.grant },
        .presentedNo(.notCounted, .counted) { use, story in
            use.proofs[.grant] = Forgery(story).grant { grant in
                grant.counted = grant.counted.map {
                    CountedUse(statement: StatementID(.zero), height: $0.height, time: $0.time)
                }
            }
        },
        .presentedNo(.sceneUnknown, .complete) { use, story in
            use.proofs[.scene] = Forgery(story).proof(of: story.sceneKey, value: nil)
        },
        .no(.fieldMissing, .complete) { $0.shown = ["ZZBH"] },
        .no(.beyondScene, .fields) { changes in
            changes.fields = ["XM", "ZZBH", "YXQ"]
            changes.shown = changes.fields
        },
        .presentedNo(.typeBeyondScene, .fields) { use, story in
            use.proofs[.scene] = Forgery(story).scene([TestType.marriage.asked()])
        },
        .presentedNo(.caseDiffers, .matter) { use, _ in
            use.opening = CaseOpening(number: "2026-002", requestSalt: Story.opening.requestSalt, useSalt: nil)
        },
    ]

    /// Checkpoints, receipts and proofs.
    static let ofProofs: [Script] = [
        .presentedUnknown(.receiptMissing, .recorded) { use, _ in use.documents[0].receipt = nil },
        .presentedUnknown(.otherLedger, .granted, trusted: TestNetwork.network(validators: 2)),
        .presentedNo(.checkpointNotFinal, .final) { use, story in
            use.documents[0].receipt = story.recordReceipt(under: story.ledger.note(by: [])).encoded
        },
        .presentedUnknown(.epochsMissing, .final) { use, story in
            let note = story.ledger.note(by: [])
            let checkpoint = try Checkpoint(parsing: note.text)
            let stranger = checkpoint.cosigned(
                by: TestKey.own("later cosigner"), name: "node-9.test.deedbox.example", at: TestNetwork.created)
            let later = SignedNote(text: note.text, signatures: note.signatures + [stranger])
            use.documents[0].receipt = story.recordReceipt(under: later).encoded
        },
        .presentedNo(.notInLog, .granted) { use, story in
            let good = story.ledger.receipt(story.grant)
            use.grant = Receipt(leaf: [0xd2, 1], proof: good.proof, checkpoint: good.checkpoint).encoded
        },
        .presentedUnknown(.notReached, .signature) { use, _ in use.documents[0].presentation = "示例" },
        .presentedUnknown(.proofMissing, .status) { use, _ in use.proofs[.status(document: 0)] = nil },
        .presentedUnknown(.proofBroken, .status) { use, _ in use.proofs[.status(document: 0)] = [0x83] },
        .presentedUnknown(.proofTooOld, .status) { use, story in
            use.proofs[.status(document: 0)] = story.earlyStatus
        },
    ]

    /// The text, its issuer and its record.
    static let ofDocuments: [Script] = [
        .presentedNo(.documentUnreadable, .form) { use, _ in use.documents[0].presentation = "示例" },
        .presentedNo(.disclosureFalse, .form) { use, story in
            let other = try SDJWT(parsing: Story.issued(Story.Changes(), origin: story.network.origin))
            let text = try SDJWT(parsing: use.documents[0].presentation)
            use.documents[0].presentation =
                text.presented + other.disclosures[0].text + "~" + (text.keyBinding ?? "")
        },
        .no(.documentOfOtherLedger, .form) { $0.origin = "other.example/00112233445566778899aabbccddeeff" },
        .no(.typeDiffers, .form) { $0.typeCode = TestType.marriage.rawValue },
        .no(.dateDiffers, .form) { $0.issuedAt = TestNetwork.created - 200_000 },
        Script.late,
        .presentedNo(.issuerUnknown, .signature) { use, story in
            use.proofs[.issuer(document: 0)] = Forgery(story).proof(of: .member(TestMember.police.id), value: nil)
        },
        .unknown(.issuerKeysChanged, .signature) { changes in
            changes.afterUse = { ledger, _ in
                // The entry still tells the details before the last change, and none before those.
                for _ in 1...2 {
                    let act = UpdateMember(
                        sequence: ledger.sequence, member: TestMember.police.id,
                        details: TestMember.police.details, reinstates: false)
                    try ledger.commit([.updateMember(act)], by: .allGovernors)
                }
            }
        },
        .no(.signatureFalse, .signature) { $0.signedBy = TestKey.own("stranger/es256") },
        .presentedNo(.notAnIssue, .recorded) { use, _ in use.documents[0].receipt = use.grant },
        .no(.recordOfAnother, .recorded) { $0.recordsAnother = true },
    ]

    /// How the document stands, and its time.
    static let ofStanding: [Script] = [
        .no(.revoked, .status) { $0.beforeUse = Script.set(.revoked) },
        .no(.suspended, .status) { $0.beforeUse = Script.set(.suspended) },
        .no(.superseded, .status) { $0.beforeUse = Script.set(.superseded) },
        .unknown(.changedSince, .status) { $0.afterUse = Script.set(.revoked) },
        .no(.inDispute, .undisputed) { $0.beforeUse = Script.dispute },
        .no(.expired, .validity) { $0.expiry = TestNetwork.created + 1 },
        .no(.notYetValid, .validity) { $0.notBefore = TestNetwork.created + 86_400 },
        .no(.stale, .freshness) { changes in
            changes.asOf = "2026-10-01T00:00:00Z"
            changes.updateDays = 1
        },
    ]

    /// The holder's signature.
    static let ofHolder: [Script] = [
        .no(.signedForAnother, .holder) { $0.audience = "notary" },
        .presentedNo(.bindingMissing, .holder) { use, _ in
            use.documents[0].presentation = try SDJWT(parsing: use.documents[0].presentation).presented
        },
        .no(.bindingFalse, .holder) { $0.boundBy = TestKey.own("thief/es256") },
        .no(.bindingOfAnotherUse, .holder) { $0.boundToUse = 2 },
        .no(.bindingOutOfTime, .holder) { $0.boundAt = TestNetwork.created + 86_400 },
    ]

    /// What a verifier asks for beyond the rules.
    static let ofPolicies: [Script] = [
        .policyNo(.assuranceTooLow, .final, Demands(leastAssurance: 3)),
        .policyNo(.olderThanAccepted, .freshness, Demands(maxDataAge: 1)),
        .policyNo(.labelNotAccepted, .accredited, Demands(trustLabels: [.social])),
    ]

    /// The holder puts the document in dispute.
    @Sendable static func dispute(_ ledger: inout TestLedger, _ story: Story) throws {
        let act = OpenCorrection(
            record: story.record, issuer: TestMember.police.id, key: Story.correctionKey.publicKey,
            document: try SDJWT(parsing: story.credential).digest, claim: .test("示例更正"))
        try ledger.commit([.openCorrection(act)], by: .holder(Story.correctionKey))
    }

    static func set(_ state: DocumentState) -> @Sendable (inout TestLedger, Story) throws -> Void {
        { ledger, story in
            let act = SetStatus(
                record: story.record, commitment: story.commitment, state: state, reason: .test("示例原因"))
            try ledger.commit([.setStatus(act)], by: .member(.police))
        }
    }
}
