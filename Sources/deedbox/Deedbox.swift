import ArgumentParser
import Foundation
import NodeApp
import Signing

/// The one executable: a noun, a verb, and what the verb needs.
@main
struct Deedbox: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "deedbox", abstract: DeedboxWords.abstract, discussion: DeedboxWords.discussion,
            version: "deedbox " + ProgramVersion.text,
            subcommands: [
                KeyCommands.self, GenesisCommands.self, NodeCommands.self, NetworkCommands.self,
                LedgerCommands.self, MemberCommands.self, ValidatorCommands.self, GovernanceCommands.self,
                TypeCommands.self, RegistrarCommands.self, IssuerCommands.self, WalletCommands.self,
                RelyingCommands.self, ImportCommands.self, Mint.self, CredentialCommands.self, StatusCommands.self,
                SceneCommands.self, GrantCommands.self, DisclosureCommands.self, RegulatorCommands.self,
                DepositCommands.self, StrongroomCommands.self, EvidenceCommands.self, Verify.self, Simulate.self,
                NoteCommands.self, BenchCommands.self,
            ])
    }

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let language = Language(arguments: arguments, environment: ProcessInfo.processInfo.environment)
        let words = Language.behindChoice(arguments)
        let status = await Language.$current.withValue(language) { await run(words) }
        Foundation.exit(status.rawValue)
    }

    /// Runs one command and says how it ended; every error is told here.
    private static func run(_ arguments: [String]) async -> ExitStatus {
        do {
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return .ok
        } catch let status as ExitCode {
            return ExitStatus(rawValue: status.rawValue) ?? .failed
        } catch {
            return tellOf(error, isJSON: arguments.contains("--json"))
        }
    }

    private static func tellOf(_ error: any Error, isJSON: Bool) -> ExitStatus {
        let isParsing = exitCode(for: error) == .validationFailure || exitCode(for: error) == .success
        guard isParsing else {
            let told = CommandError(describing: error)
            Console.err(isJSON ? told.json.pretty : told.text + "\n")
            return told.status
        }
        if exitCode(for: error) == .success {
            Console.out(HelpText.told(fullMessage(for: error)) + "\n")
            return .ok
        }
        let told = ParserFault(fullMessage(for: error)).told
        Console.err(isJSON ? told.json.pretty : told.text + "\n")
        return .usage
    }
}

/// Words of the program as a whole.
enum DeedboxWords {
    static var abstract: String {
        tell(
            "Certificates on a ledger that several institutions keep, and that anyone can check.",
            zh: "由多家机构共同维护、任何人都能核验的证照账本。")
    }

    static var discussion: String {
        tell(
            """
            A noun and a verb: deedbox key new, deedbox mint, deedbox verify. Every command explains itself with
            --help, speaks English and Chinese (--lang), and answers programs with --json.
            """,
            zh: """
                用法是“名词 + 动词”：deedbox key new、deedbox mint、deedbox verify。每条命令都可用 --help 查看说明，
                支持中文和英文（--lang），并可用 --json 供程序读取。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox key new --purpose statement --out police.key",
                "deedbox genesis create genesis.json --out genesis.cbor",
                "deedbox node run --genesis genesis.cbor --keys keys/node-1 --data data",
                "deedbox mint certificates.csv --key police.key --node http://127.0.0.1:7101",
                "deedbox verify certificates.csv.receipts.jsonl --trust genesis.cbor")
            + "\n\n" + ConsoleWords.exitCodes
    }
}
