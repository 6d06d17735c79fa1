import ArgumentParser
import Rulebook
import Signing

/// `deedbox genesis create`: the genesis file from its readable form.
struct GenesisCreate: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "create", abstract: GenesisWords.create, discussion: GenesisWords.createDiscussion)
    }

    @Argument(help: ArgumentHelp(GenesisWords.readableFile))
    var readable: String

    @Option(help: ArgumentHelp(GenesisWords.out, valueName: "file"))
    var out: String

    @Flag(help: ArgumentHelp(GenesisWords.details))
    var details = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let file = try GenesisFile(readable)
        guard file.form == .readable else { throw GenesisWords.notReadableForm(readable) }
        try WholeFile.create(file.genesis.encoded, at: out)
        var report = file.genesis.report(GenesisWords.made(out), details: details)
        report.meaning = GenesisWords.compare(Network(file.genesis).origin)
        report.json.append("file", .string(out))
        output.print(report)
    }
}
