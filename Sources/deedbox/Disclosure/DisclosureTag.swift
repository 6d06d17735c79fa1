import Accounts
import ArgumentParser
import IssuingApp
import Ledger
import Rulebook
import Sealing
import Signing

/// `deedbox disclosure tag`: under which tag the holder of a document will find that it was read.
struct DisclosureTag: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "tag", abstract: DisclosureWords.tag, discussion: DisclosureWords.tagExamples)
    }

    @Argument(help: ArgumentHelp(IssuerWords.document))
    var document: Int64
    @Flag(help: ArgumentHelp(DisclosureWords.sealedTag))
    var sealed = false
    @Option(help: ArgumentHelp(DisclosureWords.sealedNumber, valueName: "number"))
    var number: UInt64?
    @Option(help: ArgumentHelp(DisclosureWords.attestation, valueName: "file"))
    var attestation: String?
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    /// A document that was read so often needs another look than this command's.
    private static let limit: UInt64 = 4_096

    func run() async throws {
        // The seed of the document's keys does not leave the desk's folder.
        let desk = try desk.open()
        let caller = try staff.caller(of: desk)
        let session = try await address.session()
        guard session.network.origin == desk.origin else {
            throw SubmitWords.otherLedger(session.network.origin, desk.origin)
        }
        if sealed {
            guard attestation == nil else { throw DisclosureWords.attestationOfSealed }
            return try await giveSealed(desk, caller, session)
        }
        guard number == nil else { throw DisclosureWords.numberOfSealed }
        let key = try desk.disclosureKey(of: DocumentID(document), by: caller)
        for number in 0..<DisclosureTag.limit {
            let tag = key.tag(number)
            guard try await StateQuestion.disclosure(tag).ask(session).value == nil else { continue }
            var report = Report(DisclosureWords.next(document, number))
            report.fact(tell("tag", zh: "标签"), tag.hex, "tag")
            report.fact(tell("number", zh: "序号"), number, "number")
            report.meaning = DisclosureWords.tagMeaning
            if let attestation {
                let attested = try desk.attestation(ofTag: number, of: DocumentID(document), by: caller)
                try WholeFile.create(attested.bytes, at: attestation, isSecret: true)
                report.fact(tell("record", zh: "记录"), attested.record, "record")
                report.fact(tell("attestation", zh: "证明"), attestation, "attestation")
                report.meaning = DisclosureWords.attestedMeaning
            }
            report.next = "deedbox disclosure record --tag \(tag.hex) --ground … --case … --key …"
            return output.print(report)
        }
        throw DisclosureWords.tooMany(document)
    }

    /// The next tag of a sealed disclosure with the key to its details, or one that was given before.
    private func giveSealed(_ desk: Desk, _ caller: Caller, _ session: LedgerSession) async throws {
        let id = DocumentID(document)
        let (key, given) = try desk.sealedDisclosureKey(of: id, by: caller)
        let taken: UInt64
        if let number {
            guard number < given else { throw DisclosureWords.notGiven(number, given) }
            taken = number
        } else {
            var open: UInt64 = 0
            for number in 0..<given {
                open += try await StateQuestion.opened(key.tag(number)).ask(session).value == nil ? 0 : 1
            }
            guard let next = try desk.takeSealedTag(of: id, open: open, by: caller) else {
                throw DisclosureWords.tooManySealed(document)
            }
            taken = next
        }
        let (tag, details) = (key.tag(taken).hex, Hex.encode(key.details(taken).bytes))
        var report = Report(DisclosureWords.nextSealed(document, taken))
        report.fact(tell("tag", zh: "标签"), tag, "tag")
        report.fact(tell("details key", zh: "详情密钥"), details, "detailsKey")
        report.fact(tell("number", zh: "序号"), taken, "number")
        report.meaning = DisclosureWords.sealedTagMeaning
        report.next =
            "deedbox disclosure record --tag \(tag) --details-key … --seal-until … --ground … --case … --key …"
        output.print(report)
    }
}

extension StateQuestion<OpenedEntry> {
    static func opened(_ tag: Digest) -> StateQuestion<OpenedEntry> {
        StateQuestion(kind: .opened, key: .opened(tag))
    }
}

extension StateQuestion<SealedEntry> {
    static func sealed(_ id: StatementID) -> StateQuestion<SealedEntry> {
        StateQuestion(kind: .sealed, key: .sealed(id))
    }
}

extension StateQuestion<DisclosureEntry> {
    static func disclosure(_ tag: Digest) -> StateQuestion<DisclosureEntry> {
        StateQuestion(kind: .disclosure, key: .disclosure(tag))
    }
}
