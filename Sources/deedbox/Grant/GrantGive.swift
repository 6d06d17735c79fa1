import ArgumentParser
import Foundation
import Ledger
import NodeAPI
import Rulebook
import Signing

/// `deedbox grant give`: the holder agrees, in terms no wider than the request's.
struct GrantGive: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "give", abstract: GrantWords.give, discussion: GrantWords.giveExamples)
    }

    @Argument(help: ArgumentHelp(GrantWords.requestFile))
    var request: String
    @Option(help: ArgumentHelp(GrantWords.holderKey, valueName: "file"))
    var key: String
    @OptionGroup var passphrases: PassphraseFiles
    @Option(help: ArgumentHelp(GrantWords.fewerUses))
    var uses: UInt64?
    @Option(help: ArgumentHelp(GrantWords.fewerDays))
    var days: UInt64?
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let bytes = try WholeFile.bytes(request, max: 4_096)
        let asked = try GrantWords.readRequest(bytes, request)
        let key = try StoredKey.key(key, for: .grant, passphrases).key
        let session = try await address.session()
        let term = min(days.map { $0 * 86_400 } ?? asked.term, asked.term)
        let act = Act.grant(
            GrantAct(
                request: bytes, uses: uses ?? asked.maxUses,
                expiry: UInt64(Date().timeIntervalSince1970) + term, deposit: nil))
        let header = session.header(act.name, issuer: nil)
        let outcome = try await session.send(Statement.signed(header, payload: act.payload, by: key))
        var report = Report(GrantWords.given(uses ?? asked.maxUses, term / 86_400))
        let id = GrantID(origin: session.network.origin, key: key.publicKey)
        report.fact(tell("grant", zh: "授权标识"), id.description, "grant")
        outcome.add(to: &report)
        report.meaning = GrantWords.givenMeaning
        output.print(report)
    }
}

/// `deedbox grant withdraw`: the holder ends a grant.
struct GrantWithdraw: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "withdraw", abstract: GrantWords.withdraw)
    }

    @Option(help: ArgumentHelp(GrantWords.holderKey, valueName: "file"))
    var key: String
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let key = try StoredKey.key(key, for: .grant, passphrases).key
        let session = try await address.session()
        let act = Act.withdraw(Withdraw(grantKey: key.publicKey))
        let header = session.header(act.name, issuer: nil)
        let outcome = try await session.send(Statement.signed(header, payload: act.payload, by: key))
        var report = Report(GrantWords.withdrawn)
        outcome.add(to: &report)
        report.meaning = GrantWords.withdrawnMeaning
        output.print(report)
    }
}
