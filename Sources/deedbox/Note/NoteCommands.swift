import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing

/// `deedbox note …`: a digest of a public notice, a policy or anything else, fixed in time.
struct NoteCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "note", abstract: NoteWords.abstract, discussion: NoteWords.discussion,
            subcommands: [NoteAnchor.self, NoteCheck.self])
    }
}

/// `deedbox note anchor`: puts a salted digest of a file onto the ledger.
struct NoteAnchor: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "anchor", abstract: NoteWords.anchor, discussion: NoteWords.anchorExamples)
    }

    @Argument(help: ArgumentHelp(NoteWords.file, valueName: "file"))
    var file: String
    @Option(help: ArgumentHelp(NoteWords.kind, valueName: "word"))
    var kind = NoteKind.publicNotice.word
    @Option(help: ArgumentHelp(NoteWords.saltFile, valueName: "file"))
    var saltFile: String?
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let kind = try NoteWords.parse(kind: kind)
        let note = SaltedFile(try WholeFile.bytes(file, max: SaltedFile.maxByteCount))
        let session = try await address.session()
        let statement = session.statement(
            .anchorNote(AnchorNote(kind: kind, commitment: note.commitment)), by: try signer.open())
        let journal = try SaltJournal(saltFile ?? file + ".note.jsonl")
        let outcome = try await journal.keep(
            ["file": .string(file), "kind": .string(kind.word), "salt": .string(Hex.encode(note.salt))],
            until: statement, isFinalIn: session)
        var report = Report(NoteWords.anchored)
        report.fact(tell("statement", zh: "声明"), outcome.id.description)
        report.fact(tell("salt", zh: "盐值"), Hex.encode(note.salt), "salt")
        outcome.add(to: &report)
        report.fact(tell("kept in", zh: "保存于"), journal.path, "kept")
        report.meaning = NoteWords.anchoredMeaning
        output.print(report)
    }
}

/// `deedbox note check`: whether a file is the one that a statement on the ledger anchors.
struct NoteCheck: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "check", abstract: NoteWords.check, discussion: NoteWords.checkExamples)
    }

    @Argument(help: ArgumentHelp(NoteWords.file, valueName: "file"))
    var file: String
    @Option(help: ArgumentHelp(NoteWords.statement, valueName: "id"))
    var statement: String
    @Option(help: ArgumentHelp(NoteWords.salt, valueName: "digits"))
    var salt: String
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let id = Digest(hex: statement).map({ StatementID($0) }) else { throw NoteWords.noID(statement) }
        guard let digits = Hex.decode(salt), let note = SaltedFile(try bytes(), salt: digits) else {
            throw NoteWords.noSalt(salt)
        }
        let session = try await address.session()
        guard let outcome = try await session.client.outcome(id), let text = outcome.receipt,
            let receipt = try? Receipt(parsing: text), let found = try? Statement(decoding: receipt.leaf),
            found.id == id, ActName(contentType: found.header.contentType) == .anchorNote,
            let anchored = try? AnchorNote(decoding: found.payload)
        else { throw NoteWords.noNote(id) }
        let final = try FinalStatement(outcome, of: found, on: session.walk)
        guard anchored.commitment == note.commitment else { throw NoteWords.otherFile(id) }
        var report = Report(NoteWords.theSame)
        report.fact(tell("anchored by", zh: "锚定方"), found.header.issuer ?? "", "member")
        report.fact(tell("kind", zh: "类别"), anchored.kind.word, "kind")
        final.add(to: &report)
        report.meaning = NoteWords.theSameMeaning
        output.print(report)
    }

    private func bytes() throws -> [UInt8] { try WholeFile.bytes(file, max: SaltedFile.maxByteCount) }
}

/// A file that stands on the ledger only as a salted digest: SHA-256 over a tag, the salt and the bytes.
struct SaltedFile {
    let salt: [UInt8]
    let commitment: Commitment

    static let maxByteCount = 64 << 20
    private static let saltByteCount = 32

    /// Under a fresh salt.
    init(_ bytes: [UInt8]) { self.init(checked: bytes, Random.bytes(SaltedFile.saltByteCount)) }

    /// Under a salt that is known; nil for any other count than 32 bytes.
    init?(_ bytes: [UInt8], salt: [UInt8]) {
        guard salt.count == SaltedFile.saltByteCount else { return nil }
        self.init(checked: bytes, salt)
    }

    private init(checked bytes: [UInt8], _ salt: [UInt8]) {
        var hasher = SHA256()
        hasher.update(Purpose.note)
        hasher.update(salt)
        hasher.update(bytes)
        self.salt = salt
        commitment = Commitment(hasher.finalize())
    }
}
