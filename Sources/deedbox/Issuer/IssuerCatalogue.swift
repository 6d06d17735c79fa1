import ArgumentParser
import Foundation
import IssuingApp
import Rulebook
import Signing

/// `deedbox issuer catalogue`: the types that the desk knows, and its own types on the ledger.
struct IssuerCatalogue: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "catalogue", abstract: IssuerWords.catalogue,
            subcommands: [
                CatalogueLoad.self, CatalogueList.self, CatalogueShow.self, CatalogueRegister.self,
                CatalogueUpdate.self, CatalogueRetire.self, CatalogueAccredit.self,
            ])
    }
}

/// `catalogue load`.
struct CatalogueLoad: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "load", abstract: IssuerWords.catalogueLoad)
    }

    @Argument(help: ArgumentHelp(IssuerWords.catalogueFiles))
    var files: [String]
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let door = try await desk.door(staff)
        var report = Report(tell("Loaded into the desk's catalogue", zh: "已载入签发台目录"))
        for file in files {
            let value = try ReadableJSON.read(file) { (value) throws(JSONError) in value }
            let item = try await door.ask(.post("catalogue", value)) { desk, caller in
                try desk.load(value, by: caller).json
            }
            let version = item.number("version").map { "v\($0) " } ?? ""
            report.add(version.isEmpty ? "lists" : "types", .string(item["name"]))
            report.fact(item["name"], version + item.words("title"))
        }
        try await door.close()
        output.print(report)
    }
}

/// `catalogue list`.
struct CatalogueList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: IssuerWords.catalogueList)
    }

    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("catalogue")) { desk, _ in
            ["types": .array(try desk.database.definitions().map(\.readable))]
        }
        let types = answer.items("types")
        var report = Report(IssuerWords.catalogueList)
        report.body = TextTable.lines(
            types.map { [$0["code"], "v" + $0["version"], $0.words("name"), "\($0.items("fields").count)"] })
        for type in types {
            report.add(
                "types", ["code": .string(type["code"]), "version": type.object["version"] ?? .null])
        }
        output.print(report)
    }
}

/// `catalogue show`: a type here and on the ledger.
struct CatalogueShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: IssuerWords.catalogueShow)
    }

    @Argument(help: ArgumentHelp(TypeWords.code))
    var code: String
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let type = try TypeWords.parse(code)
        let answer = try await desk.ask(staff, .get("catalogue/\(type)")) { desk, _ in
            try await desk.report(of: type).json
        }
        var report = answer.report(
            answer["minted"] == "✓"
                ? tell("It can be minted here", zh: "可在本台签发") : tell("It cannot be minted here", zh: "暂不能签发"))
        report.fact(tell("code", zh: "类型代码"), answer["code"])
        let ledger = answer.inner("ledger")
        report.fact(tell("version on the ledger", zh: "账本版本"), ledger["version"])
        report.fact(tell("owner", zh: "所有者"), ledger["owner"])
        report.fact(tell("retired", zh: "已停用"), ledger["retired"])
        let refusal = answer.inner("refusal")
        if refusal.object["code"] != nil {
            report.meaning = tell(refusal["en"], zh: refusal["zh"])
            report.next = tell(refusal["next"], zh: refusal["nextZh"])
        } else if answer["reached"] == "–" {
            report.meaning = tell("no node answers now", zh: "暂时无法连接节点")
        }
        output.print(report)
    }
}

/// `catalogue register`: the checked definition of a new type, for governance.
struct CatalogueRegister: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "register", abstract: IssuerWords.catalogueRegister)
    }

    @Argument(help: ArgumentHelp(TypeWords.code))
    var code: String
    @Option(help: ArgumentHelp(IssuerWords.registrationOut, valueName: "file"))
    var out: String
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let type = try TypeWords.parse(code)
        let answer = try await desk.ask(staff, .get("catalogue/\(type)/registration")) { desk, caller in
            try await desk.registration(of: type, by: caller).readable
        }
        try WholeFile.create(Array(JSONValue.object(answer.object).pretty.utf8), at: out)
        var report = Report(tell("Ready for governance", zh: "可提交治理方登记"))
        report.fact(tell("file", zh: "文件"), out, "out")
        report.next = "deedbox type register \(out) --governance-key FILE"
        output.print(report)
    }
}

/// What the verbs that change a type have in common.
struct TypeProposal: ParsableArguments {
    @Argument(help: ArgumentHelp(TypeWords.code))
    var code: String
    @Option(help: ArgumentHelp(IssuerWords.why, valueName: "text"))
    var text = ""
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    /// Proposes a change, and tells the proposal's number.
    func propose(_ change: TypeChange) async throws {
        let body: JSONValue = ["change": .object(change.json), "text": .string(text)]
        let answer = try await desk.ask(staff, .post("type-changes", body)) { desk, caller in
            IssuerWords.json(of: try await desk.propose(change, text: text, by: caller))
        }
        output.print(IssuerWords.proposed(answer, desk))
    }
}

/// `catalogue update`: the next version of an own type.
struct CatalogueUpdate: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "update", abstract: IssuerWords.catalogueUpdate)
    }

    @OptionGroup var proposal: TypeProposal
    @Option(help: ArgumentHelp(IssuerWords.version, valueName: "number"))
    var typeVersion: UInt64

    func run() async throws {
        try await proposal.propose(.update(try TypeWords.parse(proposal.code), version: typeVersion))
    }
}

/// `catalogue retire`: an own type is minted no more.
struct CatalogueRetire: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "retire", abstract: IssuerWords.catalogueRetire)
    }

    @OptionGroup var proposal: TypeProposal

    func run() async throws { try await proposal.propose(.retire(try TypeWords.parse(proposal.code))) }
}

/// `catalogue accredit`: who may mint an own type.
struct CatalogueAccredit: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "accredit", abstract: IssuerWords.catalogueAccredit)
    }

    @OptionGroup var proposal: TypeProposal
    @Option(help: ArgumentHelp(TypeWords.issuer, valueName: "member"))
    var issuer: String
    @Option(help: ArgumentHelp(TypeWords.until, valueName: "seconds"))
    var until: UInt64?

    func run() async throws {
        guard let id = MemberID(issuer) else { throw NodeWords.badMember(issuer) }
        let change = TypeChange.accredit(
            try TypeWords.parse(proposal.code), issuer: id, period: Period(from: 0, until: until))
        try await proposal.propose(change)
    }
}
