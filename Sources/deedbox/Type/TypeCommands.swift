import ArgumentParser

/// `deedbox type`: the catalogue of document types.
struct TypeCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "type", abstract: TypeWords.abstract,
            subcommands: [
                TypeRegister.self, TypeUpdate.self, TypeRetire.self, TypeAccredit.self, TypeList.self, TypeShow.self,
            ])
    }
}
