import Accounts
import ArgumentParser
import RelyingApp
import Rulebook
import Signing

/// `deedbox relying bulk`: the uses and requests of a file, each once however often the file is given.
struct RelyingBulk: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "bulk", abstract: KeepingWords.bulk, discussion: KeepingWords.bulkDiscussion)
    }

    @Argument(help: ArgumentHelp(KeepingWords.bulkFile))
    var file: String
    @Option(help: ArgumentHelp(KeepingWords.bulkKey))
    var key: String?
    @Option(help: ArgumentHelp(GrantWords.clerk))
    var clerk = "clerk"
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    private static let maxByteCount = 64 << 20

    func run() async throws {
        let opened = try desk.open()
        let orders = try orders(try WholeFile.text(file, max: RelyingBulk.maxByteCount))
        var results: [BulkResult] = []
        for order in orders {
            results += try await opened.run(order)
            output.remark(KeepingWords.bulkSoFar(results.count))
        }
        let done = results.count { $0.isDone }
        var report = Report(KeepingWords.bulkDone(done, of: results.count))
        report.body = TextTable.lines(results.map { KeepingWords.cells($0) })
        for result in results { report.add("items", result.json) }
        report.json.append("done", .integer(Int64(done)))
        report.json.append("failed", .integer(Int64(results.count - done)))
        if results.contains(where: { !$0.isFinal }) { report.next = "deedbox relying bulk \(file) \(desk.words)" }
        output.print(report)
        if results.contains(where: { !$0.isFinal }) { throw ExitCode(ExitStatus.failed.rawValue) }
        if done < results.count { throw ExitCode(ExitStatus.no.rawValue) }
    }

    /// The file's lines, as many to an order as one takes.
    private func orders(_ text: String) throws -> [BulkOrder] {
        let caller = Caller(name: clerk, roles: [.clerk], kind: .console)
        let lines = text.split(whereSeparator: \.isNewline)
        let named = key ?? SHA256.digest(Array(text.utf8)).hex
        var items: [BulkOrder.Item] = []
        for (number, line) in lines.enumerated() {
            do throws(JSONError) {
                let element = try JSONElement(parsing: line, maxByteCount: 1 << 16)
                if case .object(let object) = element.value, object["grant"] != nil {
                    items.append(try BulkOrder.Item(use: element, by: caller))
                } else {
                    items.append(try BulkOrder.Item(request: element))
                }
            } catch { throw KeepingWords.badLine(file, number + 1, "\(error)") }
        }
        guard Set(items.map(\.reference)).count == items.count else { throw KeepingWords.sameReference(file) }
        return stride(from: 0, to: items.count, by: BulkOrder.maxItems).map { start in
            let end = min(start + BulkOrder.maxItems, items.count)
            return BulkOrder(
                caller: caller.label, key: "\(named)/\(start)",
                body: SHA256.digest(Array(lines[start..<end].joined(separator: "\n").utf8)),
                items: Array(items[start..<end]))
        }
    }
}
