import ArgumentParser
import Credentials
import Foundation
import Signing

/// The files that these commands read and write.
enum CredentialFiles {
    static let maxCredential = 1 << 20
    static let maxCertificates = 1 << 18

    /// The certificates of a text file, in DER.
    static func certificates(_ path: String) throws -> [[UInt8]] {
        guard let found = CertificateText.decode(try WholeFile.text(path, max: maxCertificates)) else {
            throw CommandError.refused(
                "bad-certificate-file",
                tell("\(path) holds no certificate in PEM", zh: "\(path) 中没有 PEM 格式的证书"),
                next: tell("deedbox credential certify makes one", zh: "可用 deedbox credential certify 制作"))
        }
        return found
    }

    /// A credential as it stands in a file; a newline at the end is the editor's.
    static func credential(_ path: String) throws -> String {
        let text = try WholeFile.text(path, max: maxCredential)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// An ES256 key of a file, whatever it is for.
    static func key(_ path: String, _ passphrases: PassphraseFiles) throws -> PrivateKey {
        let file = try StoredKey.file(path)
        let key = try StoredKey.key(path, for: file.purpose, passphrases).key
        guard key.publicKey.algorithm == .es256 else {
            throw CommandError.refused(
                "not-es256", tell("\(path) is a key of Ed25519", zh: "\(path) 是 Ed25519 密钥"),
                next: tell("take a key of ES256", zh: "请使用 ES256 密钥"))
        }
        return key
    }

    /// The time now, in POSIX seconds, unless another is asked for.
    static func time(_ asked: UInt64?) -> UInt64 { asked ?? Moment.now / 1_000 }

    /// The refusal of a credential, by its first word.
    static func refusal(_ code: String, _ error: some CustomStringConvertible) -> CommandError {
        .refused(
            code, tell("the credential is refused: \(error)", zh: "证照凭证被拒绝：\(error)"),
            next: tell("ask its issuer or holder for another", zh: "请向签发方或持有人重新索取"))
    }
}

/// By what an issuer is trusted: root certificates, or the keys that it publishes.
struct IssuerTrustOptions: ParsableArguments {
    @Option(help: ArgumentHelp(CredentialWords.rootFile, valueName: "file"))
    var root: String?

    @Option(help: ArgumentHelp(CredentialWords.keysFile, valueName: "file"))
    var keys: String?

    @Option(help: ArgumentHelp(CredentialWords.issuer, valueName: "url"))
    var issuer: String?

    func trust() throws -> IssuerTrust {
        switch (root, keys, issuer) {
        case (let root?, nil, _):
            do throws(CertificateError) {
                return .certificates(try TrustedRoots(try rootCertificates(root)))
            } catch { throw CredentialFiles.refusal("bad-root", error) }
        case (nil, let keys?, let issuer?):
            let text = try WholeFile.bytes(keys, max: ReadableJSON.maxByteCount)
            do throws(JSONError) {
                return .published(issuer: issuer, try PublishedKeys(parsing: text, issuer: issuer).keys)
            } catch { throw ConsoleWords.notJSON(keys, "\(error)") }
        case _:
            throw CommandError.usage(
                tell("give --root, or --keys with --issuer", zh: "请给出 --root，或同时给出 --keys 与 --issuer"))
        }
    }

    private func rootCertificates(_ path: String) throws(CertificateError) -> [[UInt8]] {
        do { return try CredentialFiles.certificates(path) } catch { throw .chainEmpty }
    }
}
