import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing

/// `deedbox status show`: asks for a bucket, cuts out the one proof, and checks it.
struct StatusShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: StatusWords.show, discussion: StatusWords.showDiscussion)
    }

    @OptionGroup var choice: ReceiptChoice
    @Option(help: ArgumentHelp(StatusWords.proofOut, valueName: "file"))
    var out: String?
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try await address.session()
        let document = try choice.document(on: session.network)
        let issue = document.issue
        let key = issue.statusKey(origin: session.network.origin)
        let found = try await StateQuestion.status(key).ask(session)
        let proof = StatusProof(issuer: issue.issuer, commitment: issue.record.commitment, proof: found.proof)
        var report = Report(StatusWords.describe(found.value))
        if let expiry = issue.record.expiry {
            let check = VerifyWords.validity(expiry, at: found.seal.time / 1_000)
            if check.answer == .no { report.headline = StatusWords.ended + " " + report.headline }
            report.fact(VerifyWords.name(.validity), check.answer.word + "  " + check.fact)
            report.json.append("expiry", .string(UTCTime(seconds: expiry).description))
            report.json.append("ended", .bool(check.answer == .no))
        }
        let dispute = try await StateQuestion.correction(issue.correctionKey(origin: session.network.origin)).ask(
            session)
        report.fact(tell("correction", zh: "更正"), CorrectionWords.describe(dispute.value, at: dispute.seal.time))
        report.json.append("correction", CorrectionWords.json(dispute.value, at: dispute.seal.time))
        report.json.append("document", document.json)
        report.fact(tell("document", zh: "证照"), StatusWords.place(document))
        if let said = found.value {
            report.fact(tell("since block", zh: "自区块"), "\(said.height), \(Moment.text(ms: said.since))")
            report.json.append("since", .integer(Int64(said.height.value)))
        }
        report.fact(tell("as of block", zh: "截至区块"), "\(found.seal.height)")
        report.fact(tell("block time", zh: "区块时间"), Moment.text(ms: found.seal.time), "time")
        report.fact(tell("proof", zh: "证明"), StatusWords.proofSize(proof.encoded.count))
        report.json.append("state", .string(found.value?.state.word ?? DocumentState.inForce.word))
        report.json.append("height", .integer(Int64(found.seal.height.value)))
        report.json.append("absent", .bool(found.value == nil))
        if let out {
            try WholeFile.create(proof.encoded, at: out)
            report.json.append("file", .string(out))
            report.next = "deedbox verify \(out) \(address.trustWords)"
        }
        report.meaning = StatusWords.proofMeaning
        output.print(report)
    }
}
