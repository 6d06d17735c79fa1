import ArgumentParser

/// `deedbox relying`: a bank, notary or counter that asks holders, and uses what they grant.
struct RelyingCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "relying", abstract: RelyingWords.abstract, discussion: RelyingWords.discussion,
            subcommands: [
                RelyingInit.self, RelyingServe.self, RelyingKey.self, RelyingSceneCommands.self, RelyingRequest.self,
                RelyingScan.self, RelyingNumber.self, RelyingStaff.self, RelyingStatus.self, RelyingUse.self,
                RelyingShow.self,
                RelyingUses.self,
                RelyingCases.self, RelyingPresentationCommands.self, RelyingNoticesCommands.self, RelyingWatch.self,
                RelyingRetention.self, RelyingHold.self, RelyingExport.self, RelyingPass.self, RelyingBulk.self,
                RelyingWebhookCommands.self,
            ])
    }
}
