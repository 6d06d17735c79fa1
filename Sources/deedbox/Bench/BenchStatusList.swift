import ArgumentParser
import IssuingApp
import Signing

/// `bench status-list`: how long a desk takes to make a status list anew, from its database to the signed text that it
/// publishes. It is made again and again, and each time its anchor is queued: for a desk that serves nobody.
struct BenchStatusList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status-list",
        abstract: tell("A desk's first status list, made anew and signed.", zh: "签发台首个状态列表的重建与签名用时。"))

    @OptionGroup var desk: DeskOptions
    @Option(help: "How often it is made.")
    var rounds = 9

    func run() throws {
        let desk = try desk.open()
        var times: [Double] = []
        for _ in 0..<max(1, rounds) {
            let start = ContinuousClock.now
            try desk.buildStatusList(0)
            times.append(start.duration(to: .now).seconds * 1_000)
        }
        guard let token = try desk.database.statusList(0)?.token else { return }
        print(
            """
            status list of a desk, one thread:
              made anew and signed, median      \(times.sorted()[times.count / 2].shown(1)) ms
              the slowest of \(times.count)                  \((times.max() ?? 0).shown(1)) ms
              compressed list                   \(try BenchStatusList.byteCount(token)) bytes
              signed text                       \(token.utf8.count) bytes
            """)
    }

    /// The bytes of the compressed list before base64url.
    private static func byteCount(_ token: String) throws -> Int {
        let parts = token.split(separator: ".")
        guard parts.count == 3, let claims = Base64URL.decode(String(parts[1])) else { return 0 }
        let root = try JSONElement(JSONValue(parsing: claims, maxByteCount: 1 << 20))
        guard case .object(let members) = root.value, case .object(let list)? = members["status_list"],
            case .string(let text)? = list["lst"]
        else { return 0 }
        return text.utf8.count * 3 / 4
    }
}
