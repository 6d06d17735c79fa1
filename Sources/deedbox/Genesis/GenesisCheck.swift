import ArgumentParser
import Ledger
import Rulebook
import Signing

/// `deedbox genesis check`: both forms say the same, and what follows from them.
struct GenesisCheck: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check", abstract: GenesisWords.check, discussion: GenesisWords.checkDiscussion)
    }

    @Argument(help: ArgumentHelp(GenesisWords.file))
    var file: String

    @Option(help: ArgumentHelp(GenesisWords.against, valueName: "file"))
    var readable: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let genesis = try GenesisFile(file).genesis
        try checkRoundTrip(genesis)
        if let readable, try GenesisFile(readable).genesis != genesis { throw GenesisWords.differs(file, readable) }
        var report = genesis.report(readable == nil ? GenesisWords.isGood(file) : GenesisWords.agree)
        report.body += [GenesisWords.policy] + lines(Network(genesis).policy.text).map { "  " + $0 }
        output.print(report)
    }

    /// Readable form and canonical form lead to each other and back to the same bytes.
    private func checkRoundTrip(_ genesis: Genesis) throws {
        let again: Genesis
        do throws(JSONError) { again = try Genesis(readable: genesis.readable) } catch {
            throw GenesisWords.notReadable(file, "\(error)")
        }
        guard again.encoded == genesis.encoded else { throw GenesisWords.notReadable(file, "bytes differ") }
    }

    private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
