import ArgumentParser
import Rulebook
import Signing

/// Key files as the commands use them.
enum StoredKey {
    static let maxByteCount = 8_192

    /// The file's content, still sealed if it is.
    static func file(_ path: String) throws -> KeyFile {
        let text = try text(path)
        do throws(KeyFileError) { return try KeyFile(parsing: text) } catch { throw KeyWords.badFile(path, error) }
    }

    /// A key file's text.
    static func text(_ path: String) throws -> String {
        do { return try WholeFile.text(path, max: maxByteCount) } catch let error as FileError {
            switch error {
            case .tooLarge, .notUTF8: throw KeyWords.notAKey(path)
            case .folder, .missing, .exists, .reading, .writing, .locked: throw error
            }
        }
    }

    /// A private key and the name in its file.
    typealias Opened = (key: PrivateKey, name: String)

    /// The private key, when it is for that purpose.
    static func key(_ path: String, for purpose: KeyPurpose, _ passphrases: PassphraseFiles) throws -> Opened {
        let file = try file(path, for: purpose)
        return try open(file, path, try passphrases.read(for: [file]))
    }

    /// Private keys of one purpose; each passphrase file is read once for all of them.
    static func keys(_ paths: [String], for purpose: KeyPurpose, _ passphrases: PassphraseFiles) throws -> [Opened] {
        let files = try paths.map { try file($0, for: purpose) }
        let words = try passphrases.read(for: files)
        return try zip(files, paths).map { try open($0, $1, words) }
    }

    private static func file(_ path: String, for purpose: KeyPurpose) throws -> KeyFile {
        let file = try file(path)
        guard file.purpose == purpose else { throw KeyWords.wrongPurpose(path, file.purpose, purpose) }
        return file
    }

    private static func open(_ file: KeyFile, _ path: String, _ passphrases: Passphrases) throws -> Opened {
        do throws(KeyFileError) { return (try file.unlock(with: passphrases), file.name) } catch {
            throw KeyWords.badFile(path, error)
        }
    }

    /// The public part of a key file, or a key written out as `Ed25519:<hex>`.
    static func publicKey(_ text: String) throws -> PublicKey {
        if let key = PublicKey(readable: text) { return key }
        return try file(text).publicKey
    }

    /// The name that a file suggests for the key in it.
    static func name(of path: String) -> String {
        let name = Folder.name(of: path)
        return name.hasSuffix(".key") ? String(name.dropLast(4)) : name
    }

    /// What may be told of a key file.
    static func report(_ file: KeyFile, headline: String) -> Report {
        var report = Report(headline)
        report.fact(tell("name", zh: "名称"), file.name, "name")
        report.fact(tell("purpose", zh: "用途"), KeyWords.describe(file.purpose))
        report.json.append("purpose", .string(file.purpose.rawValue))
        report.fact(tell("key id", zh: "密钥标识"), file.publicKey.id.description, "id")
        report.fact(tell("public key", zh: "公钥"), file.publicKey.readable, "publicKey")
        report.fact(tell("secret part", zh: "私钥部分"), KeyWords.secretPart(isSealed: file.isSealed))
        report.json.append("isSealed", .bool(file.isSealed))
        report.json.append("isSample", .bool(SampleKeys.contains(file.publicKey)))
        return report
    }
}

/// The files with the passphrases of sealed keys.
struct PassphraseFiles: ParsableArguments {
    @Option(help: ArgumentHelp(KeyWords.passphrase, valueName: "file"))
    var passphraseFile: [String] = []

    /// Their passphrases, when one of the key files is sealed; otherwise no file is looked at.
    func read(for files: [KeyFile]) throws -> Passphrases {
        files.contains { $0.isSealed } ? try read() : Passphrases()
    }

    /// The passphrases of all files.
    func read() throws -> Passphrases { Passphrases(try passphraseFile.map(Passphrase.read)) }
}

/// Passphrases come from files, never from the command line, where every user of the machine sees them.
enum Passphrase {
    private static let maxByteCount = 4_096

    /// The first line of a file.
    static func read(_ path: String) throws -> String {
        let text = try WholeFile.text(path == "-" ? "/dev/stdin" : path, max: maxByteCount)
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        guard !line.isEmpty else { throw KeyWords.emptyPassphrase(path) }
        return line.hasSuffix("\r") ? String(line.dropLast()) : line
    }
}
