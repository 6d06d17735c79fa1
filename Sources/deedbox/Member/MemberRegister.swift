import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing

/// The members of a file, each with the key of a key file where the file gives none.
struct MemberFile: ParsableArguments {
    @Argument(help: ArgumentHelp(MemberWords.file))
    var file: String

    @Option(help: ArgumentHelp(MemberWords.keys, valueName: "folder"))
    var keys: String?

    /// The list, complete with keys.
    func items() throws -> [MemberList.Item] {
        let list = try ReadableJSON.read(file) { (value) throws(JSONError) in try MemberList(readable: value) }
        return try list.items.map { item in
            guard item.details.keys.isEmpty, let keys else { return item }
            let key = try StoredKey.publicKey(keys + "/" + item.id.text + ".key")
            return MemberList.Item(
                id: item.id,
                details: MemberDetails(
                    name: item.details.name, roles: item.details.roles, creditCode: item.details.creditCode,
                    keys: [MemberKey(key: key, from: 0, until: nil)]))
        }
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
        let keys = try governance.open()
        let session = try await address.session()
        var report = Report(MemberWords.registered)
        for item in try members.items() {
            let outcome = try await session.govern(keys) { sequence in
                .registerMember(RegisterMember(sequence: sequence, member: item.id, details: item.details))
            }
            report.fact(item.id.text, MemberWords.place(item.details.name, outcome.height))
        }
        report.meaning = MemberWords.registeredMeaning(session.network.parameters.governanceDelay)
        output.print(report)
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
    @OptionGroup var governance: GovernanceSigners
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let keys = try governance.open()
        let session = try await address.session()
        var report = Report(MemberWords.updated)
        for item in try members.items() {
            let outcome = try await session.govern(keys) { sequence in
                .updateMember(
                    UpdateMember(
                        sequence: sequence, member: item.id, details: item.details, reinstates: reinstate))
            }
            report.fact(item.id.text, MemberWords.place(item.details.name, outcome.height))
        }
        output.print(report)
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
        let outcome = try await address.session().govern(try governance.open()) { sequence in
            .suspendMember(SuspendMember(sequence: sequence, member: id))
        }
        var report = Report(MemberWords.suspended(member))
        outcome.add(to: &report)
        output.print(report)
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
                    member.suspended == nil ? "" : tell("suspended", zh: "已暂停"),
                ]
            })
        report.json.append(
            "members",
            .array(
                members.map {
                    [
                        "id": .string($0.id), "roles": .array($0.roles.map { .string($0) }),
                        "suspended": .bool($0.suspended != nil),
                    ]
                }))
        output.print(report)
    }
}
