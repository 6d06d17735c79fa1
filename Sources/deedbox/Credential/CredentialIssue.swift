import ArgumentParser
import Credentials
import Signing

/// `deedbox credential issue`: signs claims of a file.
struct CredentialIssue: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "issue", abstract: CredentialWords.issue, discussion: CredentialWords.issueDiscussion)
    }

    @Argument(help: ArgumentHelp(CredentialWords.claims, valueName: "file")) var claims: String
    @Option(help: ArgumentHelp(CredentialWords.signingKey, valueName: "file")) var key: String
    @Option(help: ArgumentHelp(CredentialWords.chain, valueName: "file")) var chain: String?
    @Option(help: ArgumentHelp(CredentialWords.holder, valueName: "file")) var holder: String?
    @Option(help: ArgumentHelp(CredentialWords.decoys)) var decoys: Int = 1
    @Option(help: ArgumentHelp(CredentialWords.out, valueName: "file")) var out: String
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard (1...1_024).contains(decoys) else { throw CommandError.usage("--decoys: 1 … 1024") }
        let key = try CredentialFiles.key(key, passphrases)
        let certificates = try chain.map(CredentialFiles.certificates) ?? []
        guard let signer = DocumentSigner(key, chain: certificates, decoyMultiple: decoys) else {
            throw CredentialWords.badKey
        }
        var members = try ReadableJSON.read(claims) { (value) throws(JSONError) in
            try ReadableClaims(value).members
        }
        if let holder {
            let jwk = JSONWebKey(try StoredKey.publicKey(holder))
            members.append(.open("cnf", .value(["jwk": .object(jwk.json)])))
        }
        let issued: IssuedSDJWT
        do throws(ClaimFault) { issued = try signer.issue(members) } catch {
            throw CredentialFiles.refusal("bad-claims", error)
        }
        try WholeFile.create(Array(issued.text.utf8), at: out)
        var report = Report(tell("credential written", zh: "已写入证照凭证"))
        report.fact(tell("file", zh: "文件"), out, "file")
        report.fact(tell("disclosures", zh: "可选择披露项"), UInt64(issued.disclosures.count), "disclosures")
        report.fact(tell("digest", zh: "摘要"), issued.digest.hex, "digest")
        output.print(report)
    }
}

/// Claims as a file has them: `open`, and what may be withheld: `fields`, `groups` of fields, `lists` of values.
struct ReadableClaims {
    let members: [ClaimMember]

    init(_ value: JSONValue) throws(JSONError) {
        members = try JSONElement(value).object { (reader) throws(JSONError) in
            var members: [ClaimMember] = []
            members +=
                try reader.optionalMember("open")?.entries { name, item in .open(name, .value(item.value)) } ?? []
            members += try ReadableClaims.fields(reader.optionalMember("fields"))
            members +=
                try reader.optionalMember("groups")?.entries { (name, group) throws(JSONError) in
                    .disclosable(name, .object(try ReadableClaims.fields(group)))
                } ?? []
            members +=
                try reader.optionalMember("lists")?.entries { (name, list) throws(JSONError) in
                    let elements = try list.list { (item) throws(JSONError) in
                        ClaimElement.disclosable(.value(item.value))
                    }
                    return .disclosable(name, .array(elements))
                } ?? []
            return members
        }
    }

    private static func fields(_ element: JSONElement?) throws(JSONError) -> [ClaimMember] {
        guard let element else { return [] }
        return try element.entries { name, item in .disclosable(name, .value(item.value)) }
    }
}
