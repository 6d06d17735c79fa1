import Importing
import Rulebook
import Signing

/// What a run tells at its end.
struct MintReport {
    let report: Report

    init(_ summary: MintSummary, by member: MemberID, milliseconds: UInt64, trust: String) {
        let tally = summary.tally
        var report = Report(MintWords.headline(tally, member))
        MintReport.add(tally, summary.recovered, to: &report)
        if tally.minted > 0 {
            let rate = Int(Double(tally.minted) / max(0.001, Double(milliseconds) / 1_000))
            report.fact(
                tell("rate", zh: "速度"),
                tell("\(ProgressBar.grouped(rate)) a second", zh: "每秒 \(ProgressBar.grouped(rate)) 份"))
            report.json.append("milliseconds", .integer(Int64(milliseconds)))
        }
        report.fact(tell("receipts", zh: "回执"), summary.paths.receipts, "receipts")
        if let assurance = summary.assurance { AssuranceWords.add(assurance, to: &report) }
        report.body += MintReport.lines(summary.refusals)
        report.json.append("refusals", MintReport.json(summary.refusals))
        MintReport.add(summary.faults, summary.faultCount, summary.paths.faults, to: &report)
        if tally.minted > 0 {
            report.meaning = MintWords.meaning
            report.next = "deedbox verify \(summary.paths.receipts) \(trust)"
        } else if tally.before == tally.read {
            report.meaning = MintWords.nothingTwice
        }
        self.report = report
    }

    /// What a check without minting tells.
    static func checked(_ tally: MintTally, _ faults: FaultReport) -> Report {
        var report = Report(
            tally.faulty == 0 ? MintWords.allGood(tally.read) : MintWords.someFaulty(tally.faulty, tally.read))
        report.json.append("read", .integer(Int64(tally.read)))
        report.json.append("faulty", .integer(Int64(tally.faulty)))
        add(faults.first, faults.count, faults.path, to: &report)
        return report
    }

    private static func add(_ tally: MintTally, _ recovered: Int, to report: inout Report) {
        let parts: [(String, String, Int)] = [
            (tell("read", zh: "读取"), "read", tally.read), (tell("minted", zh: "新登记"), "minted", tally.minted),
            (tell("had receipts", zh: "已有回执"), "before", tally.before),
            (tell("faulty", zh: "有问题"), "faulty", tally.faulty),
            (tell("refused", zh: "被拒绝"), "refused", tally.refused),
        ]
        for (label, name, count) in parts {
            if count > 0 || name == "read" { report.fact(label, ProgressBar.grouped(count)) }
            report.json.append(name, .integer(Int64(count)))
        }
        if recovered > 0 { report.fact(tell("recovered", zh: "恢复"), MintWords.recovered(recovered)) }
        report.json.append("recovered", .integer(Int64(recovered)))
        report.json.append("batches", .integer(Int64(tally.batches)))
    }

    private static func add(_ faults: [RowFault], _ count: Int, _ path: String, to report: inout Report) {
        report.json.append("faults", .array(faults.map(\.line)))
        report.json.append("faultCount", .integer(Int64(count)))
        guard count > 0 else { return }
        report.json.append("faultsFile", .string(path))
        report.body.append(MintWords.faults(count, path))
        report.body += TextTable.lines(
            faults.map { fault in
                [
                    tell("row \(fault.row)", zh: "第 \(fault.row) 行"), fault.field, fault.rule.rawValue,
                    tell(fault.fact.en, zh: fault.fact.zh),
                ]
            })
        if count > faults.count { report.body.append(MintWords.moreFaults(count - faults.count)) }
    }

    /// Types that are refused for the same reason share a line.
    private static func lines(_ refusals: [TypeCode: MintRefusal]) -> [String] {
        let groups = Dictionary(grouping: refusals.keys) { refusals[$0] }
        return groups.map { ($0.key, $0.value.sorted()) }
            .sorted { $0.1.lexicographicallyPrecedes($1.1) }
            .compactMap { refusal, codes in refusal.map { MintWords.refused(codes, $0) } }
    }

