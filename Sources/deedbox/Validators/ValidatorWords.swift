import NodeAPI
import Rulebook
import Signing

/// Words of the noun `validators`.
enum ValidatorWords {
    static var abstract: String { tell("Whose nodes keep the ledger.", zh: "由哪些机构的节点维护账本。") }
    static var discussion: String {
        tell(
            """
            A newcomer first follows as an observer, then says that it is ready, then governance seats it. Those who \
            stay must be a quorum of the new set, so that the ledger goes on whoever does not come. See \
            docs/operating.md.
            """,
            zh: """
                新节点先作为观察节点跟随，再声明就绪，然后由治理设席。留任者须足以构成新一组的法定数，这样无论谁缺席账本都能继续。\
                详见 docs/operating.md。
                """)
    }

    static var show: String { tell("Show who decides, what comes, and who has lied.", zh: "显示现任验证节点、待生效的变更和已证实的作恶。") }
    static var ready: String { tell("Say that a newcomer's node follows the ledger.", zh: "声明新节点已跟上账本。") }
    static var readyDiscussion: String {
        tell(
            "--node is the newcomer's own node: its vote key signs over the newest checkpoint of that node's log.",
            zh: "--node 是新节点自己：其投票密钥对该节点日志的最新检查点签名。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox validators ready --keys keys/node-4 --name-zh 示例局 --name-en \"Sample office\" "
                    + "--node http://127.0.0.1:7104 --trust genesis.cbor --out node-4.ready.json")
    }
    static var change: String { tell("Seat, replace or remove validators.", zh: "增加、更换或移除验证节点。") }
    static var changeDiscussion: String {
        tell(
            """
            One step is refused when it could stop the ledger or lose what is final: too few stay under unchanged \
            keys; it withstands fewer liars than before, unless --accept-downgrade; four or more take the crash model, \
            unless --accept-crash-model. To replace a validator's keys, seat the same member with its new keys.
            """,
            zh: """
                可能使账本停顿或丢失已终局内容的变更会被拒绝：以原密钥留任者太少；可承受的作恶节点减少（除非加 --accept-downgrade）；\
                四个以上节点采用仅容忍停机的模型（除非加 --accept-crash-model）。更换密钥时，以新密钥为同一成员重新设席。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox validators change --seat node-4.ready.json --fault-model byzantine --governance-key g1.key "
                    + "--governance-key g2.key",
                "deedbox validators change --remove node-2 --governance-key g1.key --out change.acts")
    }
    static var seat: String {
        tell("What a newcomer gave: a file of `validators ready`.", zh: "新节点用 validators ready 给出的文件。")
    }
    static var remove: String { tell("A validator that leaves.", zh: "离开的验证节点。") }
    static var faultModel: String {
        tell("What the new set is assumed to do wrong at worst; otherwise as now.", zh: "对新一组的最坏假设；缺省与现在相同。")
    }
    static var acceptDowngrade: String {
        tell(
            "The new set may withstand fewer liars than now, or nobody's silence: that is meant.",
            zh: "明确接受：变更后可承受的作恶节点更少，或不能容忍任何停机。")
    }
    static var acceptCrashModel: String {
        tell("Four or more validators that withstand no liar: that is meant.", zh: "明确接受：四个以上节点而不能承受任何作恶者。")
    }

    /// A validator's line in a table.
    static func row(_ validator: Validator) -> [String] {
        let key = validator.keys.vote.id
        return [
            validator.member.text, tell(validator.name.en, zh: validator.name.zh),
            tell("vote key \(key)", zh: "投票密钥 \(key)"),
        ]
    }

    static func count(_ count: Int) -> String { tell("\(counted(count, "validator"))", zh: "\(count) 个验证节点") }
    static func madeReady(_ path: String) -> String { tell("Wrote \(path)", zh: "已写入 \(path)") }

    static func readyMeaning(_ lifetime: UInt64) -> String {
        tell(
            "Give it to the governance, who can use it for \(Moment.duration(lifetime * 1_000)). It holds no secret.",
            zh: "请交给治理方，\(Moment.duration(lifetime * 1_000)) 内有效。其中没有秘密。")
    }

    static func badModel(_ text: String) -> CommandError {
        .usage(
            tell("'\(text)' is no fault model: say crash or byzantine", zh: "“\(text)”不是故障模型：应为 crash 或 byzantine"))
    }

    static func otherNode(_ found: String, _ own: String) -> CommandError {
        .refused(
            "other-node",
            tell("that node is of \(found), and the keys are of \(own)", zh: "该节点属于 \(found)，而密钥属于 \(own)"),
            next: tell(
                "--node must be the newcomer's own node: it is its log that is vouched for",
                zh: "--node 必须是新节点自己：所担保的是它自己的日志"))
    }

    static var notFinal: CommandError {
        .failed(
            "not-final",
            tell("the node's checkpoint is not final as far as the node's epochs lead", zh: "就该节点的任期证明而言，其检查点尚未终局"),
            next: tell("wait until the node has caught up", zh: "请等待节点追上账本"))
    }

    /// A step that every node would refuse, with the option that would let it pass where there is one.
    static func refused(_ refusal: Refusal) -> CommandError {
        let words = refusal.words
        var next = tell(words.next.en, zh: words.next.zh)
        switch refusal.code {
        case "downgrade-not-accepted": next += " (--accept-downgrade)"
        case "crash-not-accepted": next += " (--fault-model byzantine / --accept-crash-model)"
        case "fault-model-unfit": next += " (--fault-model crash)"
        case _: break
        }
        return .refused(refusal.code, tell(words.detail.en, zh: words.detail.zh), next: next)
    }

    /// What a change does, for whoever signs it.
    static func lines(_ act: ChangeValidators) -> [String] {
        var lines = act.seated.flatMap { validator in
            [tell("seats ", zh: "设席 ") + "\(validator.member)  \(tell(validator.name.en, zh: validator.name.zh))"]
                + zip(ValidatorKeys.names, validator.keys.all).map { "  \($0)  \($1.id)" }
        }
        lines += act.removed.map { tell("removes \($0)", zh: "移除 \($0)") }
        lines.append(tell("fault model ", zh: "故障模型 ") + act.faultModel.word)
        if act.acceptsDowngrade {
            lines.append(tell("accepts that fewer liars are withstood", zh: "接受可承受的作恶节点减少"))
        }
        if act.acceptsCrashModel { lines.append(tell("accepts that no liar is withstood", zh: "接受不能承受任何作恶者")) }
        return lines
    }

    /// Adds the change that waits.
    static func add(_ coming: ChangeBody, to report: inout Report) {
        report.fact(tell("change published, from", zh: "已公布变更，始于"), Moment.text(ms: coming.effective))
        report.fact(tell("then", zh: "届时"), coming.validators.joined(separator: " ") + "  " + coming.faultModel)
        report.json.append(
            "coming",
            [
                "effective": .integer(Int64(clamping: coming.effective)), "faultModel": .string(coming.faultModel),
                "validators": .array(coming.validators.map { .string($0) }),
                "governors": .integer(Int64(coming.governors)), "threshold": .integer(Int64(coming.threshold)),
            ])
    }
}
