import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    static let approvals = [
        RefusalScenario("level-differs", "a field told less sensitive than it is", on: .agencies) { ledger, wrong in
            let scene = TestScene.scene(fields: [TestType.identity.asked(["XM"], level: wrong ? 1 : 2)])
            return (
                ledger.submission(.declareScene(DeclareScene(scene: scene)), by: .member(.bank)),
                .levelDiffers(TestType.identity.code, path: "XM", declared: 1, found: 2)
            )
        },
        RefusalScenario("scene-not-approved", "a grant below a scene that waits", on: .agencies) { ledger, wrong in
            try ledger.commit([.declareScene(DeclareScene(scene: TestScene.loan))], by: .member(.bank))
            if !wrong {
                try ledger.commit([.approveScene(ledger.approval(of: TestScene.loan))], by: .member(.regulator))
            }
            return (TestGrant().submission(in: ledger), .sceneNotApproved(TestScene.loan.code))
        },
        RefusalScenario("scene-not-approved", "a refusal of what may not be asked yet", on: .agencies) {
            ledger, wrong in
            let facts = TestScene.scene(fields: [TestType.identity.asked(["YXQ"])])
            let scene = wrong ? TestScene.loan : facts
            try ledger.commit([.declareScene(DeclareScene(scene: scene))], by: .member(.bank))
            return (TestGrant().refusal(in: ledger), .sceneNotApproved(TestScene.loan.code))
        },
        RefusalScenario("approval-not-needed", "approved a second time", on: .banking) { ledger, wrong in
            let other = TestScene.scene("mortgage")
            try ledger.commit([.declareScene(DeclareScene(scene: other))], by: .member(.bank))
            let act = ledger.approval(of: wrong ? TestScene.loan : other)
            return (
                ledger.submission(.approveScene(act), by: .member(.regulator)), .approvalNotNeeded(TestScene.loan.code)
            )
        },
        RefusalScenario("approval-not-needed", "public facts only", on: .agencies) { ledger, wrong in
            let scene = TestScene.scene(fields: [TestType.identity.asked(["YXQ"] + (wrong ? [] : ["XM"]))])
            try ledger.commit([.declareScene(DeclareScene(scene: scene))], by: .member(.bank))
            return (
                ledger.submission(.approveScene(ledger.approval(of: scene)), by: .member(.regulator)),
                .approvalNotNeeded(scene.code)
            )
        },
        RefusalScenario("scene-differs", "another scene than the regulator read", on: .agencies) { ledger, wrong in
            try ledger.commit([.declareScene(DeclareScene(scene: TestScene.loan))], by: .member(.bank))
            let read = wrong ? TestScene.scene(maxUses: 2) : TestScene.loan
            return (
                ledger.submission(.approveScene(ledger.approval(of: read)), by: .member(.regulator)),
                .sceneDiffers(TestScene.loan.code)
            )
        },
        RefusalScenario("unknown-scene", "an approval of nothing", on: .agencies) { ledger, wrong in
            if !wrong { try ledger.commit([.declareScene(DeclareScene(scene: TestScene.loan))], by: .member(.bank)) }
            return (
                ledger.submission(.approveScene(ledger.approval(of: TestScene.loan)), by: .member(.regulator)),
                .unknownScene(TestScene.loan.code)
            )
        },
        RefusalScenario("missing-role", "approved by the party itself", on: .agencies) { ledger, wrong in
            try ledger.commit([.declareScene(DeclareScene(scene: TestScene.loan))], by: .member(.bank))
            let act = ledger.approval(of: TestScene.loan)
            return (
                ledger.submission(.approveScene(act), by: .member(wrong ? .bank : .regulator)),
                .missingRole(TestMember.bank.id, .regulator)
            )
        },
        RefusalScenario("missing-role", "ended by neither the party nor a regulator", on: .banking) { ledger, wrong in
            let act = EndScene(party: TestMember.bank.id, code: TestScene.loan.code)
            return (
                ledger.submission(.endScene(act), by: .member(wrong ? .notary : .regulator)),
                .missingRole(TestMember.notary.id, .regulator)
            )
        },
    ]
}
