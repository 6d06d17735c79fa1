import ArgumentParser
import Foundation
import IssuingApp
import Rulebook
import Signing

/// `deedbox issuer offers`: invitations to claim.
struct IssuerOffers: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "offers", abstract: IssuerWords.offers,
            subcommands: [OfferList.self, OfferCreate.self], defaultSubcommand: OfferList.self)
    }
}

/// `offers list`.
struct OfferList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: IssuerWords.offers)
    }

    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("offers")) { desk, _ in
            ["offers": .array(try desk.database.offers().map(\.json))]
        }
        let found = answer.items("offers")
        var report = answer.report(tell("\(counted(found.count, "offer"))", zh: "\(found.count) 个领取邀请"))
        report.body = TextTable.lines(
            found.map { [$0["offer"], $0["type"], $0["document"], $0.number("ended") == nil ? "" : "–"] })
        output.print(report)
    }
}

/// `offers create`.
struct OfferCreate: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "create", abstract: IssuerWords.offerCreate)
    }

    @Option(help: ArgumentHelp(IssuerWords.document, valueName: "number"))
    var document: Int64?
    @Option(help: ArgumentHelp(IssuerWords.offerType, valueName: "code"))
    var type: String?
    @Option(help: ArgumentHelp(IssuerWords.holder, valueName: "number"))
    var holder: String?
    @Option(help: ArgumentHelp(IssuerWords.holderKind, valueName: "code"))
    var holderKind = "111"
    @Option(help: ArgumentHelp(IssuerWords.holderName, valueName: "name"))
    var holderName: String?
    @Flag(help: ArgumentHelp(IssuerWords.withoutCode))
    var withoutCode = false
    @OptionGroup var code: LinkCodeOptions
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer: DeskAnswer
        if let document {
            let body: JSONValue = ["document": .integer(document), "withCode": .bool(!withoutCode)]
            answer = try await desk.ask(staff, .post("offers", body)) { desk, caller in
                try desk.makeOffer(
                    DocumentID(document), withTransactionCode: !withoutCode, by: caller
                ).json
            }
        } else {
            guard let type, let holder, let holderName else { throw IssuerWords.offerNeeds }
            let code = try TypeWords.parse(type)
            let person: JSONValue = [
                "kind": .string(holderKind), "number": .string(holder), "name": .string(holderName),
            ]
            let body: JSONValue = ["type": .string(code.text), "holder": person, "withCode": .bool(!withoutCode)]
            answer = try await desk.ask(staff, .post("offers", body)) { desk, caller in
                try await desk.makeApplicationOffer(
                    code, holder: HolderName(kind: holderKind, number: holder, name: holderName),
                    withTransactionCode: !withoutCode, by: caller
                ).json
            }
        }
        try code.print(IssuerWords.made(answer), link: answer["link"], output)
    }
}

/// `deedbox issuer applications`: what holders apply for.
struct IssuerApplications: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "applications", abstract: IssuerWords.applications,
            subcommands: [ApplicationList.self, ApplicationShow.self, ApplicationAnswer.self],
            defaultSubcommand: ApplicationList.self)
    }
}

/// `applications list`.
struct ApplicationList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: IssuerWords.applications)
    }

    @Flag(help: ArgumentHelp(IssuerWords.all))
    var all = false
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("applications", ["all": all ? "1" : nil])) { desk, _ in
            ["applications": .array(try desk.database.applications(isOpen: !all).map { try desk.json(of: $0) })]
        }
        let found = answer.items("applications")
        var report = answer.report(tell("\(counted(found.count, "application"))", zh: "\(found.count) 件申请"))
        report.body = TextTable.lines(
            found.map { [$0["application"], $0["type"], $0["holder"], $0["by"], $0.second("due"), $0["staff"]] })
        output.print(report)
    }
}

/// `applications show`.
struct ApplicationShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: IssuerWords.applicationShow)
    }

    @Argument(help: ArgumentHelp(IssuerWords.application))
    var number: Int64
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("applications/\(number)")) { desk, caller in
            try desk.read(ApplicationID(number), by: caller)
        }
        var report = answer.report(tell("Application \(number)", zh: "申请 \(number)"))
        for (label, name) in [
            (tell("type", zh: "类型"), "type"), (tell("name", zh: "姓名"), "name"), (tell("number", zh: "号码"), "number"),
            (tell("says", zh: "说明"), "words"), (tell("by", zh: "方式"), "by"),
        ] where answer.object[name] != nil {
            report.fact(label, answer[name])
        }
        output.print(report)
    }
}

/// `applications answer`.
struct ApplicationAnswer: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "answer", abstract: IssuerWords.applicationAnswer)
    }

    @Argument(help: ArgumentHelp(IssuerWords.application))
    var number: Int64
    @Option(help: ArgumentHelp(IssuerWords.values, valueName: "file"))
    var values: String?
    @Option(help: ArgumentHelp(IssuerWords.refuseZh, valueName: "text"))
    var refuseZh: String?
    @Option(help: ArgumentHelp(IssuerWords.refuseEn, valueName: "text"))
    var refuseEn: String?
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let id = ApplicationID(number)
        switch (values, refuseZh) {
        case (let file?, nil):
            let values = try ValuesFile.read(file)
            let request = DeskRequest.post("applications/\(number)", ["values": values.json])
            let answer = try await desk.ask(staff, request) { desk, caller in
                try desk.issue(id, values: values, expiry: nil, by: caller)
                return ["state": "answered"]
            }
            output.print(answer.report(tell("Issued; it will be minted", zh: "同意签发，即将上链")))
        case (nil, let zh?):
            let reason = Bilingual(zh: zh, en: refuseEn ?? zh)
            let body: JSONValue = ["reason": ["zh": .string(reason.zh), "en": .string(reason.en)]]
            let answer = try await desk.ask(staff, .post("applications/\(number)", body)) { desk, caller in
                try desk.refuse(id, reason: reason, by: caller)
                return ["state": "answered"]
            }
            output.print(answer.report(tell("Refused, with the reason", zh: "已不予签发，并说明理由")))
        case _: throw IssuerWords.valuesOrReason
        }
    }
}

