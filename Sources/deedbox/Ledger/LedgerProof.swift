import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing

/// `deedbox ledger proof`: the receipt of a leaf.
struct LedgerProof: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "proof", abstract: LedgerWords.proof, discussion: LedgerWords.proofExamples)
    }

    @Argument(help: ArgumentHelp(LedgerWords.index))
    var index: UInt64

    @Option(help: ArgumentHelp(LedgerWords.out, valueName: "file"))
    var out: String?

    @Flag(help: ArgumentHelp(LedgerWords.tlog))
    var tlogProof = false

    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard index < LeafIndex.limit else { throw LedgerWords.noLeaf(index) }
        let session = try await address.session()
        guard let receipt = try await session.client.receipt(LeafIndex(index)) else { throw LedgerWords.noLeaf(index) }
        let text = tlogProof ? receipt.logProof.encoded : receipt.text
        guard let out else { return Console.out(text) }
        try WholeFile.create(Array(text.utf8), at: out)
        var report = Report(LedgerWords.wroteProof(index, out))
        report.fact(tell("bytes", zh: "字节"), "\(text.utf8.count)")
        report.json.append("file", .string(out))
        guard let assurance = try await session.assurance(of: receipt.checkpoint) else { throw ValidatorWords.notFinal }
        AssuranceWords.add(assurance, to: &report)
        report.next = "deedbox verify \(out) --trust genesis.cbor"
        output.print(report)
    }
}
