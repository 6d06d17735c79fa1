import ArgumentParser
import Importing
import Rulebook
import Signing

/// `bench catalogue`: loads and lists a folder of types, such as the one that `Tests/Benchmarks/catalogue.py` makes.
struct BenchCatalogue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue",
        abstract: tell("Load and list a folder of types.", zh: "加载并列出类型目录。"))

    @Argument(help: "A folder of types; Tests/Benchmarks/catalogue.py makes one of 1,333 types and 22,390 fields.")
    var folder: String

    func run() async throws {
        let start = ContinuousClock.now
        let catalogue = try Catalogue(folder: folder)
        let loaded = start.duration(to: .now).seconds
        let lines = TextTable.lines(
            catalogue.types.map { type in
                [
                    type.type.code.text, tell(type.type.name.en, zh: type.type.name.zh), type.type.owner.text,
                    "v\(type.version)",
                ]
            })
        let listed = start.duration(to: .now).seconds
        let fields = catalogue.types.reduce(0) { $0 + $1.type.fields.count }
        let open = catalogue.types.reduce(0) { $0 + $1.unclassifiedFields.count }
        print(
            """
            catalogue:
              types                 \(lines.count)
              fields                \(fields)
              fields without class  \(open)
              load ms               \((loaded * 1_000).shown(0))
              load and list ms      \((listed * 1_000).shown(0))
            """)
    }
}
