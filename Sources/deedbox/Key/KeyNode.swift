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

    /// The keys of a folder and the validator that they make, under a member's id or the name in the key files.
    static func validator(
        _ folder: String, _ member: String?, _ name: Bilingual, _ passphrases: PassphraseFiles
    ) throws -> (validator: Validator, keys: [PrivateKey]) {
        let opened = try purposes.map { try StoredKey.key(path($0, in: folder), for: $0, passphrases) }
        let text = member ?? opened.first.map { String($0.name.prefix { $0 != "/" }) } ?? ""
        guard let id = MemberID(text) else { throw NodeWords.badMember(text) }
        let keys = opened.map(\.key)
        guard
            let parts = ValidatorKeys(
                log: keys[0].publicKey, cosigner: keys[1].publicKey, vote: keys[2].publicKey,
                release: keys[3].publicKey, link: keys[4].publicKey)
        else { throw FoundingWords.wrongKeys(folder) }
        return (Validator(member: id, name: name, keys: parts), keys)
    }
}
