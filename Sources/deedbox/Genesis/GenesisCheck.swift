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

    @Option(help: ArgumentHelp(FoundingWords.ownKeys, valueName: "folder"))
    var keys: String?

    @Flag(help: ArgumentHelp(GenesisWords.details))
    var details = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let genesis = try GenesisFile(file).genesis
        try checkRoundTrip(genesis)
        if let readable, try GenesisFile(readable).genesis != genesis { throw GenesisWords.differs(file, readable) }
        let own = try keys.map { try ownValidator($0, genesis) }
        var report = genesis.report(
            readable == nil ? GenesisWords.isGood(file) : GenesisWords.agree, details: details)
        if let own { report.fact(tell("your keys", zh: "您的密钥"), FoundingWords.allStand(own), "own") }
        let network = Network(genesis)
        if details { report.body += [GenesisWords.policy] + lines(network.policy.text).map { "  " + $0 } }
        report.meaning = GenesisWords.compare(network.origin)
        if let keys { report.next = GenesisWords.startNode(file, keys) }
        output.print(report)
    }

    /// The validator whose five keys are those of a folder; only their public parts are read.
    private func ownValidator(_ folder: String, _ genesis: Genesis) throws -> String {
        let own = try NodeKeyFiles.purposes.map { try StoredKey.file(NodeKeyFiles.path($0, in: folder)).publicKey }
        guard let found = genesis.validators.first(where: { !Set($0.keys.all).isDisjoint(with: own) }) else {
            throw FoundingWords.keysMissing(folder, file)
        }
        for (purpose, keys) in zip(NodeKeyFiles.purposes, zip(own, found.keys.all)) where keys.0 != keys.1 {
            throw FoundingWords.otherKey(NodeKeyFiles.path(purpose, in: folder), found.member.text)
        }
        return found.member.text
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
