import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing

/// `deedbox status watch`: tells whoever relies on documents what becomes of them.
struct StatusWatch: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "watch", abstract: WatchWords.abstract, discussion: WatchWords.discussion)
    }

    @Argument(help: ArgumentHelp(WatchWords.receipts, valueName: "receipt"))
    var receipts: [String]
    @Option(help: ArgumentHelp(WatchWords.since, valueName: "block"))
    var since: UInt64?
    @Flag(name: .customLong("once"), help: ArgumentHelp(WatchWords.once))
    var isOnce = false
    @Option(help: ArgumentHelp(WatchWords.state, valueName: "file"))
    var state: String?
    @Option(help: ArgumentHelp(WatchWords.proofs, valueName: "folder"))
    var proofs: String?
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let first = receipts.first else { throw WatchWords.noDocument }
        if let since, since > Height.limit { throw WatchWords.noSuchBlock(since) }
        let file = try WatchStateFile(state ?? first + ".watch.json")
        let kept = try file.read()
        let session = try await address.session()
        let origin = session.network.origin
        if let kept, kept.ledger != origin { throw SubmitWords.otherLedger(kept.ledger, origin) }
        let documents = try WatchedReceipts.read(receipts, on: session.walk)
        guard !documents.isEmpty else { throw WatchWords.noDocument }
        output.remark(WatchWords.watching(documents.count, file.path))
        let watcher = Watcher(
            try WatchedNodes(session), documents, file: file, kept: kept ?? WatchState(ledger: origin), since: since,
            proofs: proofs, output: output)
        try await watcher.run(isOnce: isOnce)
    }
}

/// The documents of receipt files: of a receipts file all lines, each document once.
enum WatchedReceipts {
    /// Reads and checks every receipt.
    static func read(_ paths: [String], on walk: EpochWalk) throws -> [WatchedDocument] {
        var found: [WatchedDocument] = []
        var seen: Set<WatchState.Document> = []
        func add(_ receipt: Receipt, row: UInt64?, _ path: String) throws {
            let issue: CheckedIssue
            do throws(IssueError) {
                issue = try CheckedIssue(receipt, network: walk.network(for: receipt.checkpoint))
            } catch { throw StatusWords.badReceipt(path, ProofWords.describe(error)) }
            let document = WatchedDocument(issue, row: row, file: path, origin: walk.network.origin)
            guard seen.insert(document.name).inserted else { return }
            found.append(document)
            guard found.count <= WatchState.maxDocuments else { throw WatchWords.tooMany(WatchState.maxDocuments) }
        }
        for path in paths {
            switch try ProofFile(path) {
            case .receipt(let receipt): try add(receipt, row: nil, path)
            case .receipts:
                var reader = try ReceiptLinesReader(path)
                while let line = try reader.next() {
                    let receipt: Receipt
                    do throws(ReceiptError) { receipt = try Receipt(decoding: line.receipt) } catch {
                        throw StatusWords.badReceipt(path, ProofWords.describe(error))
                    }
                    try add(receipt, row: line.row, path)
                }
            case .logProof, .checkpoint, .status, .evidence:
                throw StatusWords.badReceipt(path, StatusWords.noReceipt)
            }
        }
        return found
    }
}
