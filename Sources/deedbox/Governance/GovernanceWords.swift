import Rulebook
import Signing

/// Words of the noun `governance`.
enum GovernanceWords {
    static var abstract: String { tell("Who governs, and how governors sign together.", zh: "治理密钥，以及多方如何共同签署。") }
    static var discussion: String {
        tell(
            """
            As many governors as the threshold says sign one act. They need not meet: every command that governs \
            writes the act to a file with --out, each governor reads and signs it at home with `governance sign`, and \
            anybody sends it with `governance submit`. Only the act travels, never a key.
            """,
            zh: """
                每个治理行为须由门限数目的治理方签署。各方不必聚在一起：凡治理命令都可用 --out 把行为写入文件，各治理方在自己的机器上\
                用 governance sign 阅读并签署，最后任何人都可用 governance submit 提交。只有行为文件在传递，密钥从不离开本机。
                """)
    }

    static var show: String { tell("Show the governors, the parameters and what comes.", zh: "显示治理密钥、参数和待生效的变更。") }
    static var change: String { tell("Change governors or parameters.", zh: "变更治理密钥或参数。") }
    static var changeDiscussion: String {
        ConsoleWords.examples(
            "deedbox governance change change.json --governance-key g1.key --governance-key g2.key",
            "deedbox governance change change.json --governance-key g1.key --out change.acts")
    }
    static var changeFile: String { tell("A file of the form deedbox-change/1.", zh: "deedbox-change/1 格式的文件。") }
    static var sign: String { tell("Read acts that others drafted, and sign them.", zh: "阅读他人起草的治理行为并签署。") }
    static var signDiscussion: String {
        tell(
            "Needs no network. Without --out it only shows what the acts do and who has signed.",
            zh: "不需要网络。不加 --out 时只显示行为内容和已签署者。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox governance sign change.acts --trust genesis.cbor",
                "deedbox governance sign change.acts --trust genesis.cbor --governance-key g2.key --out signed.acts")
    }
    static var submit: String { tell("Send acts that enough governors have signed.", zh: "提交已有足够治理方签署的行为。") }
    static var submitDiscussion: String {
        tell(
            "Several files are copies of the same acts that were signed apart: their signatures are put together.",
            zh: "给出多个文件时，它们须是分别签署的同一批行为的副本，签名会合并。") + "\n\n"
            + ConsoleWords.examples("deedbox governance submit signed-by-2.acts signed-by-3.acts --trust genesis.cbor")
    }

    static var out: String {
        tell(
            "Write the acts, signed so far, to this file for other governors instead of sending them.",
            zh: "不提交，而是把已签署的行为写入该文件，交其他治理方继续签署。")
    }
    static var signedOut: String { tell("Where the acts go with your signature.", zh: "加签后写入的文件。") }
    static var draftFile: String { tell("Acts that another governor has written.", zh: "其他治理方写出的行为文件。") }
    static var draftFiles: String {
        tell("The acts; copies that were signed apart together.", zh: "行为文件；可同时给出分别签署的副本。")
    }
    static var trust: String { tell("The genesis of the ledger that you govern.", zh: "您所治理账本的创世文件。") }

    static var changed: String { tell("The change is published", zh: "变更已公布") }
    static var submitted: String { tell("The acts are on the ledger", zh: "行为已上账") }
    static var governors: String { tell("Governors:", zh: "治理密钥：") }
    static var parameters: String { tell("Parameters:", zh: "参数：") }

    static func mustSign(_ threshold: Int, _ count: Int) -> String {
        tell("\(threshold) of \(count) governors must sign", zh: "\(count) 把治理密钥中须 \(threshold) 把签署")
    }

    static func whenInForce(_ delay: UInt64) -> String {
        tell(
            "It takes effect \(Moment.duration(delay)) after it was published, or at once when all governors signed.",
            zh: "公布 \(Moment.duration(delay)) 后生效；全部治理密钥签署则立即生效。")
    }

    static func notADraft(_ path: String) -> CommandError {
        .failed(
            "not-acts", tell("\(path) holds no acts of governance", zh: "\(path) 不是治理行为文件"),
            next: tell("such files are written by --out of commands that govern", zh: "此类文件由治理命令的 --out 写出"))
    }

    static func otherActs(_ path: String, _ first: String) -> CommandError {
        .refused(
            "other-acts", tell("\(path) holds other acts than \(first)", zh: "\(path) 与 \(first) 不是同一批行为"),
            next: tell("give copies of one file only, each signed by others", zh: "请只给出同一文件由不同治理方签署的副本"))
    }

    static func emptyChange(_ path: String) -> CommandError {
        .refused(
            "nothing-changes",
            tell("\(path) names neither governance nor parameters", zh: "\(path) 既没有 governance 也没有 parameters"),
            next: tell("write down what is to change", zh: "请写明要变更的内容"))
    }

    /// A file was written that others are to sign.
    static func drafted(_ statements: [Statement], _ path: String) -> Report {
        var report = read(statements, path)
        report.headline = tell("Signed, not sent: \(path)", zh: "已签署，尚未提交：\(path)")
        report.meaning = tell(
            "Nothing has changed yet. Give this file to the other governors: each reads it and signs at home.",
            zh: "尚未产生任何变更。请把该文件交给其他治理方，各自阅读并在本机签署。")
        report.next =
            "deedbox governance sign \(path) --trust genesis.cbor --governance-key FILE --out SIGNED; "
            + "deedbox governance submit SIGNED"
        return report
    }

    /// What acts do, in words, and who has signed each.
    static func read(_ statements: [Statement], _ path: String) -> Report {
        var report = Report(
            tell("\(counted(statements.count, "act")) in \(path)", zh: "\(path) 中有 \(statements.count) 个行为"))
        for statement in statements {
            let signers = statement.signatures.map(\.keyID.description)
            let name = ActName(contentType: statement.header.contentType)?.rawValue ?? statement.header.contentType
            report.body.append(name)
            report.body += GovernedWords.lines(statement).map { "  " + $0 }
            report.body.append(
                "  "
                    + tell(
                        "signed by \(signers.joined(separator: ", ")); to be on the ledger before ",
                        zh: "已由 \(signers.joined(separator: "、")) 签署；最迟入块 ")
                    + UTCTime(seconds: statement.header.notAfter).description)
            report.add(
                "acts",
                [
                    "act": .string(name), "statement": .string(statement.id.description),
                    "signers": .array(signers.map { .string($0) }),
                ])
        }
        if let origin = statements.first?.header.origin { report.fact(tell("ledger", zh: "账本"), origin, "origin") }
        return report
    }

    /// What changes, against the parameters of now.
    static func lines(_ governance: Governance?, _ parameters: Parameters?, over now: Parameters?) -> [String] {
        var lines: [String] = []
        if let governance {
            lines.append(mustSign(governance.threshold, governance.keys.count))
            lines += governance.keys.map { "  \($0.id)" }
        }
        guard let parameters else { return lines }
        guard let now else { return lines + [GovernanceWords.parameters] + parameters.lines }
        for (name, path) in Parameters.paths where parameters[keyPath: path] != now[keyPath: path] {
            lines.append("\(name): \(now[keyPath: path]) -> \(parameters[keyPath: path])")
        }
        return lines
    }
}

extension Parameters {
    /// Each parameter with its value, for people.
    var lines: [String] { Parameters.paths.map { "  \($0.0): \(self[keyPath: $0.1])" } }
}
