import ArgumentParser
import Rulebook
import Signing

/// `deedbox key node`: the five keys of a node, and what the genesis says of them.
struct KeyNode: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "node", abstract: KeyWords.node, discussion: KeyWords.nodeDiscussion)
    }

    @Option(help: ArgumentHelp(KeyWords.outFolder, valueName: "folder"))
    var out: String

    @Option(help: ArgumentHelp(KeyWords.nodeName))
    var name: String?

    @Option(help: ArgumentHelp(KeyWords.passphraseForNew, valueName: "file"))
    var passphraseFile: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let passphrase = try passphraseFile.map(Passphrase.read)
        let node = name ?? Folder.name(of: out)
        var keys = JSONObject()
        for purpose in NodeKeyFiles.purposes where Folder.exists(NodeKeyFiles.path(purpose, in: out)) {
            throw FileError.exists(NodeKeyFiles.path(purpose, in: out))
        }
        for purpose in NodeKeyFiles.purposes {
            let key = PrivateKey(generating: purpose.algorithm)
            let file = try KeyFile(
                key, purpose: purpose, name: "\(node)/\(purpose.rawValue)", passphrase: passphrase)
            try WholeFile.create(
                Array(file.encoded.utf8), at: NodeKeyFiles.path(purpose, in: out), isSecret: true)
            keys.append(purpose.rawValue, .string(Hex.encode(key.publicKey.bytes)))
        }
        output.print(report(node, keys))
    }

    private func report(_ node: String, _ keys: JSONObject) -> Report {
        var report = Report(KeyWords.madeNode(out))
        report.json.append("folder", .string(out))
        report.json.append("node", .string(node))
        report.json.append("keys", .object(keys))
        report.body = [KeyWords.forGenesis, JSONValue.object(["keys": .object(keys)]).pretty]
        report.meaning = KeyWords.nodeMeaning
        return report
    }
}

/// The key files of a node in its folder, in the order of the genesis.
enum NodeKeyFiles {
    static let purposes: [KeyPurpose] = [.log, .cosigner, .vote, .release, .link]

    static func path(_ purpose: KeyPurpose, in folder: String) -> String { "\(folder)/\(purpose.rawValue).key" }
}
