import Accounts
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
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let found = try desk.open().database.offers()
        var report = Report(tell("\(found.count) offers", zh: "\(found.count) 个领取邀请"))
        report.body = TextTable.lines(
            found.map { ["\($0.id)", $0.type.text, $0.document.map { "\($0)" } ?? "–", $0.ended == nil ? "" : "–"] })
        for offer in found { report.add("offers", offer.json) }
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
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        let caller = try staff.caller(of: desk)
        let made: MadeOffer
        if let document {
            made = try desk.makeOffer(
                DocumentID(document), withTransactionCode: !withoutCode, by: caller)
        } else {
            guard let type, let holder, let holderName else { throw IssuerWords.offerNeeds }
            made = try await desk.makeApplicationOffer(
                try TypeWords.parse(type), holder: HolderName(kind: holderKind, number: holder, name: holderName),
                withTransactionCode: !withoutCode, by: caller)
        }
        output.print(IssuerWords.made(made))
    }
}

/// `deedbox issuer applications`: what holders apply for.
struct IssuerApplications: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "applications", abstract: IssuerWords.applications,
            subcommands: [ApplicationList.self, ApplicationAnswer.self], defaultSubcommand: ApplicationList.self)
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
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let found = try desk.open().database.applications(isOpen: !all)
        var report = Report(tell("\(found.count) applications", zh: "\(found.count) 件申请"))
        report.body = TextTable.lines(
            found.map { ["\($0.id)", $0.type.text, Moment.text(ms: $0.due * 1_000), $0.staff ?? "–"] })
        for item in found { report.add("applications", item.json) }
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
        let desk = try desk.open()
        let caller = try staff.caller(of: desk)
        switch (values, refuseZh) {
        case (let file?, nil):
            try desk.issue(ApplicationID(number), values: try ValuesFile.read(file), expiry: nil, by: caller)
            output.print(Report(tell("Issued; it will be minted", zh: "同意签发，即将上链")))
        case (nil, let zh?):
            try desk.refuse(
                ApplicationID(number), reason: Bilingual(zh: zh, en: refuseEn ?? zh), by: caller)
            output.print(Report(tell("Refused, with the reason", zh: "已不予签发，并说明理由")))
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
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        let found = try desk.database.corrections(isOpen: !all)
        var report = Report(tell("\(found.count) disputes", zh: "\(found.count) 件异议"))
        report.body = TextTable.lines(
            try found.map { item in
                [
                    "\(item.id)", "\(item.document)", Moment.text(ms: item.due), item.outcome?.word ?? "–",
                    try desk.claim(of: item)?.text ?? tell("(not shown yet)", zh: "（内容未送达）"),
                ]
            })
        for item in found { report.add("corrections", try desk.json(of: item)) }
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
        let desk = try desk.open()
        let approval = try desk.answer(
            CorrectionID(number), word, text: text, values: try values.map(ValuesFile.read) ?? [:],
            by: try staff.caller(of: desk))
        output.print(IssuerWords.proposed(approval))
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
        let desk = try desk.open()
        let attachment = try desk.attach(
            try WholeFile.bytes(file, max: Desk.maxAttachmentByteCount), name: name, mediaType: kinds[ending] ?? ending,
            to: DocumentID(document), by: try staff.caller(of: desk))
        var report = Report(tell("Attached", zh: "已附上"))
        report.fact("SHA-256", attachment.sha256.hex, "sha256")
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
        let desk = try desk.open()
        let new = try desk.replace(
            DocumentID(number), values: try ValuesFile.read(values), expiry: expiry,
            by: try staff.caller(of: desk))
        var report = Report(
            tell("The new document will be minted; then the old one is superseded", zh: "新文档将上链，随后旧文档被替换"))
        report.fact(tell("document", zh: "文档"), UInt64(new.value), "document")
        output.print(report)
    }
}
