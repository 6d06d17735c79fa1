import Accounts
import ArgumentParser
import IssuingApp
import Rulebook
import Signing

/// `deedbox issuer look-up`: questions at the counter, without the holder.
struct IssuerLookUps: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "look-up", abstract: LookUpWords.abstract, discussion: LookUpWords.discussion,
            subcommands: [
                LookUpAsk.self, LookUpList.self, LookUpShow.self, LookUpAlerts.self, LookUpRules.self, LookUpSet.self,
                LookUpRemove.self,
            ])
    }
}

/// `look-up ask`.
struct LookUpAsk: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "ask", abstract: LookUpWords.ask, discussion: LookUpWords.askExamples)
    }

    @Argument(help: ArgumentHelp(TypeWords.code))
    var code: String
    @Option(help: ArgumentHelp(LookUpWords.by, valueName: "path"))
    var by: String
    @Option(help: ArgumentHelp(LookUpWords.value, valueName: "text"))
    var value: String
    @Option(help: ArgumentHelp(LookUpWords.identity, valueName: "text"))
    var identity: String
    @Option(name: .customLong("case"), help: ArgumentHelp(GrantWords.caseNumber, valueName: "number"))
    var caseNumber: String
    @Option(help: ArgumentHelp(DisclosureWords.ground, valueName: "word"))
    var ground: String
    @Option(help: ArgumentHelp(LookUpWords.clerk, valueName: "text"))
    var clerk: String?
    @Option(name: .customLong("question-key"), help: ArgumentHelp(LookUpWords.key, valueName: "text"))
    var key: String?
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let key = key ?? Base64URL.encode(Random.bytes(18))
        let question = try LookUpQuestion(
            key: key, type: try TypeWords.parse(code), path: by, value: value, identity: identity,
            caseNumber: caseNumber, ground: try DisclosureWords.parse(ground: ground), clerk: clerk)
        let body: JSONValue = [
            "key": .string(key), "type": .string(code), "path": .string(by), "value": .string(value),
            "identity": .string(identity), "case": .string(caseNumber), "ground": .string(question.ground.word),
            "clerk": clerk.map { .string($0) } ?? .null,
        ]
        let answer = try await desk.ask(staff, .post("look-ups", body)) { desk, caller in
            // Where `serve` runs, it is the one that sends.
            let lock = try MintingLock(desk.folder)
            let answer = try await desk.lookUp(question, by: caller, isSending: lock != nil)
            withExtendedLifetime(lock) {}
            return answer.json
        }
        var report = answer.report(LookUpWords.headline(answer))
        if answer["match"] == "✓" {
            // Of what is over nobody is a holder any more.
            if answer["inForce"] == "✓" {
                report.fact(tell("rights holders", zh: "权利人数"), answer["rightsHolders"])
            } else {
                report.fact(tell("since", zh: "自"), answer.second("since"))
            }
            report.fact(tell("block of the question", zh: "核验所在区块"), answer["height"])
            report.fact(tell("as of", zh: "截至"), answer.second("asOf"))
        }
        output.print(report)
        guard answer["match"] == "✓", answer["standing"] == "inForce" else { throw ExitCode(ExitStatus.no.rawValue) }
    }
}

/// `look-up list`.
struct LookUpList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: LookUpWords.list)
    }

    @Option(help: ArgumentHelp(IssuerWords.document, valueName: "number"))
    var document: Int64?
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let request = DeskRequest.get("look-ups", ["document": document.map { "\($0)" }])
        let answer = try await desk.ask(staff, request) { desk, _ in
            ["lookUps": .array(try desk.database.lookUps(of: document.map { DocumentID($0) }).map(\.json))]
        }
        let found = answer.items("lookUps")
        var report = answer.report(tell("\(counted(found.count, "look-up"))", zh: "\(found.count) 次核验"))
        report.body = TextTable.lines(
            found.map {
                [$0["lookUp"], $0.second("asked"), $0["document"], $0["clerk"], $0["ground"], $0["height"]]
            })
        output.print(report)
    }
}

