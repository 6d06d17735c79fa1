import ArgumentParser
import RegistrarApp
import Rulebook
import Signing

/// `deedbox registrar accounts`: who has an account, for the registrar's own eyes.
struct RegistrarAccounts: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "accounts", abstract: RegistrarWords.accounts)
    }

    @OptionGroup var options: RegistrarOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let lines: [AccountLine]
        do {
            lines = try Registrar.accounts(try options.configuration(), origin: try options.network().origin)
        } catch let error as RegistrarError { throw RegistrarWords.failure(error) }
        var report = Report(RegistrarWords.accountCount(lines.count))
        report.body += TextTable.lines(
            lines.map { line in
                [
                    line.account.description, text(line.person, "number"), text(line.person, "name"),
                    "\(line.serial)", Moment.text(ms: line.opened * 1_000),
                ]
            })
        report.json.append(
            "accounts",
            .array(
                lines.map { line in
                    .object([
                        "account": .string(line.account.description), "person": line.person,
                        "serial": .integer(Int64(clamping: line.serial)),
                        "level": .integer(Int64(clamping: line.level)),
                        "opened": .integer(Int64(clamping: line.opened)),
                    ])
                }))
        output.print(report)
    }

    private func text(_ value: JSONValue, _ name: String) -> String {
        guard case .object(let object) = value, case .string(let text)? = object[name] else { return "" }
        return text
    }
}

/// `deedbox registrar log`: the registrar's own acts, their chain checked.
struct RegistrarLog: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "log", abstract: RegistrarWords.log)
    }

    @OptionGroup var options: RegistrarOptions
    @Option(help: ArgumentHelp(RegistrarWords.after, valueName: "number"))
    var after: Int64 = 0
    @Option(help: ArgumentHelp(RegistrarWords.limit, valueName: "count"))
    var limit = 100
    @OptionGroup var output: OutputOptions

    func run() throws {
        let entries: [LogEntry]
        do {
            entries = try Registrar.log(
                try options.configuration(), origin: try options.network().origin, after: after, limit: limit)
        } catch let error as RegistrarError { throw RegistrarWords.failure(error) }
        var report = Report(RegistrarWords.logHolds)
        report.body += TextTable.lines(
            entries.map { ["\($0.number)", Moment.text(ms: $0.time * 1_000), $0.kind, $0.detail.compact] })
        report.json.append(
            "entries",
            .array(
                entries.map { entry in
                    .object([
                        "number": .integer(entry.number), "time": .integer(Int64(clamping: entry.time)),
                        "kind": .string(entry.kind), "detail": entry.detail,
                    ])
                }))
        output.print(report)
    }
}
