import ArgumentParser
import NodeAPI
import Rulebook
import Signing

/// `deedbox strongroom list`: how it is, or what lies in one bucket.
struct StrongroomList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: StrongroomWords.list)
    }

    @Option(help: ArgumentHelp(StrongroomWords.prefix, valueName: "digits"))
    var prefix: String?
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let client = try await address.session().client
        let room = try await client.strongroom()
        var report = Report(StrongroomWords.holds(room.entries))
        report.fact(tell("bytes", zh: "字节"), UInt64(room.bytes), "bytes")
        report.fact(tell("puts that wait for other nodes", zh: "等待其他节点的批次"), UInt64(room.waiting), "waiting")
        report.fact(tell("bits of a bucket", zh: "桶的前缀位数"), UInt64(room.bits), "bits")
        report.json.append("entries", .integer(Int64(room.entries)))
        if let problem = room.problem { report.fact(tell("problem", zh: "问题"), problem, "problem") }
        if prefix != nil || room.bits == 0 {
            let digits = prefix ?? "0"
            let bits = prefix == nil ? 0 : 4 * digits.utf8.count
            guard bits <= 16, let bucket = BucketPrefix(digits: digits, bits: bits) else {
                throw StrongroomWords.badPrefix(digits)
            }
            list(try await client.strongroomBucket(bucket), &report)
        }
        output.print(report)
    }

    private func list(_ entries: [StrongroomListed], _ report: inout Report) {
        report.body = TextTable.lines(
            entries.map { [$0.name.tag.hex, String($0.size), UTCTime(seconds: $0.expiry).description] })
        for entry in entries {
            report.add(
                "bucket",
                [
                    "tag": .string(entry.name.tag.hex), "digest": .string(entry.name.digest.hex),
                    "size": .integer(Int64(entry.size)), "expiry": .integer(Int64(clamping: entry.expiry)),
                ])
        }
    }
}
