import ArgumentParser

/// Measurements: every figure of the documentation comes from one of these.
struct BenchCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: tell("Measure a running node and this machine.", zh: "测量运行中的节点和本机。"),
        subcommands: [
            BenchMint.self, BenchStatements.self, BenchUses.self, BenchReplay.self, BenchOpening.self,
            BenchStrongroom.self,
            BenchRaw.self, BenchCatalogue.self, BenchImport.self, BenchCredentials.self, BenchStatusList.self,
            BenchRelease.self, BenchEvidence.self, BenchDesk.self,
        ])
}
