import ArgumentParser
import Rulebook
import Sealing
import Signing

/// `deedbox key sample`: the keys of demos and tests, whose secrets everyone knows.
struct KeySample: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "sample", abstract: KeyWords.sample, discussion: KeyWords.sampleDiscussion)
    }

    @Argument(help: ArgumentHelp(KeyWords.sampleName))
    var name: String?

    @Flag(help: ArgumentHelp(KeyWords.all))
    var all = false

    @Option(help: ArgumentHelp(KeyWords.nodes))
    var nodes = 1

    @Option(help: ArgumentHelp(KeyWords.sampleOut))
    var out: String

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard all != (name != nil) else { throw ValidationError(KeyWords.nameOrAll) }
        guard (1...20).contains(nodes) else { throw ValidationError(KeyWords.nodesRange) }
    }

    func run() throws {
        let names = try name.map { [try known($0)] } ?? KeySample.names.filter(isAsked)
        for name in names {
            try write(Array(try KeySample.file(name).utf8), at: all ? "\(out)/\(name).key" : out)
        }
        var report = Report(KeyWords.madeSamples(names.count, out))
        report.meaning = KeyWords.sampleMeaning
        report.json.append("out", .string(out))
        report.json.append("names", .array(names.map { .string($0) }))
        output.print(report)
    }

    /// The name of every sample key, those to which others seal last.
    private static var names: [String] { SampleKeys.names + SampleKeys.sealingNames.map { $0 + sealingSuffix } }

    private static let sealingSuffix = "-sealing"

    /// The text of a sample key's file.
    private static func file(_ name: String) throws -> String {
        guard name.hasSuffix(sealingSuffix) else {
            return try KeyFile(SampleKeys.key(name), purpose: SampleKeys.purpose(of: name), name: name).encoded
        }
        let secret = SampleKeys.sealingSecret(String(name.dropLast(sealingSuffix.utf8.count)))
        guard let key = SealingPrivateKey(secret: secret) else { throw KeyWords.noSuchSample(name) }
        return try SealingKeyFile(key, name: name).encoded
    }

    private func known(_ name: String) throws -> String {
        guard KeySample.names.contains(name) else { throw KeyWords.noSuchSample(name) }
        return name
    }

    /// The keys of members and governance, and of the first nodes.
    private func isAsked(_ name: String) -> Bool {
        guard name.hasPrefix("node-") else { return true }
        return (1...nodes).contains { name.hasPrefix("node-\($0)/") }
    }

    /// A sample key is always the same, so a file that holds it already is left alone.
    private func write(_ bytes: [UInt8], at path: String) throws {
        do {
            try WholeFile.create(bytes, at: path, isSecret: true)
        } catch FileError.exists(path) {
            guard try WholeFile.bytes(path, max: StoredKey.maxByteCount) == bytes else {
                throw FileError.exists(path)
            }
        }
    }
}

extension SampleKeys {
    /// What the sample key of a name is for.
    static func purpose(of name: String) -> KeyPurpose {
        if name.hasPrefix("governance-") { return .governance }
        if name.hasSuffix("-credential") { return .credential }
        guard name.hasPrefix("node-"), let role = name.split(separator: "/").last else { return .statement }
        return KeyPurpose(rawValue: String(role)) ?? .statement
    }
}
