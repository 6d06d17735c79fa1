import ArgumentParser
import Foundation
import Signing
import Storage

/// `bench raw`: what the machine can do at best, in the same run as a measurement.
struct BenchRaw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "raw",
        abstract: tell("SHA-256, Ed25519 and disk rates of this machine.", zh: "本机的 SHA-256、Ed25519 与磁盘速率。"))

    @Option(help: "A folder on the disk to be measured.")
    var directory = "."

    func run() async throws {
        let leaf = [UInt8](repeating: 7, count: 36)
        let digest = SHA256.digest(leaf)
        let key = PrivateKey(generating: .ed25519)
        let message = [UInt8](repeating: 9, count: 250)
        let signature = key.sign(message)
        var sink = digest
        let leaves = rate { sink = Digest.leaf(leaf) }
        let nodes = rate { sink = Digest.node(sink, digest) }
        let signs = rate { _ = key.sign(message) }
        let verifies = rate { _ = key.publicKey.verifies(signature, over: message) }
        let syncs = try syncRate()
        print(
            """
            raw, one thread:
              SHA-256 leaf of 36 bytes/s  \(leaves.shown(0))
              SHA-256 inner node/s        \(nodes.shown(0))
              Ed25519 sign/s              \(signs.shown(0))
              Ed25519 verify/s            \(verifies.shown(0))
              append 4 KiB + fdatasync/s  \(syncs.shown(0))
            """)
    }

    /// Calls a second, over about a second.
    private func rate(_ body: () -> Void) -> Double {
        let start = ContinuousClock.now
        var count = 0
        while start.duration(to: .now) < .seconds(1) {
            for _ in 0..<256 { body() }
            count += 256
        }
        return Double(count) / start.duration(to: .now).seconds
    }

    private func syncRate() throws -> Double {
        let probe = try DiskProbe(in: directory)
        let block = [UInt8](repeating: 1, count: 4_096)
        let start = ContinuousClock.now
        var count = 0
        while start.duration(to: .now) < .seconds(1) {
            try probe.append(block)
            count += 1
        }
        return Double(count) / start.duration(to: .now).seconds
    }
}
