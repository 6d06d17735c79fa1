import ArgumentParser
package import Rulebook
import Signing

/// `deedbox genesis assemble`: the readable genesis from a draft and the operators' entries.
struct GenesisAssemble: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "assemble", abstract: FoundingWords.assemble, discussion: FoundingWords.assembleDiscussion)
    }

    @Argument(help: ArgumentHelp(FoundingWords.draft))
    var draft: String

    @Argument(help: ArgumentHelp(FoundingWords.entries))
    var entries: [String]

    @Option(help: ArgumentHelp(FoundingWords.outReadable, valueName: "file"))
    var out: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let genesis = try Founding(draft: draft, entries: entries).genesis
        try WholeFile.create(Array(genesis.readable.pretty.utf8), at: out)
        var report = genesis.report(FoundingWords.assembled(out), details: false)
        report.meaning = FoundingWords.assembledMeaning
        report.next = "deedbox genesis create \(out) --out genesis.cbor"
        report.json.append("file", .string(out))
        output.print(report)
    }
}

/// A ledger about to be founded: what all agreed on, and what each operator handed over.
package struct Founding {
    package let genesis: Genesis

    /// Reads a readable genesis without validators and an entry for each; every proof is checked.
    package init(draft: String, entries: [String]) throws {
        let handed = try entries.map { path in
            try ReadableJSON.read(path, page: FoundingWords.page) { (value) throws(JSONError) in
                try ValidatorEntry(readable: value)
            }
        }
        genesis = try ReadableJSON.read(draft, page: FoundingWords.page) { (value) throws(JSONError) in
            try Genesis(readable: try Founding.filled(value, handed))
        }
        for (entry, path) in zip(handed, entries) where entry.ledger != genesis.name {
            throw FoundingWords.otherLedger(path, entry.ledger, genesis.name)
        }
    }

    /// The draft with the entries' validators, in the order that a genesis asks.
    private static func filled(_ draft: JSONValue, _ entries: [ValidatorEntry]) throws(JSONError) -> JSONValue {
        guard case .object(let members) = draft else { return draft }
        let stands = members["validators"] ?? []
        guard stands == [] else {
            throw .invalid(path: "validators", reason: "must be empty or missing in a draft: entries bring them")
        }
        var filled = JSONObject()
        for member in members.members where member.name != "validators" { filled.append(member.name, member.value) }
        let sorted = entries.sorted { $0.validator.member < $1.validator.member }
        filled.append("validators", .array(sorted.map(\.readableValidator)))
        return .object(filled)
    }
}
