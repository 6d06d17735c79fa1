import Accounts
import ArgumentParser
import Credentials
import Foundation
import IssuingApp
import Rulebook
import Signing

/// `deedbox issuer …`: an issuing desk.
struct IssuerCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "issuer", abstract: IssuerWords.abstract, discussion: IssuerWords.discussion,
            subcommands: [
                IssuerInit.self, IssuerStaff.self, IssuerCatalogue.self, IssuerImport.self, IssuerMint.self,
                IssuerPush.self, IssuerDocuments.self, IssuerOffers.self, IssuerApplications.self,
                IssuerStatus.self, IssuerApprove.self, IssuerApprovals.self, IssuerCorrections.self,
                IssuerBatches.self, IssuerAttach.self, IssuerReplace.self, IssuerAudit.self, IssuerServe.self,
                IssuerBackup.self, IssuerRestore.self,
            ])
    }
}

/// Which desk, and what opens its keys.
struct DeskOptions: ParsableArguments {
    @Option(help: ArgumentHelp(IssuerWords.data, valueName: "folder"))
    var data: String

    @OptionGroup var passphrases: PassphraseFiles

    /// The desk, with its nodes and its registrar.
    func open() throws -> Desk { try DeskFolder(data).openOverHTTP(passphrases: try passphrases.read()) }
}

/// Who acts: a machine by its token, a person by password and code, or whoever may read the desk's folder.
struct StaffOptions: ParsableArguments {
    @Option(help: ArgumentHelp(IssuerWords.tokenFile, valueName: "file"))
    var tokenFile: String?

    @Option(help: ArgumentHelp(IssuerWords.staff, valueName: "name"))
    var staff: String?

    @Option(help: ArgumentHelp(IssuerWords.passwordFile, valueName: "file"))
    var passwordFile: String?

    @Option(help: ArgumentHelp(IssuerWords.code, valueName: "digits"))
    var code: String?

    /// The caller. The console alone has the roles of a clerk, an admin and an auditor; it never approves.
    func caller(of desk: Desk) throws -> Caller {
        if let tokenFile {
            return try desk.accounts.caller(machine: try Passphrase.read(tokenFile), at: desk.second)
        }
        guard let staff else { return Caller(name: "operator", roles: [.clerk, .admin, .auditor], kind: .console) }
        guard let passwordFile, let code else { throw IssuerWords.passwordAndCode }
        guard let password = Password(typed: try Passphrase.read(passwordFile)) else {
            throw AccountRefusal.wrongCredentials
        }
        return try desk.accounts.signIn(staff, password: password, code: code, at: desk.second).caller
    }
}