    private static func json(_ refusals: [TypeCode: MintRefusal]) -> JSONValue {
        .array(
            refusals.sorted { $0.key < $1.key }.map { code, refusal in
                [
                    "type": .string(code.text), "code": .string(refusal.code),
                    "detail": .string(tell(refusal.detail.en, zh: refusal.detail.zh)),
                    "next": .string(tell(refusal.next.en, zh: refusal.next.zh)),
                ]
            })
    }
}

/// Words of the report.
extension MintWords {
    static func headline(_ tally: MintTally, _ member: MemberID) -> String {
        let minted = ProgressBar.grouped(tally.minted)
        if tally.minted > 0 {
            return tell(
                "Minted \(minted) \(tally.minted == 1 ? "document" : "documents") of \(member) in "
                    + "\(counted(tally.batches, "batch", "batches")), all final",
                zh: "已为 \(member) 登记 \(minted) 份文档（\(tally.batches) 批），全部终局")
        }
        if tally.refused > 0 {
            let refused = ProgressBar.grouped(tally.refused)
            return tell("Nothing minted: the ledger refuses \(refused) documents", zh: "未登记：账本拒绝了 \(refused) 份文档")
        }
        return tell("Nothing new to mint", zh: "没有需要新登记的文档")
    }

    static var rows: String { tell("documents", zh: "份") }

    static var meaning: String {
        tell(
            "The ledger holds a salted commitment for each, and nothing of what it says. The receipts hold the salts: "
                + "keep them, they cannot be made again.",
            zh: "账本上每份只有一个加盐承诺值，不含任何内容。盐值在回执中：请妥善保存，无法重新生成。")
    }

    static var nothingTwice: String {
        tell("Every row has its receipt already: nothing is minted twice.", zh: "每一行都已有回执：不会重复登记。")
    }

    static func recovering(_ count: Int) -> String {
        tell(
            "An earlier run was interrupted: its \(ProgressBar.grouped(count)) documents come first.",
            zh: "上一次运行被中断：先完成其中的 \(ProgressBar.grouped(count)) 份文档。")
    }

    static func recovered(_ count: Int) -> String {
        tell("\(ProgressBar.grouped(count)) of an interrupted run", zh: "中断的运行中的 \(ProgressBar.grouped(count)) 份")
    }

    static func refused(_ codes: [TypeCode], _ refusal: MintRefusal) -> String {
        let list = codes.map(\.text).joined(separator: ", ")
        return tell("Refused, type \(list):", zh: "被拒绝，类型 \(list)：")
            + "\n  " + tell(refusal.detail.en, zh: refusal.detail.zh)
            + "\n  " + tell("rule", zh: "规则") + "  " + refusal.code
            + "\n  " + tell("next", zh: "下一步") + "  " + tell(refusal.next.en, zh: refusal.next.zh)
    }

    static func faults(_ count: Int, _ path: String) -> String {
        tell("\(counted(count, "fault")), all of them in \(path):", zh: "共 \(count) 处问题，全部列于 \(path)：")
    }

    static func moreFaults(_ count: Int) -> String { tell("  … and \(count) more", zh: "  ……另有 \(count) 处") }

    static func allGood(_ count: Int) -> String {
        tell("All \(ProgressBar.grouped(count)) rows are good", zh: "全部 \(ProgressBar.grouped(count)) 行合规")
    }

    static func someFaulty(_ faulty: Int, _ read: Int) -> String {
        tell(
            "\(ProgressBar.grouped(faulty)) of \(ProgressBar.grouped(read)) rows have faults",
            zh: "\(ProgressBar.grouped(read)) 行中有 \(ProgressBar.grouped(faulty)) 行有问题")
    }
}
