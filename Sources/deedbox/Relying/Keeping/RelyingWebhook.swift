import ArgumentParser
import RelyingApp
import Rulebook
import Signing

/// `deedbox relying webhook`: addresses that are told of what happens.
struct RelyingWebhookCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "webhook", abstract: KeepingWords.webhook,
            subcommands: [
                RelyingWebhookAdd.self, RelyingWebhookList.self, RelyingWebhookRemove.self, RelyingWebhookTest.self,
                RelyingRedeliver.self,
            ])
    }
}

/// `relying webhook add`.
struct RelyingWebhookAdd: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "add", abstract: KeepingWords.webhookAdd)
    }

    @Argument(help: ArgumentHelp(KeepingWords.webhookURL))
    var url: String
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let webhook = try desk.open().addWebhook(url)
        var report = Report(KeepingWords.webhookAdded(webhook.number))
        report.fact(tell("number", zh: "编号"), webhook.number, "webhook")
        report.fact(tell("secret", zh: "密钥"), webhook.secretText, "secret")
        report.meaning = KeepingWords.secretMeaning
        report.next = "deedbox relying webhook test \(webhook.number) \(desk.words)"
        output.print(report)
    }
}

/// `relying webhook list`.
struct RelyingWebhookList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: KeepingWords.webhookList)
    }

    @Option(help: ArgumentHelp(KeepingWords.deliveryState, valueName: "waiting|delivered|dead"))
    var state: String?
    @Option(help: ArgumentHelp(KeepingWords.limit))
    var limit = 100
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try desk.open()
        let webhooks = try opened.webhooks()
        let deliveries = try opened.deliveries(
            try KeepingWords.read("--state", state, as: "waiting, delivered, dead") { Delivery.State(rawValue: $0) },
            limit: max(1, min(limit, 10_000)))
        var report = Report(KeepingWords.count(webhooks: webhooks.count))
        report.body = TextTable.lines(
            webhooks.map { ["\($0.number)", $0.url, UTCTime(seconds: $0.added).description] })
        report.body += TextTable.lines(
            deliveries.map { each in
                [
                    each.id, "\(each.webhook)", each.event, each.state.rawValue, "\(each.attempts)",
                    UTCTime(seconds: each.next).description, each.note ?? "",
                ]
            })
        for webhook in webhooks { report.add("webhooks", webhook.json) }
        for each in deliveries { report.add("deliveries", each.json) }
        output.print(report)
    }
}

/// `relying webhook remove`.
struct RelyingWebhookRemove: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "remove", abstract: KeepingWords.webhookRemove)
    }

    @Argument(help: ArgumentHelp(KeepingWords.webhookNumber))
    var number: UInt64
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try desk.open().removeWebhook(number)
        output.print(Report(KeepingWords.webhookRemoved(number)))
    }
}

/// `relying webhook test`.
struct RelyingWebhookTest: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "test", abstract: KeepingWords.webhookTest)
    }

    @Argument(help: ArgumentHelp(KeepingWords.webhookNumber))
    var number: UInt64
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (isTaken, note) = try await desk.open().testWebhook(number)
        guard isTaken else { throw KeepingWords.notTaken(note) }
        var report = Report(KeepingWords.webhookTaken(number))
        report.fact(tell("answer", zh: "答复"), note, "note")
        output.print(report)
    }
}

/// `relying webhook redeliver`.
struct RelyingRedeliver: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "redeliver", abstract: KeepingWords.redeliver)
    }

    @Argument(help: ArgumentHelp(KeepingWords.deliveryID))
    var id: String?
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let count = try desk.open().redeliver(id)
        var report = Report(KeepingWords.redelivered(count))
        report.json.append("count", .integer(Int64(count)))
        output.print(report)
    }
}
