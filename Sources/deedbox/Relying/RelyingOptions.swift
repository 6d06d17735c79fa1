import ArgumentParser
import Logging
import RelyingApp
import Signing

/// Which desk, and what opens its keys.
struct RelyingOptions: ParsableArguments {
    @Option(help: ArgumentHelp(RelyingWords.data, valueName: "folder"))
    var data: String
    @OptionGroup var passphrases: PassphraseFiles

    /// The same options, for a command that is to be copied.
    var words: String {
        (["--data \(data)"] + passphrases.passphraseFile.map { "--passphrase-file \($0)" }).joined(separator: " ")
    }

    /// The desk in its folder, with its nodes.
    func open(verbose: Bool = false) throws -> RelyingDesk {
        var logger = Logger(label: "deedbox.relying") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .debug : .warning
        return try RelyingDesk.open(RelyingFolder(data), passphrases: try passphrases.read(), logger: logger)
    }
}
