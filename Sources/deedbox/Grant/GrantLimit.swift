import ArgumentParser
import Foundation
import NodeAPI
import Rulebook
import Signing

/// `deedbox grant limit`: the holder tightens a grant, which nothing ever widens.
struct GrantLimit: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "limit", abstract: GrantWords.limit, discussion: GrantWords.limitExamples)
    }

    @Option(help: ArgumentHelp(GrantWords.holderKey, valueName: "file"))
    var key: String
    @OptionGroup var passphrases: PassphraseFiles
    @Option(help: ArgumentHelp(GrantWords.limitedUses))
    var uses: UInt64?
    @Option(help: ArgumentHelp(GrantWords.limitedHours))
    var hours: UInt64?
    @Option(help: ArgumentHelp(GrantWords.pauseHours))
    var pauseHours: UInt64?
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let pause = pauseHours
        guard uses != nil || hours != nil || pause != nil else { throw GrantWords.noLimit }
        let key = try StoredKey.key(key, for: .grant, passphrases).key
        let session = try await address.session()
        let id = GrantID(origin: session.network.origin, key: key.publicKey)
        let known = try await StateQuestion.grant(id).ask(session).value
        let now = UInt64(Date().timeIntervalSince1970)
        let act = Act.limitGrant(
            LimitGrant(
                grantKey: key.publicKey, number: (known?.limits ?? 0) + 1, uses: uses,
                expiry: hours.map { now + $0 * 3_600 }, pausedUntil: pause.map { now + $0 * 3_600 }))
        let header = session.header(act.name, issuer: nil)
        let outcome = try await session.send(Statement.signed(header, payload: act.payload, by: key))
        var report = Report(GrantWords.limited)
        outcome.add(to: &report)
        report.meaning = GrantWords.limitedMeaning
        output.print(report)
    }
}

/// `deedbox grant refuse`: the request is over, and nothing flowed.
struct GrantRefuse: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "refuse", abstract: GrantWords.refuse)
    }

    @Argument(help: ArgumentHelp(GrantWords.requestFile))
    var request: String
    @Option(help: ArgumentHelp(GrantWords.holderKey, valueName: "file"))
    var key: String
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let bytes = try WholeFile.bytes(request, max: 4_096)
        _ = try GrantWords.readRequest(bytes, request)
        let key = try StoredKey.key(key, for: .grant, passphrases).key
        let session = try await address.session()
        let act = Act.refuseRequest(RefuseRequest(request: bytes))
        let header = session.header(act.name, issuer: nil)
        let outcome = try await session.send(Statement.signed(header, payload: act.payload, by: key))
        var report = Report(GrantWords.refused)
        outcome.add(to: &report)
        report.meaning = GrantWords.refusedMeaning
        output.print(report)
    }
}
