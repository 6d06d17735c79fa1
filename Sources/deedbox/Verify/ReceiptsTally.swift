import Rulebook
import Signing

/// What verifying all lines of a receipts file gives.
package struct ReceiptsTally {
    package private(set) var count = 0
    package private(set) var good = 0
    private var unknown = 0
    /// Of those that say no: the receipt holds, and the document's validity is over.
    package private(set) var ended = 0
    /// The first verdicts that are not yes, with their rows.
    private var bad: [(row: UInt64, check: Check)] = []
    private static let shown = 20

    /// Nothing verified.
    package init() {}

    /// Takes in the verdict on a line.
    package mutating func add(_ line: StoredReceipt, _ verdict: Verdict) {
        count += 1
        switch verdict.answer {
        case .yes: good += 1
        case .unknown: unknown += 1
        case .no: ended += verdict.isEnded ? 1 : 0
        }
        guard let failed = verdict.checks.first(where: { $0.answer != .yes }), bad.count < ReceiptsTally.shown else {
            return
        }
        bad.append((line.row, failed))
    }

    /// No as soon as one line says no.
    package var answer: Answer {
        if good == count { return .yes }
        return good + unknown == count ? .unknown : .no
    }

    package var status: ExitStatus {
        switch answer {
        case .yes: .ok
        case .no: .no
        case .unknown: .failed
        }
    }

    func report(_ path: String, _ network: Network) -> Report {
        var report = Report(headline)
        report.fact(tell("ledger", zh: "账本"), network.origin, "origin")
        report.json.append("file", .string(path))
        report.json.append("answer", .string(answer.rawValue))
        report.json.append("receipts", .integer(Int64(count)))
        report.json.append("good", .integer(Int64(good)))
        report.json.append("ended", .integer(Int64(ended)))
        report.json.append("couldNotCheck", .integer(Int64(unknown)))
        report.json.append(
            "bad",
            .array(
                bad.map { row, check in
                    [
                        "row": .integer(Int64(clamping: row)), "check": .string(check.name.rawValue),
                        "answer": .string(check.answer.rawValue), "fact": .string(check.fact),
                    ]
                }))
        report.body = TextTable.lines(
            bad.map { row, check in
                [tell("row \(row)", zh: "第 \(row) 行"), check.answer.word, VerifyWords.name(check.name), check.fact]
            })
        report.meaning = meaning
        if answer == .yes { report.next = VerifyWords.statusNext(path) + " --row ROW" }
        return report
    }

    private var meaning: String {
        switch answer {
        case .yes:
            tell(
                "Each document's commitment stands on the ledger, and its salt opens it. Whether one was revoked "
                    + "since, only its status says.",
                zh: "每份文档的承诺值都在账本上，并能由其盐值打开。之后是否被吊销，须看其状态。")
        case .no where good + ended == count:
            tell("All receipts hold, and the validity of some documents is over.", zh: "全部回执成立，但部分文档的有效期已过。")
        case .no: VerifyWords.noMeaning
        case .unknown: VerifyWords.unknownMeaning
        }
    }

    private var headline: String {
        let (some, all) = (ProgressBar.grouped(good), ProgressBar.grouped(count))
        switch answer {
        case .no where good + ended == count:
            let over = ProgressBar.grouped(ended)
            return tell("No: \(over) of \(all) documents have ended", zh: "否：\(all) 份文档中 \(over) 份有效期已过")
        case .yes: return tell("Yes: all \(all) receipts hold", zh: "是：全部 \(all) 份回执成立")
        case .no: return tell("No: only \(some) of \(all) receipts hold", zh: "否：\(all) 份回执中只有 \(some) 份成立")
        case .unknown:
            return tell("Could not check: \(some) of \(all) receipts hold", zh: "无法核验：\(all) 份回执中 \(some) 份成立")
        }
    }
}
