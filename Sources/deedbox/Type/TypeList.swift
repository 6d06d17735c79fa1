import ArgumentParser
import NodeAPI
import Rulebook
import Signing

/// `deedbox type list`: the catalogue.
struct TypeList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: TypeWords.list)
    }

    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let types = try await address.session().client.types()
        var report = Report(TypeWords.count(types.count))
        report.body = TextTable.lines(
            types.map { type in
                [
                    type.code, tell(type.name.en, zh: type.name.zh), type.owner, "v\(type.version)",
                    type.isRetired ? tell("retired", zh: "已停用") : "",
                ]
            })
        report.json.append(
            "types",
            .array(
                types.map {
                    [
                        "code": .string($0.code), "version": .integer(Int64($0.version)), "owner": .string($0.owner),
                        "retired": .bool($0.isRetired),
                    ]
                }))
        output.print(report)
    }
}

/// `deedbox type show`: one type with its fields and issuers.
struct TypeShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: TypeWords.show)
    }

    @Argument(help: ArgumentHelp(TypeWords.code))
    var code: String
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let parsed = try TypeWords.parse(code)
        guard let type = try await address.session().client.type(parsed) else { throw TypeWords.unknown(code) }
        var report = Report(tell(type.name.en, zh: type.name.zh))
        report.fact(tell("code", zh: "类型代码"), type.code, "code")
        report.fact(tell("version", zh: "版本"), "\(type.version)", "version")
        report.fact(tell("owner", zh: "所有者"), type.owner, "owner")
        report.fact(tell("sensitivity", zh: "敏感级别"), "L\(type.level)", "level")
        let issuers = (type.issuers ?? []).map(\.member).joined(separator: " ")
        report.fact(tell("issuers", zh: "签发机构"), issuers, "issuers")
        report.body = TextTable.lines(
            (type.fields ?? []).map { field in
                [
                    field.path, tell(field.name.en, zh: field.name.zh), "L\(field.level)",
                    field.isRequired ? tell("required", zh: "必填") : "",
                ]
            })
        output.print(report)
    }
}
