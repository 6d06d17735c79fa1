import ArgumentParser

/// `deedbox member`: who takes part in the ledger.
struct MemberCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "member", abstract: MemberWords.abstract, discussion: MemberWords.discussion,
            subcommands: [MemberRegister.self, MemberUpdate.self, MemberSuspend.self, MemberListing.self])
    }
}