/// Values by path, from a JSON object of texts.
enum ValuesFile {
    static func read(_ path: String) throws -> [String: String] {
        try ReadableJSON.read(path) { (value) throws(JSONError) in
            let pairs = try JSONElement(value).entries(max: 400) { (name, item) throws(JSONError) in
                (name, try item.string(maxByteCount: 1 << 16))
            }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
    }
}

extension [String: String] {
    /// The texts by name, as the API takes them.
    fileprivate var json: JSONValue {
        var object = JSONObject()
        for (name, text) in sorted(by: { $0.key < $1.key }) { object.append(name, .string(text)) }
        return .object(object)
    }
}

/// `deedbox issuer corrections`: holders' disputes.
struct IssuerCorrections: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "corrections", abstract: IssuerWords.corrections,
            subcommands: [CorrectionList.self, CorrectionAnswering.self], defaultSubcommand: CorrectionList.self)
    }
}

/// `corrections list`.
struct CorrectionList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: IssuerWords.corrections)
    }

    @Flag(help: ArgumentHelp(IssuerWords.all))
    var all = false
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("corrections", ["all": all ? "1" : nil])) { desk, _ in
            let found = try desk.database.corrections(isOpen: !all)
            return ["corrections": .array(try found.map { try desk.json(of: $0) })]
        }
        let found = answer.items("corrections")
        var report = answer.report(tell("\(counted(found.count, "dispute"))", zh: "\(found.count) 件异议"))
        let isUnshown = tell("(not shown yet)", zh: "（内容未送达）")
        report.body = TextTable.lines(
            found.map { item in
                [
                    item["correction"], item["document"], item.millisecond("due"), item["outcome"],
                    item.object["claim"] == .null ? isUnshown : item["claim"],
                ]
            })
        output.print(report)
    }
}

/// `corrections answer`.
struct CorrectionAnswering: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "answer", abstract: IssuerWords.correctionAnswer)
    }

    @Argument(help: ArgumentHelp(IssuerWords.correction))
    var number: Int64
    @Option(help: ArgumentHelp(IssuerWords.outcome, valueName: "outcome"))
    var outcome: String
    @Option(help: ArgumentHelp(IssuerWords.text, valueName: "text"))
    var text: String
    @Option(help: ArgumentHelp(IssuerWords.values, valueName: "file"))
    var values: String?
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let word = CorrectionOutcome(word: outcome) else { throw IssuerWords.badOutcome(outcome) }
        let values = try values.map(ValuesFile.read) ?? [:]
        let body: JSONValue = ["outcome": .string(word.word), "text": .string(text), "values": values.json]
        let answer = try await desk.ask(staff, .post("corrections/\(number)", body)) { desk, caller in
            IssuerWords.json(
                of: try desk.answer(CorrectionID(number), word, text: text, values: values, by: caller))
        }
        output.print(IssuerWords.proposed(answer, desk))
    }
}

/// `deedbox issuer attach`: a page image.
struct IssuerAttach: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "attach", abstract: IssuerWords.attach)
    }

    @Argument(help: ArgumentHelp(IssuerWords.image))
    var file: String
    @Option(help: ArgumentHelp(IssuerWords.document, valueName: "number"))
    var document: Int64
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let kinds = [
            "pdf": "application/pdf", "ofd": "application/ofd", "jpg": "image/jpeg", "jpeg": "image/jpeg",
            "png": "image/png",
        ]
        let name = Folder.name(of: file)
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        let type = kinds[ending] ?? ending
        let bytes = try WholeFile.bytes(file, max: Desk.maxAttachmentByteCount)
        let path = "documents/\(document)/attachments/\(DeskRequest.escape(name))"
        let answer = try await desk.ask(staff, .put(path, bytes, as: type)) { desk, caller in
            try desk.attach(bytes, name: name, mediaType: type, to: DocumentID(document), by: caller).json
        }
        var report = answer.report(tell("Attached", zh: "已附上"))
        report.fact("SHA-256", answer["sha256"])
        output.print(report)
    }
}

/// `deedbox issuer replace`: renew, reissue, change.
struct IssuerReplace: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "replace", abstract: IssuerWords.replace)
    }

    @Argument(help: ArgumentHelp(IssuerWords.document))
    var number: Int64
    @Option(help: ArgumentHelp(IssuerWords.values, valueName: "file"))
    var values: String
    @Option(help: ArgumentHelp(IssuerWords.expiry, valueName: "seconds"))
    var expiry: UInt64?
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let values = try ValuesFile.read(values)
        let body: JSONValue = [
            "values": values.json, "expiry": expiry.map { .integer(Int64(clamping: $0)) } ?? .null,
        ]
        let answer = try await desk.ask(staff, .post("documents/\(number)/replace", body)) { desk, caller in
            let new = try desk.replace(DocumentID(number), values: values, expiry: expiry, by: caller)
            return ["document": .integer(new.value)]
        }
        var report = answer.report(
            tell("The new document will be minted; then the old one is superseded", zh: "新文档将上链，随后旧文档被替换"))
        report.fact(tell("document", zh: "文档"), answer["document"])
        output.print(report)
    }
}
