import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Sealing
import Signing

/// The members of a file, each with the key of a key file where the file gives none.
struct MemberFile: ParsableArguments {
    @Argument(help: ArgumentHelp(MemberWords.file))
    var file: String

    @Option(help: ArgumentHelp(MemberWords.keys, valueName: "folder"))
    var keys: String?

    @Flag(help: ArgumentHelp(MemberWords.withoutKeys))
    var withoutKeys = false

    /// The list, complete with keys: a member without one could sign nothing.
    func items() throws -> [MemberList.Item] {
        let list = try ReadableJSON.read(file) { (value) throws(JSONError) in try MemberList(readable: value) }
        return try list.items.map { item in
            let details = item.details
            return MemberList.Item(
                id: item.id,
                details: MemberDetails(
                    name: details.name, roles: details.roles, creditCode: details.creditCode,
                    keys: details.keys.isEmpty ? try signingKeys(of: item.id) : details.keys,
                    sealingKey: try sealingKey(of: item)))
        }
    }

    private func signingKeys(of id: MemberID) throws -> [MemberKey] {
        let path = keys.map { $0 + "/" + id.text + ".key" }
        guard let path, Folder.exists(path) else {
            guard withoutKeys else { throw MemberWords.noKey(id, path) }
            return []
        }
        var found = [try key(path, .statement)]
        let credential = path.dropLast(4) + "-credential.key"
        if Folder.exists(String(credential)) { found.append(try key(String(credential), .credential)) }
        return found.map { MemberKey(key: $0, from: 0, until: nil) }
    }

    /// That of the file, else of a key file; nil for a member that has neither.
    private func sealingKey(of item: MemberList.Item) throws -> ReleaseKey? {
        if let key = item.details.sealingKey {
            // The rules look at the length alone; with such a point nobody could seal.
            guard SealingPublicKey(key.bytes) != nil else { throw MemberWords.badSealingKey(item.id) }
            return key
        }
        guard let path = keys.map({ $0 + "/" + item.id.text + "-sealing.key" }), Folder.exists(path) else { return nil }
        return try StoredKey.releaseKey(path)
    }

    private func key(_ path: String, _ purpose: KeyPurpose) throws -> PublicKey {
        let file = try StoredKey.file(path)
        guard file.purpose == purpose else { throw KeyWords.wrongPurpose(path, file.purpose, purpose) }
        return file.publicKey
    }
}

/// `deedbox member register`: institutions join.
struct MemberRegister: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "register", abstract: MemberWords.register, discussion: MemberWords.registerExamples)
    }

    @OptionGroup var members: MemberFile
    @OptionGroup var governance: GovernanceSigners
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try await address.session()
        let items = try members.items()
        var registration = Registration(
            try governance.desk(session), MemberWords.registered, items.count, list: ("members", "id"), output)
        for item in items {
            try await registration.register(item.id.text, item.details.name) {
                try await session.client.member(item.id)?.says(item.details) ?? false
            } _: { sequence in
                .registerMember(RegisterMember(sequence: sequence, member: item.id, details: item.details))
            }
        }
        let delay = session.network.parameters.governanceDelay
        output.print(try registration.closed(MemberWords.registeredMeaning(delay)))
    }
}

/// `deedbox member update`: new details, in force after the published delay.
struct MemberUpdate: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "update", abstract: MemberWords.update)
    }

    @OptionGroup var members: MemberFile
    @Flag(help: ArgumentHelp(MemberWords.reinstate))
    var reinstate = false
    @Flag(help: ArgumentHelp(MemberWords.withoutSealingKey))
    var withoutSealingKey = false
    @OptionGroup var governance: GovernanceSigners
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try await address.session()
        let items = try members.items()
        for item in items { try await checkSealingKey(item, session.client) }
        var desk = try governance.desk(session)
        var report = Report(MemberWords.updated)
        for item in items {
            let outcome = try await desk.act { sequence in
                .updateMember(
                    UpdateMember(
                        sequence: sequence, member: item.id, details: item.details, reinstates: reinstate))
            }
            if let outcome { MemberWords.add(item, outcome, to: &report) }
        }
        output.print(try desk.closed(report))
    }

    /// Details replace all that was said before: a key that is only forgotten would end every grant to the member.
    private func checkSealingKey(_ item: MemberList.Item, _ client: NodeClient) async throws {
        guard !withoutSealingKey, item.details.sealingKey == nil, let known = try await client.member(item.id) else {
            return
        }
        let current = known.coming.map(\.sealingKey) ?? known.sealingKey
        if current != nil { throw MemberWords.sealingKeyMissing(item.id) }
    }
}

/// `deedbox member suspend`: from that block on nothing by the member is accepted.
struct MemberSuspend: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "suspend", abstract: MemberWords.suspend)
    }

    @Argument(help: ArgumentHelp(MemberWords.id))
    var member: String
    @OptionGroup var governance: GovernanceSigners
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let id = MemberID(member) else { throw NodeWords.badMember(member) }
        var desk = try governance.desk(try await address.session())
        let outcome = try await desk.act { sequence in
            .suspendMember(SuspendMember(sequence: sequence, member: id))
        }
        var report = Report(MemberWords.suspended(member))
        outcome?.add(to: &report)
        output.print(try desk.closed(report))
    }
}

/// `deedbox member list`: who takes part now.
struct MemberListing: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: MemberWords.list)
    }

    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let members = try await address.session().client.members()
        var report = Report(MemberWords.count(members.count))
        report.body = TextTable.lines(
            members.map { member in
                [
                    member.id, tell(member.name.en, zh: member.name.zh), member.roles.joined(separator: " "),
                    member.keys.map(\.id).joined(separator: " "),
                    member.sealingKey == nil ? "" : tell("sealing key", zh: "有密封公钥"),
                    member.suspended == nil ? "" : tell("suspended", zh: "已暂停"),
                ]
            })
        report.json.append(
            "members",
            .array(
                members.map {
                    [
                        "id": .string($0.id), "name": ["zh": .string($0.name.zh), "en": .string($0.name.en)],
                        "roles": .array($0.roles.map { .string($0) }),
                        "keys": .array($0.keys.map { .string($0.id) }),
                        "sealingKey": $0.releaseKey.map { .string($0.readable) } ?? .null,
                        "suspended": .bool($0.suspended != nil),
                    ]
                }))
        output.print(report)
    }
}
