import ArgumentParser
import Rulebook
import Sealing
import Signing
import WalletApp

/// What a new wallet needs to know.
struct NewWalletOptions: ParsableArguments {
    @Option(help: ArgumentHelp(WalletWords.data, valueName: "folder"))
    var data: String
    @Option(help: ArgumentHelp(WalletWords.trust, valueName: "genesis"))
    var trust: String
    @Option(help: ArgumentHelp(WalletWords.nodes, valueName: "url"))
    var node: [String] = ["http://127.0.0.1:7101"]
    @Option(help: ArgumentHelp(WalletWords.registrar, valueName: "url"))
    var registrar: String
    @Option(help: ArgumentHelp(WalletWords.registrarMember, valueName: "id"))
    var registrarMember = "registrar"
    @Option(help: ArgumentHelp(WalletWords.identity, valueName: "file"))
    var identity: String
    @Option(help: ArgumentHelp(WalletWords.newPassphrase, valueName: "file"))
    var passphraseFile: String
    @Option(help: ArgumentHelp(WalletWords.plan, valueName: "file"))
    var plan: String?

    /// The options that open the wallet, for a command that is to be copied.
    var words: String { "--data \(data) --passphrase-file \(passphraseFile)" }

    func settings() throws -> WalletSettings {
        guard let member = MemberID(registrarMember) else { throw NodeWords.badMember(registrarMember) }
        return WalletSettings(nodes: node, registrar: member, registrarURL: registrar)
    }

    func holder() throws -> HolderIdentity {
        try ReadableJSON.read(identity) { (value) throws(JSONError) in try HolderIdentity(readable: value) }
    }

    func genesis() throws -> [UInt8] {
        _ = try GenesisFile.network(trust)
        return try WholeFile.bytes(trust, max: 4 << 20)
    }

    /// The plan's bytes, read before anything is made.
    func planBytes() throws -> [UInt8]? { try plan.map(PlanFile.read) }
}

/// What a holder's file should hold, from a file of the catalogue.
enum PlanFile {
    /// The bytes of a plan that can be read.
    static func read(_ path: String) throws -> [UInt8] {
        let bytes = try WholeFile.bytes(path, max: 1 << 20)
        do throws(JSONError) { _ = try FilePlan(parsing: bytes) } catch { throw ConsoleWords.notJSON(path, "\(error)") }
        return bytes
    }
}

/// `deedbox wallet init`: keys, an account at the registrar, its binding.
struct WalletInit: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "init", abstract: WalletWords.initialise, discussion: WalletWords.initialiseDiscussion)
    }

    @OptionGroup var new: NewWalletOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let plan = try new.planBytes()
        let opened = try await Wallet.openAccount(
            in: WalletFolder(new.data), try new.settings(), genesis: try new.genesis(), identity: try new.holder(),
            passphrase: try Passphrase.read(new.passphraseFile))
        if let plan { try opened.wallet.keepPlan(plan) }
        output.print(WalletWords.report(opened, WalletWords.accountOpen, new.words))
    }
}

/// `deedbox wallet recover`: the same wallet on another device.
struct WalletRecover: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "recover", abstract: WalletWords.recover, discussion: WalletWords.recoverDiscussion)
    }

    @OptionGroup var new: NewWalletOptions
    @Option(help: ArgumentHelp(WalletWords.recoveryCode, valueName: "file"))
    var recoveryFile: String
    @Option(help: ArgumentHelp(WalletWords.backup, valueName: "file"))
    var backup: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let plan = try new.planBytes()
        let text = try Passphrase.read(recoveryFile)
        let code: RecoveryCode
        do throws(RecoveryCodeError) { code = try RecoveryCode(text) } catch { throw WalletWords.badCode(error) }
        let opened = try await Wallet.recoverAccount(
            in: WalletFolder(new.data), try new.settings(), genesis: try new.genesis(), identity: try new.holder(),
            passphrase: try Passphrase.read(new.passphraseFile), code: code,
            backup: try backup.map { try WholeFile.text($0, max: 64 << 10) })
        if let plan { try opened.wallet.keepPlan(plan) }
        output.print(WalletWords.report(opened, WalletWords.recovered, new.words))
    }
}
