import ArgumentParser
import NodeAPI
import Rulebook
import Signing

/// `deedbox network status`: all nodes in one table, who is waited for, and who has lied.
struct NetworkStatus: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "status", abstract: NetworkWords.status)
    }

    @OptionGroup var options: NetworkOptions

    func run() async throws {
        let places = options.places(try options.started())
        let statuses = await NodeStatuses.ask(places)
        let count = statuses.compactMap { $0 }.count
        let standstill = NodeStatuses.standstill(statuses)
        var report = Report(
            standstill.map(NetworkWords.standsStill) ?? NetworkWords.answering(count, of: places.count))
        if standstill != nil || count < places.count { report.next = "deedbox network up --data \(options.data)" }
        report.json.append("standsStill", .bool(standstill != nil))
        report.body = NodeStatuses.lines(places, statuses)
        report.json.append("nodes", .array(zip(places, statuses).map { .object(NetworkStatus.json($0, $1)) }))
        report.json.append("offences", .array(NodeStatuses.offences(statuses).map(OffenceWords.json)))
        if let counts = NodeStatuses.counted(statuses) {
            report.json.append(
                "disclosures",
                ["sealed": .integer(Int64(counts.sealed)), "overdue": .integer(Int64(counts.overdue))])
        }
        options.output.print(report)
        if standstill != nil { throw ExitCode(ExitStatus.no.rawValue) }
        if count == 0 { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private static func json(_ place: NodePlace, _ status: StatusBody?) -> JSONObject {
        var json = JSONObject()
        json.append("member", .string(place.node.member.text))
        json.append("address", .string(place.url))
        json.append("process", place.running.map { .integer(Int64($0.id)) } ?? .null)
        json.append("answers", .bool(status != nil))
        guard let status else { return json }
        json.append("height", .integer(Int64(clamping: status.height)))
        json.append("size", .integer(Int64(clamping: status.size)))
        json.append("root", status.root.map { .string($0) } ?? .null)
        json.append("connected", .integer(Int64(status.peers.filter(\.isConnected).count)))
        guard let round = status.round else { return json }
        json.append("round", .integer(Int64(clamping: round.round)))
        json.append("step", .string(round.step))
        json.append("since", .integer(Int64(clamping: round.since)))
        json.append(
            "missing",
            .array(
                round.missing.map { ["what": .string($0.what), "from": .array($0.from.map { .string($0) })] }))
        return json
    }
}