/// `look-up show`.
struct LookUpShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: LookUpWords.show)
    }

    @Argument(help: ArgumentHelp(LookUpWords.number))
    var number: Int64
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("look-ups/\(number)")) { desk, caller in
            try desk.lookUpReport(LookUpID(number), by: caller)
        }
        var report = answer.report(tell("A look-up at the counter", zh: "窗口核验"))
        report.fact(tell("document", zh: "文档"), answer["document"])
        report.fact(tell("asked by", zh: "询问方"), answer["clerk"])
        report.fact(tell("time", zh: "时间"), answer.second("asked"))
        report.fact(tell("ground", zh: "依据"), answer["ground"])
        report.fact(tell("case", zh: "案号"), answer["case"])
        report.fact(tell("block", zh: "区块"), answer["height"])
        report.fact(tell("opening", zh: "开示"), answer["opening"])
        output.print(report)
    }
}

/// `look-up alerts`.
struct LookUpAlerts: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "alerts", abstract: LookUpWords.alerts)
    }

    @Flag(help: ArgumentHelp(LookUpWords.all))
    var all = false
    @Option(help: ArgumentHelp(LookUpWords.seen, valueName: "number"))
    var seen: Int64?
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let door = try await desk.door(staff)
        if let seen {
            _ = try await door.ask(.post("look-up-alerts/\(seen)", [:])) { desk, caller in
                try desk.markSeen(LookUpAlertID(seen), by: caller)
                return ["state": "answered"]
            }
        }
        let answer = try await door.ask(.get("look-up-alerts", ["all": all ? "1" : nil])) { desk, _ in
            ["alerts": .array(try desk.database.lookUpAlerts(isOpen: !all).map(\.json))]
        }
        try await door.close()
        let found = answer.items("alerts")
        var report = answer.report(tell("\(counted(found.count, "alert"))", zh: "\(found.count) 条提醒"))
        report.body = TextTable.lines(
            found.map { [$0["alert"], LookUpWords.alert($0), $0["subject"], $0["count"], $0.second("last")] })
        output.print(report)
    }
}

/// `look-up rules`.
struct LookUpRules: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "rules", abstract: LookUpWords.rules)
    }

    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("look-up-rules")) { desk, _ in
            ["rules": .array(try desk.database.lookUpRules().map(\.json))]
        }
        let found = answer.items("rules")
        var report = answer.report(tell("\(counted(found.count, "rule"))", zh: "\(found.count) 条规则"))
        report.body = TextTable.lines(found.map { [$0["type"], LookUpWords.keys($0), $0["identity"]] })
        output.print(report)
    }
}

/// `look-up set`.
struct LookUpSet: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "set", abstract: LookUpWords.set)
    }

    @Argument(help: ArgumentHelp(TypeWords.code))
    var code: String
    @Option(help: ArgumentHelp(LookUpWords.byField, valueName: "path"))
    var by: [String]
    @Option(help: ArgumentHelp(LookUpWords.identityKind, valueName: "number|name"))
    var identity = LookUpIdentity.number.rawValue
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let type = try TypeWords.parse(code)
        guard let kind = LookUpIdentity(rawValue: identity),
            let rule = LookUpRule(checking: type, keys: by, identity: kind)
        else { throw LookUpWords.badRule }
        let body: JSONValue = ["keys": .array(by.map { .string($0) }), "identity": .string(identity)]
        let answer = try await desk.ask(staff, .put("look-up-rules/\(type)", body)) { desk, caller in
            try desk.set(rule, by: caller)
            return rule.json
        }
        output.print(answer.report(tell("Set; the desk indexes its documents", zh: "已设定；签发台正在编制索引")))
    }
}

/// `look-up remove`.
struct LookUpRemove: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "remove", abstract: LookUpWords.remove)
    }

    @Argument(help: ArgumentHelp(TypeWords.code))
    var code: String
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let type = try TypeWords.parse(code)
        let answer = try await desk.ask(staff, .delete("look-up-rules/\(type)")) { desk, caller in
            try desk.removeLookUpRule(of: type, by: caller)
            return ["state": "removed"]
        }
        output.print(answer.report(tell("The rule has ended", zh: "规则已取消")))
    }
}
