import ArgumentParser
import Rulebook
import Signing

/// `deedbox genesis show`: the readable form of a genesis file.
struct GenesisShow: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: GenesisWords.show, discussion: GenesisWords.showDiscussion)
    }

    @Argument(help: ArgumentHelp(GenesisWords.file))
    var file: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let genesis = try GenesisFile(file).genesis
        guard !output.isJSON else { return Console.out(genesis.readable.pretty) }
        var report = genesis.report(genesis.name, details: true)
        report.body += [GenesisWords.validators]
        report.body += TextTable.lines(genesis.validators.map { [$0.member.text, $0.name.zh, $0.name.en] })
        report.body += [GenesisWords.parameters]
        report.body += TextTable.lines(genesis.parameters.all.map { [$0.name, String($0.value)] })
        output.print(report)
    }
}
