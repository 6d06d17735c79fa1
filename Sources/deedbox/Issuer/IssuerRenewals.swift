import ArgumentParser
import IssuingApp
import Rulebook
import Signing

/// `deedbox issuer renewals`: rules by which the desk proposes renewals.
struct IssuerRenewals: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "renewals", abstract: IssuerWords.renewals,
            subcommands: [RenewalList.self, RenewalSet.self, RenewalRemove.self], defaultSubcommand: RenewalList.self)
    }
}

/// `renewals list`.
struct RenewalList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: IssuerWords.renewals)
    }

    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("renewals")) { desk, _ in
            ["renewals": .array(try desk.database.renewalRules().map(\.json))]
        }
        let found = answer.items("renewals")
        var report = answer.report(tell("\(counted(found.count, "rule"))", zh: "\(found.count) 条续期规则"))
        report.body = TextTable.lines(
            found.map { rule in
                [
                    rule["type"], tell("\(rule["days"]) days before", zh: "到期前 \(rule["days"]) 天"),
                    tell("for \(rule["years"]) years", zh: "延续 \(rule["years"]) 年"),
                    rule.number("seenDays").map { tell("seen within \($0) days", zh: "\($0) 天内导入过") } ?? "",
                ]
            })
        output.print(report)
    }
}

/// `renewals set`.
struct RenewalSet: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "set", abstract: IssuerWords.renewalSet)
    }

    @Argument(help: ArgumentHelp(TypeWords.code))
    var code: String
    @Option(name: .customLong("days-before"), help: ArgumentHelp(IssuerWords.daysBefore, valueName: "days"))
    var daysBefore: UInt64
    @Option(help: ArgumentHelp(IssuerWords.years, valueName: "years"))
    var years: UInt64
    @Option(help: ArgumentHelp(IssuerWords.seenWithin, valueName: "days"))
    var seenWithin: UInt64?
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let type = try TypeWords.parse(code)
        let rule = RenewalRule(checking: type, days: daysBefore, years: years, seenDays: seenWithin)
        guard let rule else { throw IssuerWords.badRenewal }
        let body: JSONValue = [
            "days": .integer(Int64(daysBefore)), "years": .integer(Int64(years)),
            "seenDays": seenWithin.map { .integer(Int64($0)) } ?? .null,
        ]
        let answer = try await desk.ask(staff, .put("renewals/\(type)", body)) { desk, caller in
            try desk.set(rule, by: caller)
            return rule.json
        }
        output.print(answer.report(tell("Set; the desk will propose, and an approver decides", zh: "已设定；由签发台提议，审批人决定")))
    }
}

/// `renewals remove`.
struct RenewalRemove: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "remove", abstract: IssuerWords.renewalRemove)
    }

    @Argument(help: ArgumentHelp(TypeWords.code))
    var code: String
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let type = try TypeWords.parse(code)
        let answer = try await desk.ask(staff, .delete("renewals/\(type)")) { desk, caller in
            try desk.removeRenewal(of: type, by: caller)
            return ["state": "removed"]
        }
        output.print(answer.report(tell("The rule has ended", zh: "规则已取消")))
    }
}
