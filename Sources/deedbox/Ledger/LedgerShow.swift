import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing

/// `deedbox ledger show`: the newest block, one block, or one leaf in words.
struct LedgerShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: LedgerWords.show, discussion: LedgerWords.showExamples)
    }

    @Argument(help: ArgumentHelp(LedgerWords.index))
    var index: UInt64?

    @Option(help: ArgumentHelp(LedgerWords.node, valueName: "url"))
    var node = "http://127.0.0.1:7101"

    @Option(help: ArgumentHelp(LedgerWords.height))
    var height: UInt64?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let client = try NodeClient([node])
        if let index { return try await showLeaf(index, client) }
        let status = try await client.status()
        let asked = height ?? status.height
        guard asked <= Height.limit, let block = try await client.block(Height(asked)) else {
            throw LedgerWords.noHeight(asked, status.height)
        }
        var report = Report(tell("Block \(block.height)", zh: "区块 \(block.height)"))
        report.fact(tell("origin", zh: "账本标识"), status.origin, "origin")
        report.fact(tell("time", zh: "时间"), Moment.text(ms: block.time), "time")
        report.fact(tell("id", zh: "区块标识"), block.id, "id")
        report.fact(tell("leaves", zh: "条目"), "\(block.first) … \(block.seal)")
        report.fact(tell("statements", zh: "声明"), "\(block.statements)")
        report.json.append("height", .integer(Int64(block.height)))
        report.json.append("firstIndex", .integer(Int64(block.first)))
        report.json.append("sealIndex", .integer(Int64(block.seal)))
        report.json.append("statements", .integer(Int64(block.statements)))
        if let round = status.round, !round.missing.isEmpty {
            let missing = round.missing.map { "\($0.what): \($0.from.joined(separator: ", "))" }
            report.fact(tell("missing", zh: "缺少"), missing.joined(separator: "; "), "missing")
        }
        output.print(report)
    }

    private func showLeaf(_ index: UInt64, _ client: NodeClient) async throws {
        guard index < LeafIndex.limit, let receipt = try await client.receipt(LeafIndex(index)) else {
            throw LedgerWords.noLeaf(index)
        }
        output.print(LeafReport.report(receipt, index: index))
    }
}

/// A leaf in words.
enum LeafReport {
    static func report(_ receipt: Receipt, index: UInt64) -> Report {
        var report = Report(tell("Leaf \(index)", zh: "条目 \(index)"))
        if let record = receipt.record {
            report.fact(tell("kind", zh: "种类"), tell("record of a document", zh: "文档记录"), "kind")
            add(record, to: &report)
        }
        switch LeafKind(firstBytes: receipt.leaf) {
        case .statement, .governance: add(statement: receipt.leaf, to: &report)
        case .seal: add(seal: receipt.leaf, to: &report)
        case .closedRecord:
            report.fact(tell("kind", zh: "种类"), tell("closed record of a grant", zh: "授权关闭记录"), "kind")
        case .record, nil: break
        }
        return report
    }

    private static func add(_ record: RecordProof, to report: inout Report) {
        guard let issued = try? IssueRecord(decoding: record.bytes) else { return }
        report.fact(tell("commitment", zh: "承诺值"), issued.commitment.description, "commitment")
        if let expiry = issued.expiry {
            report.fact(tell("ends", zh: "有效期至"), UTCTime(seconds: expiry).description, "expiry")
        }
    }

    private static func add(statement bytes: [UInt8], to report: inout Report) {
        guard let statement = try? Statement(decoding: bytes) else { return }
        let name = ActName(contentType: statement.header.contentType)?.rawValue ?? statement.header.contentType
        report.fact(tell("act", zh: "行为"), name, "act")
        report.fact(tell("statement", zh: "声明标识"), statement.id.description, "statement")
        let signer = statement.header.issuer ?? tell("governance or a once-only key", zh: "治理密钥或一次性密钥")
        report.fact(tell("signed by", zh: "签署方"), signer, "issuer")
        report.fact(
            tell("keys", zh: "密钥"), statement.signatures.map(\.keyID.description).joined(separator: " "), "keys")
    }

    private static func add(seal bytes: [UInt8], to report: inout Report) {
        guard let seal = try? Seal(decoding: bytes) else { return }
        report.fact(tell("kind", zh: "种类"), tell("seal of a block", zh: "区块封印"), "kind")
        report.fact(tell("height", zh: "高度"), "\(seal.height)", "height")
        report.fact(tell("time", zh: "时间"), Moment.text(ms: seal.time), "time")
        report.fact(tell("state root", zh: "状态根"), seal.stateRoot.hex, "stateRoot")
    }
}
