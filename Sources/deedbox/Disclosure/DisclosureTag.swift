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
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    /// A document that was read so often needs another look than this command's.
    private static let limit: UInt64 = 4_096

    func run() async throws {
        // The seed of the document's keys does not leave the desk's folder.
        let desk = try desk.open()
        let key = try desk.disclosureKey(of: DocumentID(document), by: try staff.caller(of: desk))
        let session = try await address.session()
        guard session.network.origin == desk.origin else {
            throw SubmitWords.otherLedger(session.network.origin, desk.origin)
        }
        for number in 0..<DisclosureTag.limit {
            let tag = key.tag(number)
            guard try await StateQuestion.disclosure(tag).ask(session).value == nil else { continue }
            var report = Report(DisclosureWords.next(document, number))
            report.fact(tell("tag", zh: "标签"), tag.hex, "tag")
            report.fact(tell("number", zh: "序号"), number, "number")
            report.meaning = DisclosureWords.tagMeaning
            report.next = "deedbox disclosure record --tag \(tag.hex) --ground … --case … --key …"
            return output.print(report)
        }
        throw DisclosureWords.tooMany(document)
    }
}

extension StateQuestion<DisclosureEntry> {
    static func disclosure(_ tag: Digest) -> StateQuestion<DisclosureEntry> {
        StateQuestion(kind: .disclosure, key: .disclosure(tag))
    }
}
