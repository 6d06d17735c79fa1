import ArgumentParser

/// `deedbox issuer …`: an issuing desk.
struct IssuerCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "issuer", abstract: IssuerWords.abstract, discussion: IssuerWords.discussion,
            subcommands: [
                IssuerInit.self, IssuerStaff.self, IssuerCatalogue.self, IssuerImport.self, IssuerMint.self,
                IssuerPush.self, IssuerWork.self, IssuerDocuments.self, IssuerOffers.self, IssuerApplications.self,
                IssuerStatus.self, IssuerReason.self, IssuerApprove.self, IssuerApprovals.self, IssuerCorrections.self,
                IssuerRenewals.self, IssuerBatches.self, IssuerAttach.self, IssuerReplace.self, IssuerLookUps.self,
                IssuerCopyCheck.self, IssuerAudit.self,
                IssuerServe.self, IssuerBackup.self, IssuerRestore.self, IssuerKeys.self,
            ])
    }
}
