import ArgumentParser
import Foundation
import Ledger
import NodeAPI
import Rulebook
import Signing

/// `deedbox ledger export`: checkpoint, tiles and entry bundles as files for any web server.
struct LedgerExport: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "export", abstract: LedgerWords.export, discussion: LedgerWords.exportExamples)
    }

    @Option(help: ArgumentHelp(LedgerWords.node, valueName: "url"))
    var node = "http://127.0.0.1:7101"

    @Option(help: ArgumentHelp(LedgerWords.webroot, valueName: "folder"))
    var out: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let client = try NodeClient([node])
        guard let note = try await client.checkpoint() else { throw LedgerWords.noBlock }
        let checkpoint = try Checkpoint(parsing: note.text)
        var count = 0
        for path in TileList.paths(size: checkpoint.head.size) {
            let target = out + "/" + path.path
            if path.width == 256, FileManager.default.fileExists(atPath: target) { continue }
            guard let bytes = try await client.tile(path) else { throw LedgerWords.noTile(path.path) }
            try write(bytes, to: target)
            count += 1
        }
        try write(Array(try await client.policy().text.utf8), to: out + "/policy")
        try write(try await client.epochs().encoded, to: out + "/epochs")
        // The checkpoint comes last: whoever sees it finds every tile below it.
        try write(Array(note.encoded.utf8), to: out + "/checkpoint")
        var report = Report(LedgerWords.exported(out))
        report.fact(tell("leaves", zh: "条目"), "\(checkpoint.head.size)")
        report.fact(tell("files written", zh: "写入文件"), "\(count)")
        report.json.append("leaves", .integer(Int64(checkpoint.head.size)))
        report.json.append("files", .integer(Int64(count)))
        output.print(report)
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let url = URL(filePath: path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url, options: .atomic)
    }
}

/// Every tile and entry bundle that a log of a size has.
enum TileList {
    /// Hash tiles from the lowest level up, then entry bundles; the last of each row may be partial.
    static func paths(size: UInt64) -> [TilePath] {
        var paths: [TilePath] = []
        var hashes = size
        var level = 0
        while hashes > 0 {
            paths += row(hashes).map { TilePath(.hashes(level: level), index: $0.index, width: $0.width) }
            hashes >>= 8
            level += 1
        }
        return paths + row(size).map { TilePath(.entries, index: $0.index, width: $0.width) }
    }

    private static func row(_ count: UInt64) -> [(index: UInt64, width: Int)] {
        let full = (0..<count >> 8).map { (index: $0, width: 256) }
        let rest = Int(count & 255)
        return rest == 0 ? full : full + [(index: count >> 8, width: rest)]
    }
}
