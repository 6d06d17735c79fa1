import ArgumentParser
import Ledger
import NodeAPI
import Releasing
import Rulebook
import Signing

/// `deedbox disclosure record`: an issuer or an authority enters that it reads a document without consent.
struct DisclosureRecord: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "record", abstract: DisclosureWords.record, discussion: DisclosureWords.recordExamples)
    }

    @Option(help: ArgumentHelp(DisclosureWords.tagOption, valueName: "digest"))
    var tag: String
    @Option(help: ArgumentHelp(DisclosureWords.ground, valueName: "word"))
    var ground: String
    @Option(name: .customLong("case"), help: ArgumentHelp(GrantWords.caseNumber, valueName: "number"))
    var caseNumber: String
    @Option(help: ArgumentHelp(DisclosureWords.field, valueName: "path"))
    var field: [String] = []
    @Option(help: ArgumentHelp(DisclosureWords.text, valueName: "text"))
    var text = ""
    @Option(help: ArgumentHelp(DisclosureWords.caseFile, valueName: "file"))
    var caseFile: String?
    @OptionGroup var sealing: SealingOptions
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let plan = try sealing.plan()
        let tag = try DisclosureWords.parse(tag)
        let ground = try DisclosureWords.parse(ground: ground)
        guard let details = DisclosureDetails(caseNumber: caseNumber, fields: field, text: text) else {
            throw DisclosureWords.tooLong
        }
        let opening = Opening(details)
        let session = try await address.session()
        let signer = try signer.open()
        let dealt = try await plan?.deal(tag, opening, by: signer.member, session)
        let mark = dealt.map { HolderMark.sealed($0.seal) } ?? .tag(tag)
        let act = Disclose(ground: ground.rawValue, details: opening.commitment, mark: mark)
        let statement = session.statement(.disclose(act), by: signer)
        let journal = try SaltJournal(caseFile ?? tag.hex + ".disclosure.jsonl")
        var held: Int?
        if let plan, let dealt { held = try await plan.hand(dealt.deal, statement, to: dealt.set, session) }
        let outcome = try await journal.keep(
            [
                "tag": .string(tag.hex), "ground": .string(ground.word), "case": .string(caseNumber),
                "fields": .array(field.map { .string($0) }), "text": .string(text),
                "opening": .string(Base64.encode(opening.encoded)),
            ], until: statement, isFinalIn: session)
        var report = Report(dealt == nil ? DisclosureWords.recorded : DisclosureWords.recordedSealed)
        outcome.add(to: &report)
        if let (seal, deal, _) = dealt {
            report.fact(tell("sealed until block", zh: "封存到区块"), seal.until.value, "until")
            report.fact(tell("at the latest", zh: "最迟"), Moment.text(ms: seal.latest * 1_000), "latest")
            report.fact(tell("validators that hold it", zh: "持有的验证节点"), UInt64(held ?? 0), "held")
            report.json.append("validators", .integer(Int64(deal.sealedShares.count)))
        }
        report.fact(tell("kept in", zh: "保存于"), journal.path, "kept")
        report.meaning = dealt == nil ? DisclosureWords.recordedMeaning : DisclosureWords.sealedMeaning
        output.print(report)
    }
}

/// `deedbox disclosure show`: what the ledger says under a tag, or of a sealed disclosure, proven.
struct DisclosureShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: DisclosureWords.show)
    }

    @Option(help: ArgumentHelp(DisclosureWords.tagOption, valueName: "digest"))
    var tag: String?
    @Option(help: ArgumentHelp(DisclosureWords.statementOption, valueName: "id"))
    var statement: String?
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard (tag == nil) != (statement == nil) else { throw DisclosureWords.oneOfTwo }
        let session = try await address.session()
        if let statement { return try await showSealed(statement, session) }
        let tag = try DisclosureWords.parse(tag ?? "")
        let found = try await StateQuestion.disclosure(tag).ask(session)
        let opened = try await StateQuestion.opened(tag).ask(session)
        let isThere = found.value != nil || opened.value != nil
        var report = Report(isThere ? DisclosureWords.present : DisclosureWords.absent)
        if let entry = found.value {
            add(entry.discloser, entry.ground, entry.time, entry.height, to: &report)
        } else if let entry = opened.value {
            add(entry.discloser, entry.ground, entry.time, entry.height, to: &report)
            report.fact(tell("was sealed until block", zh: "曾封存到区块"), entry.until.value, "until")
            report.fact(tell("opened", zh: "公开时间"), Moment.text(ms: entry.opened), "opened")
            report.fact(tell("statement", zh: "声明"), entry.statement.description, "statement")
        }
        let asOf = min(found.seal.height.value, opened.seal.height.value)
        report.fact(tell("as of block", zh: "截至区块"), asOf, "asOf")
        report.json.append("present", .bool(isThere))
        output.print(report)
    }

    /// One that is sealed stands under its statement until it is open; when its time is over, it is overdue.
    private func showSealed(_ text: String, _ session: LedgerSession) async throws {
        let id = StatementID(try DisclosureWords.parse(text))
        let found = try await StateQuestion.sealed(id).ask(session)
        var report = Report(found.value == nil ? DisclosureWords.notSealed : DisclosureWords.isSealed)
        if let entry = found.value {
            add(entry.discloser, entry.ground, entry.time, entry.height, to: &report)
            report.fact(tell("sealed until block", zh: "封存到区块"), entry.seal.until.value, "until")
            report.fact(tell("at the latest", zh: "最迟"), Moment.text(ms: entry.seal.latest * 1_000), "latest")
            let isOverdue = entry.seal.isOver(at: found.seal.height, time: found.seal.time)
            report.json.append("overdue", .bool(isOverdue))
            if isOverdue {
                report.meaning = DisclosureWords.overdue
                try await addShares(of: id, entry, session, to: &report)
            }
        }
        report.fact(tell("as of block", zh: "截至区块"), found.seal.height.value, "asOf")
        report.json.append("sealed", .bool(found.value != nil))
        output.print(report)
    }

    /// What the nodes have set free of one that is overdue: the evidence against its discloser, when it does not open.
    private func addShares(
        of id: StatementID, _ entry: SealedEntry, _ session: LedgerSession, to report: inout Report
    ) async throws {
        guard let found = try await session.client.sealedDisclosure(id, deposit: entry.seal.deposit) else { return }
        report.fact(tell("shares", zh: "份额"), UInt64(found.words.count), "shares")
        report.json.append("words", .array(found.words.map { .string(Base64.encode($0)) }))
        report.json.append("deal", .string(Base64.encode(found.deal.encoded)))
        switch found.content {
        case .success(let content):
            let mark = SealedTag(content.tag, salt: content.salt)
            report.json.append("fits", .bool(mark?.commitment == entry.seal.mark))
        case .failure(let refusal): report.json.append("opening", .string("\(refusal)"))
        }
    }

    private func add(
        _ member: MemberID, _ ground: LegalGround, _ time: UInt64, _ height: Height, to report: inout Report
    ) {
        report.fact(tell("read by", zh: "查阅方"), member.text, "member")
        report.fact(tell("ground", zh: "依据"), ground.word, "ground")
        report.fact(tell("time", zh: "时间"), Moment.text(ms: time), "time")
        report.fact(tell("block", zh: "区块"), height.value, "block")
    }
}
