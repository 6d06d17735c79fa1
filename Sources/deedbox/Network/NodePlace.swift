import Foundation
import NodeAPI
import Rulebook
import Signing

/// Where one node of a network keeps its files, and the process that runs it.
struct NodePlace {
    let node: NetworkFile.Node
    let folder: String

    init(_ node: NetworkFile.Node, in data: String) {
        self.node = node
        folder = data + "/" + node.member.text
    }

    var data: String { folder + "/data" }
    var log: String { folder + "/node.log" }
    /// The folder with proofs that this node has seen of others' lies; nil when there is none.
    var proofs: String? {
        let folder = data + "/evidence"
        return Folder.exists(folder) ? folder : nil
    }
    var settings: String { folder + "/node.json" }
    var url: String { "http://\(node.http)" }
    /// The folder with its keys.
    var keys: String { node.keys ?? folder + "/keys" }
    /// The number of its process, alone.
    private var pidFile: String { folder + "/node.pid" }
    /// When that process was started, in the system's ticks: another may have its number later.
    private var startFile: String { folder + "/node.started" }

    /// The process that runs the node, if it still does.
    var running: NodeProcess? {
        guard let id = try? WholeFile.text(pidFile, max: 100), let start = try? WholeFile.text(startFile, max: 100),
            let process = NodeProcess(id: id, start: start)
        else { return nil }
        return process.isRunning ? process : nil
    }

    /// Starts the process, which outlives this one's terminal; what it says goes to its log file.
    func launch(genesis: String) throws -> NodeProcess {
        try? forget()
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        if !Folder.exists(log) { try WholeFile.create([], at: log) }
        let started = try NodeProcess.start(
            program,
            [
                "node", "run", "--genesis", genesis, "--data", data, "--keys", keys, "--member", node.member.text,
                "--config", settings,
            ], log: log)
        try WholeFile.create(Array("\(started.start)\n".utf8), at: startFile)
        try WholeFile.create(Array("\(started.id)\n".utf8), at: pidFile)
        return started
    }

    /// Forgets the process.
    func forget() throws {
        for file in [pidFile, startFile] { try Folder.remove(file) }
    }

    /// The last lines of the log.
    func logTail(_ count: Int) -> [String] {
        guard let text = try? LogTail.text(of: log) else { return [] }
        return text.split(separator: "\n").suffix(count).map(String.init)
    }

    /// How the node is; nil when it does not answer.
    func status() async -> StatusBody? {
        guard let client = try? NodeClient([url], timeoutSeconds: 3) else { return nil }
        return try? await client.status()
    }
}

/// The end of a file that may be long.
enum LogTail {
    private static let byteCount: UInt64 = 256 << 10

    static func text(of path: String) throws -> String {
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        let size = try file.seekToEnd()
        try file.seek(toOffset: size > byteCount ? size - byteCount : 0)
        return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
    }
}
