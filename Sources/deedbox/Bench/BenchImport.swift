import ArgumentParser
import Identifiers
import Importing
import Rulebook

/// `bench import`: the gate's rate, and the most memory that it took.
struct BenchImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: tell("Rate and memory of the quality gate over a table.", zh: "质量关处理数据表的速率与内存。"))

    @Argument(help: "A table; genesis/sample/generate.py --payslips COUNT FILE makes one of any size.")
    var source: String
    @Option(help: "Its mapping.")
    var mapping = "genesis/sample/import/payslips.mapping.json"
    @Option(help: "The folder of types.")
    var catalogue = "genesis/catalogue"

    func run() async throws {
        let mapping = try Mapping(file: mapping)
        let catalogue = try Catalogue(folder: catalogue)
        guard let type = catalogue.type(mapping.type, version: mapping.typeVersion), let today = CivilDate.today else {
            throw ImportVerbWords.unknownType(mapping.type, mapping.typeVersion)
        }
        var run = try GateRun(
            source, mapping: mapping, type: type, lists: catalogue.lists(of: type),
            options: GateOptions(today: today, isSample: true))
        while let item = try run.next() { withExtendedLifetime(item) {} }
        let summary = run.summary
        print(
            """
            import:
              rows            \(summary.tally.read)
              accepted        \(summary.tally.accepted)
              refused         \(summary.tally.refused)
              rows/s          \(summary.rate.shown(0))
              MB/s            \((Double(summary.byteCount) / 1_000 / Double(max(1, summary.milliseconds))).shown())
              peak memory MB  \((Double(ProcessMemory.peakBytes) / 1_000_000).shown())
            """)
    }
}
