import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    static let scenes = [
        RefusalScenario("scene-exists", "a code that is taken", on: .banking) { ledger, wrong in
            let scene = TestScene.scene(wrong ? "loan" : "mortgage")
            return (
                ledger.submission(.declareScene(DeclareScene(scene: scene)), by: .member(.bank)),
                .sceneExists(scene.code)
            )
        },
        RefusalScenario("scene-exists", "the code of a scene that ended", on: .banking) { ledger, wrong in
            try ledger.commit(
                [.endScene(EndScene(party: TestMember.bank.id, code: TestScene.loan.code))], by: .member(.bank))
            let scene = TestScene.scene(wrong ? "loan" : "mortgage")
            return (
                ledger.submission(.declareScene(DeclareScene(scene: scene)), by: .member(.bank)),
                .sceneExists(scene.code)
            )
        },
        RefusalScenario("unknown-type", "fields of a type that is not there", on: .agencies) { ledger, wrong in
            let code = wrong ? TypeCode(checked: "NOTHING") : TestType.identity.code
            let scene = TestScene.scene(fields: [
                ProfileFields(type: code, fields: TestType.identity.asked(["XM"]).fields)
            ])
            return (
                ledger.submission(.declareScene(DeclareScene(scene: scene)), by: .member(.bank)), .unknownType(code)
            )
        },
        RefusalScenario("unknown-field", "a field that the type does not have", on: .agencies) { ledger, wrong in
            let paths = wrong ? ["XM", "KZ_XX"] : ["XM", "YXQ"]
            let scene = TestScene.scene(fields: [TestType.identity.asked(paths)])
            return (
                ledger.submission(.declareScene(DeclareScene(scene: scene)), by: .member(.bank)),
                .unknownField(TestType.identity.code, path: "KZ_XX")
            )
        },
        RefusalScenario("unknown-scene", "an end of nothing", on: .banking) { ledger, wrong in
            let code = SceneCode(checked: wrong ? "mortgage" : "loan")
            return (
                ledger.submission(.endScene(EndScene(party: TestMember.bank.id, code: code)), by: .member(.bank)),
                .unknownScene(code)
            )
        },
        RefusalScenario("unknown-scene", "a scene that only another party has", on: .banking) { ledger, wrong in
            let party: TestMember = wrong ? .notary : .bank
            let act = EndScene(party: party.id, code: TestScene.loan.code)
            return (ledger.submission(.endScene(act), by: .member(party)), .unknownScene(TestScene.loan.code))
        },
        RefusalScenario("scene-ended", "ended a second time", on: .banking) { ledger, wrong in
            let at = try ledger.endScene(wrong ? "loan" : "mortgage")
            ledger.pass(seconds: 1)
            let act = EndScene(party: TestMember.bank.id, code: TestScene.loan.code)
            return (
                ledger.submission(.endScene(act), by: .member(.bank)), .sceneEnded(TestScene.loan.code, at: at)
            )
        },
        RefusalScenario("scene-ended", "a grant below it", on: .banking) { ledger, wrong in
            let at = try ledger.endScene(wrong ? "loan" : "mortgage")
            return (TestGrant().submission(in: ledger), .sceneEnded(TestScene.loan.code, at: at))
        },
        RefusalScenario("scene-ended", "a use below it", on: .granted) { ledger, wrong in
            let at = try ledger.endScene(wrong ? "loan" : "mortgage")
            return (TestGrant().use(1, in: ledger), .sceneEnded(TestScene.loan.code, at: at))
        },
    ]
}

extension TestLedger {
    /// Ends a scene of the bank, declared before if need be; returns the time.
    mutating func endScene(_ code: String) throws -> UInt64 {
        let code = SceneCode(checked: code)
        if view.scene(TestMember.bank.id, code) == nil {
            try commit([.declareScene(DeclareScene(scene: TestScene.scene(code.text)))], by: .member(.bank))
        }
        return try commit([.endScene(EndScene(party: TestMember.bank.id, code: code))], by: .member(.bank)).time
    }
}
