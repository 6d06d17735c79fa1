import ArgumentParser
import Credentials
import Signing

/// `deedbox credential root`: an authority that certifies issuers, for networks that have no other.
struct CredentialRoot: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "root", abstract: CredentialWords.root)
    }

    @Option(help: ArgumentHelp(CredentialWords.rootKey, valueName: "file")) var key: String
    @Option(help: ArgumentHelp(CredentialWords.organization)) var organization: String
    @Option(help: ArgumentHelp(CredentialWords.years)) var years: UInt64 = 20
    @Option(help: ArgumentHelp(CredentialWords.out, valueName: "file")) var out: String
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var output: OutputOptions

    func run() throws {
        let now = CredentialFiles.time(nil)
        let subject = CertificateSubject(organization: organization, commonName: organization)
        let key = try CredentialFiles.key(key, passphrases)
        let authority: CertificateAuthority
        do throws(CertificateError) {
            authority = try CertificateAuthority.root(
                subject, key: key, validity: CertificateTerm.from(now, years: years))
        } catch { throw CredentialFiles.refusal("bad-certificate", error) }
        try WholeFile.create(Array(CertificateText.encode(authority.certificate).utf8), at: out)
        var report = Report(tell("root certificate written", zh: "已写入根证书"))
        report.fact(tell("file", zh: "文件"), out, "file")
        output.print(report)
    }
}

/// `deedbox credential certify`: a certificate for an issuer's key.
struct CredentialCertify: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "certify", abstract: CredentialWords.certify)
    }

    @Option(help: ArgumentHelp(CredentialWords.rootFile, valueName: "file")) var root: String
    @Option(help: ArgumentHelp(CredentialWords.rootKey, valueName: "file")) var rootKey: String
    @Option(help: ArgumentHelp(CredentialWords.issuer, valueName: "url")) var issuer: String
    @Option(help: ArgumentHelp(CredentialWords.certifiedKey, valueName: "file")) var key: String
    @Option(help: ArgumentHelp(CredentialWords.organization)) var organization: String
    @Option(help: ArgumentHelp(CredentialWords.years)) var years: UInt64 = 5
    @Option(help: ArgumentHelp(CredentialWords.out, valueName: "file")) var out: String
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard let address = WebAddress(issuer) else { throw CredentialWords.badAddress(issuer) }
        let subject = CertificateSubject(organization: organization, commonName: address.host)
        let der: [UInt8]
        let authority = try authority()
        let certified = try StoredKey.publicKey(key)
        let validity = CertificateTerm.from(CredentialFiles.time(nil), years: years)
        do throws(CertificateError) {
            der = try authority.certify(address, subject: subject, key: certified, validity: validity)
        } catch { throw CredentialFiles.refusal("bad-certificate", error) }
        try WholeFile.create(Array(CertificateText.encode(der).utf8), at: out)
        var report = Report(tell("certificate written", zh: "已写入证书"))
        report.fact(tell("issuer", zh: "签发方"), issuer, "issuer")
        report.fact(tell("file", zh: "文件"), out, "file")
        output.print(report)
    }

    private func authority() throws -> CertificateAuthority {
        let key = try CredentialFiles.key(rootKey, passphrases)
        guard let der = try CredentialFiles.certificates(root).first,
            let authority = CertificateAuthority(certificate: der, key: key)
        else {
            throw CommandError.refused(
                "not-the-root", tell("the key is not that of the root certificate", zh: "密钥与根证书不符"),
                next: tell("take the key from which the root was made", zh: "请使用制作该根证书的密钥"))
        }
        return authority
    }
}

/// How long a certificate holds.
enum CertificateTerm {
    /// From an hour ago, for clocks that are behind, for so many years.
    static func from(_ now: UInt64, years: UInt64) -> ClosedRange<UInt64> {
        now - 3_600...now + min(years, 100) * 31_557_600
    }
}
