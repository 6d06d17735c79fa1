import ArgumentParser

/// `deedbox credential`: documents as SD-JWT VC in files, without a desk or a wallet.
struct CredentialCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "credential", abstract: CredentialWords.abstract,
            subcommands: [
                CredentialRoot.self, CredentialCertify.self, CredentialIssue.self, CredentialPresent.self,
                CredentialVerify.self, CredentialCopy.self, CredentialClaim.self, StatusListCommands.self,
            ])
    }
}
