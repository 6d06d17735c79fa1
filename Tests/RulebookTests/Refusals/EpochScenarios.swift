import Ledger
import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    private static func node(_ number: Int) -> MemberID { MemberID(checked: "node-\(number)") }

    static let epochs = steps + seats + limits

    private static let steps = [
        RefusalScenario("change-waiting", "a second change before the first is in force", on: .threeNodes) {
            ledger, wrong in
            var parameters = TestNetwork.small
            parameters.heartbeat = 20_000
            let act = ChangeGovernance(sequence: ledger.sequence, governance: nil, parameters: parameters)
            let time = try ledger.commit([.changeGovernance(act)], by: .twoGovernors).time
            if !wrong {
                ledger.clock = time + 5_000
                try ledger.heartbeat()
            }
            return (
                ledger.submission(
                    try ledger.change(seated: [TestNetwork.validator(4)], model: .byzantine), by: .twoGovernors),
                .changeWaiting(effective: time + 5_000)
            )
        },
        RefusalScenario("nothing-changes", "the parameters that hold already", on: .threeNodes) { ledger, wrong in
            var parameters = TestNetwork.small
            if !wrong { parameters.heartbeat = 20_000 }
            let act = ChangeGovernance(sequence: ledger.sequence, governance: nil, parameters: parameters)
            return (ledger.submission(.changeGovernance(act), by: .twoGovernors), .nothingChanges)
        },
        RefusalScenario("not-a-validator", "the removal of a member without a node", on: .fourNodes) { ledger, wrong in
            let act = try ledger.change(removed: [wrong ? 5 : 4], model: .crash, acceptsDowngrade: true)
            return (ledger.submission(act, by: .twoGovernors), .notAValidator(node(5)))
        },
        RefusalScenario("validator-count", "one validator alone", on: .twoNodes) { ledger, wrong in
            let act = try wrong ? ledger.change(removed: [2]) : ledger.change(seated: [TestNetwork.validator(3)])
            return (ledger.submission(act, by: .twoGovernors), .validatorCount(found: 1, allowed: 2...63))
        },
        RefusalScenario("fault-model-unfit", "a liar among three", on: .threeNodes) { ledger, wrong in
            let seat = wrong ? TestNetwork.validator(3, keysOf: 6) : TestNetwork.validator(4)
            let act = try ledger.change(seated: [seat], model: .byzantine)
            return (ledger.submission(act, by: .twoGovernors), .faultModelUnfit(validators: 3))
        },
        RefusalScenario("crash-not-accepted", "four that withstand no liar", on: .threeNodes) { ledger, wrong in
            let act = try ledger.change(seated: [TestNetwork.validator(4)], acceptsCrashModel: !wrong)
            return (ledger.submission(act, by: .twoGovernors), .crashNotAccepted(validators: 4))
        },
        RefusalScenario("downgrade-not-accepted", "from one liar to none", on: .fourNodes) { ledger, wrong in
            let act = try ledger.change(removed: [4], model: .crash, acceptsDowngrade: !wrong)
            return (
                ledger.submission(act, by: .twoGovernors), .downgradeNotAccepted(from: 1, to: 0, silent: 1)
            )
        },
        RefusalScenario("downgrade-not-accepted", "nobody may be silent any more", on: .threeNodes) { ledger, wrong in
            let act = try ledger.change(removed: [3], acceptsDowngrade: !wrong)
            return (
                ledger.submission(act, by: .twoGovernors), .downgradeNotAccepted(from: 0, to: 0, silent: 0)
            )
        },
        RefusalScenario("too-few-stay", "two of four replaced at once", on: .fourNodes) { ledger, wrong in
            let seats = [TestNetwork.validator(3, keysOf: 7), TestNetwork.validator(4, keysOf: 8)]
            let act = try ledger.change(seated: wrong ? seats : [seats[0]])
            return (ledger.submission(act, by: .twoGovernors), .tooFewStay(staying: 2, needed: 3))
        },
    ]

    private static let seats = [
        RefusalScenario("not-ready", "no word of the newcomer", on: .threeNodes) { ledger, wrong in
            let act = try ledger.change(
                seated: [TestNetwork.validator(4)], model: .byzantine, readiness: wrong ? [] : nil)
            return (ledger.submission(act, by: .twoGovernors), .notReady(node(4)))
        },
        RefusalScenario("false-readiness", "another's signature", on: .threeNodes) { ledger, wrong in
            let seat = TestNetwork.validator(4)
            let word = try ledger.readiness(of: seat, by: wrong ? SampleKeys.key("node-5/vote") : nil)
            let act = try ledger.change(seated: [seat], model: .byzantine, readiness: [word])
            return (ledger.submission(act, by: .twoGovernors), .falseReadiness(node(4)))
        },
        RefusalScenario("false-readiness", "over a checkpoint that is not final", on: .threeNodes) { ledger, wrong in
            let seat = TestNetwork.validator(4)
            let word = try ledger.readiness(of: seat)
            let note = ledger.note(by: wrong ? [0] : [0, 1])
            let act = try ledger.change(
                seated: [seat], model: .byzantine,
                readiness: [Readiness(checkpoint: note.encoded, signature: word.signature)])
            return (ledger.submission(act, by: .twoGovernors), .falseReadiness(node(4)))
        },
        RefusalScenario("stale-readiness", "a word older than a statement may be", on: .threeNodes) { ledger, wrong in
            let seat = TestNetwork.validator(4)
            let word = try ledger.readiness(of: seat)
            let signed = ledger.head.time / 1_000
            ledger.clock = (signed + 3_600 + (wrong ? 1 : 0)) * 1_000
            let act = try ledger.change(seated: [seat], model: .byzantine, readiness: [word])
            return (ledger.submission(act, by: .twoGovernors), .staleReadiness(node(4), signed: signed))
        },
        RefusalScenario("readiness-unexpected", "a word of nobody who comes", on: .threeNodes) { ledger, wrong in
            let seat = TestNetwork.validator(4)
            let word = try ledger.readiness(of: seat)
            let act = try ledger.change(
                seated: [seat], model: .byzantine, readiness: wrong ? [word, word] : [word])
            return (ledger.submission(act, by: .twoGovernors), .readinessUnexpected(count: 1))
        },
        RefusalScenario("validator-key-shared", "the keys of a validator in office", on: .threeNodes) {
            ledger, wrong in
            let seat = wrong ? TestNetwork.validator(4, keysOf: 1) : TestNetwork.validator(4)
            let act = try ledger.change(seated: [seat], model: .byzantine)
            return (
                ledger.submission(act, by: .twoGovernors),
                .validatorKeyShared(SampleKeys.key("node-1/log").publicKey.id)
            )
        },
        RefusalScenario("validator-key-retired", "the keys that were replaced", on: .threeNodes) { ledger, wrong in
            try ledger.enter(seated: [TestNetwork.validator(3, keysOf: 6)])
            let seat = wrong ? TestNetwork.validator(3) : TestNetwork.validator(3, keysOf: 7)
            return (
                ledger.submission(try ledger.change(seated: [seat]), by: .twoGovernors),
                .validatorKeyRetired(SampleKeys.key("node-3/log").publicKey.id)
            )
        },
        RefusalScenario("unknown-member", "a node of nobody", on: .threeNodes) { ledger, wrong in
            let act = try ledger.change(seated: [TestNetwork.validator(wrong ? 9 : 4)], model: .byzantine)
            return (ledger.submission(act, by: .twoGovernors), .unknownMember("node-9"))
        },
    ]

    private static let limits = [
        RefusalScenario("set-too-large", "a set whose proof would be too long", on: .threeNodes) { ledger, wrong in
            ledger = try TestLedger(TestNetwork.crowd(named: String(repeating: "x", count: wrong ? 400 : 4)))
            var parameters = TestNetwork.small
            parameters.heartbeat = 20_000
            let act = ChangeGovernance(sequence: ledger.sequence, governance: nil, parameters: parameters)
            return (ledger.submission(.changeGovernance(act), by: .twoGovernors), .setTooLarge(limit: 40_000))
        },
        RefusalScenario("bad-governors", "more signers than there are", on: .threeNodes) { ledger, wrong in
            let keys = (1...3).map { TestKey.own("governor \($0)").publicKey }
            let governance = Governance(threshold: wrong ? 4 : 3, keys: keys)
            let act = ChangeGovernance(sequence: ledger.sequence, governance: governance, parameters: nil)
            return (ledger.submission(.changeGovernance(act), by: .twoGovernors), .badGovernors(threshold: 4, keys: 3))
        },
        RefusalScenario("governor-key-shared", "one key twice", on: .threeNodes) { ledger, wrong in
            let keys = [1, 2, wrong ? 1 : 3].map { TestKey.own("governor \($0)").publicKey }
            let act = ChangeGovernance(
                sequence: ledger.sequence, governance: Governance(threshold: 2, keys: keys), parameters: nil)
            return (ledger.submission(.changeGovernance(act), by: .twoGovernors), .governorKeyShared(keys[0].id))
        },
        RefusalScenario("parameter-out-of-range", "a life too short to correct it", on: .threeNodes) { ledger, wrong in
            var parameters = TestNetwork.small
            parameters.governanceLifetime = wrong ? 599 : 600
            let act = ChangeGovernance(sequence: ledger.sequence, governance: nil, parameters: parameters)
            return (
                ledger.submission(.changeGovernance(act), by: .twoGovernors),
                .parameterOutOfRange("governanceLifetime", value: 599, allowed: 600...(90 * 86_400))
            )
        },
        RefusalScenario("parameter-out-of-range", "a block too small for its statements", on: .threeNodes) {
            ledger, wrong in
            var parameters = TestNetwork.small
            let least = parameters.manifestRecords + parameters.closedPerBlock + 2
            parameters.blockLeaves = wrong ? least - 1 : least
            let act = ChangeGovernance(sequence: ledger.sequence, governance: nil, parameters: parameters)
            return (
                ledger.submission(.changeGovernance(act), by: .twoGovernors),
                .parameterOutOfRange("blockLeaves", value: least - 1, allowed: least...1_048_576)
            )
        },
    ]
}

extension TestNetwork {
    /// Forty-five validators with names of that text.
    fileprivate static func crowd(named text: String) throws -> Network {
        let nodes = (1...45).map { number in
            let node = validator(number)
            return Validator(member: node.member, name: Bilingual(zh: text, en: text), keys: node.keys)
        }
        return Network(
            try Genesis(
                name: name, created: created, isSample: true, faultModel: .crash,
                validators: nodes.sorted { $0.member < $1.member },
                governance: Governance(threshold: 2, keys: governors().map(\.publicKey)), parameters: small))
    }
}
