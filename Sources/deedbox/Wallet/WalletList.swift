import ArgumentParser
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet list`: the holder's file by dimension, how complete it is, and how each document stands.
struct WalletList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: WalletWords.list, discussion: WalletWords.listDiscussion)
    }

    @OptionGroup var options: WalletOptions
    @OptionGroup var offline: OfflineOption
    @Flag(help: ArgumentHelp(WalletWords.missing))
    var missing = false
    @Option(help: ArgumentHelp(WalletWords.laterPlan, valueName: "file"))
    var plan: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let planBytes = try plan.map(PlanFile.read)
        let wallet = try options.open()
        if let planBytes { try wallet.keepPlan(planBytes) }
        let documents = try await wallet.documents(try await offline.ledger(wallet, options.node))
        let file = FileView(documents, plan: try wallet.plan)
        var report = Report(WalletWords.fileHeadline(documents.count, file.completeness))
        for dimension in file.dimensions where missing || !dimension.documents.isEmpty { add(dimension, to: &report) }
        if !file.others.isEmpty {
            if !file.dimensions.isEmpty { report.body.append(WalletWords.others) }
            report.body += TextTable.lines(file.others.map(WalletDocumentWords.line))
        }
        report.json.append("documents", .array(documents.map(WalletDocumentWords.summary)))
        if let completeness = file.completeness {
            report.json.append("held", .integer(Int64(completeness.held)))
            report.json.append("planned", .integer(Int64(completeness.planned)))
        }
        let unread = try wallet.notices().filter { !$0.wasShown }.count
        report.json.append("unreadNotices", .integer(Int64(unread)))
        let applications = try wallet.applications()
        for application in applications { report.add("applications", WalletApplyWords.json(application)) }
        let waits = [
            unread > 0 ? WalletWords.unread(unread) : nil, WalletApplyWords.waiting(applications),
        ].compactMap(\.self)
        if !waits.isEmpty { report.meaning = waits.joined(separator: "\n") }
        if missing, file.dimensions.isEmpty {
            report.body.append(WalletWords.noPlan)
            report.next =
                "deedbox wallet list --missing --plan genesis/catalogue/person-file.json " + options.words
        }
        output.print(report)
    }

    private func add(_ dimension: FileView.Dimension, to report: inout Report) {
        let held = dimension.planned - dimension.missing.count
        report.body.append(WalletWords.dimension(dimension.name, held, dimension.planned))
        report.body += TextTable.lines(dimension.documents.map(WalletDocumentWords.line))
        if missing { report.body += dimension.missing.map(WalletWords.missingItem) }
        report.add(
            "dimensions",
            [
                "name": .string(tell(dimension.name)), "held": .integer(Int64(held)),
                "planned": .integer(Int64(dimension.planned)),
                "documents": .array(dimension.documents.map { .integer($0.held.id) }),
                "missing": .array(dimension.missing.map { .string(tell($0.name)) }),
            ])
    }
}
