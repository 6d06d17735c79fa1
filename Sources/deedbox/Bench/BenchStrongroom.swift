import ArgumentParser
import Foundation
import NodeAPI
import Rulebook
import Signing

/// `bench strongroom`: random bodies are put until a quorum holds each, found by bucket, fetched and erased.
struct BenchStrongroom: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strongroom",
        abstract: tell("Sealed bodies put, fetched and erased a second.", zh: "密件每秒放入、取出、擦除的件数。"))

    @OptionGroup var target: BenchTarget

    @Option(help: "Bodies in all.")
    var count = 10_000

    @Option(help: "Bytes of a body.")
    var size = 3_000

    @Option(help: "Bodies in a put.")
    var perPut = 2_500

    @Option(help: "Puts under way at once.")
    var inFlight = 4

    func run() async throws {
        let maker = try await target.maker()
        let batches = try stride(from: 0, to: count, by: perPut).map { start in
            try batch(min(perPut, count - start), maker)
        }
        let putting = try await timed {
            try await each(batches) { _ = try await maker.client.put($0.batch, in: maker.network) }
        }
        let tags = batches.flatMap(\.erasures).map(\.tag)
        var found = 0
        let fetching = try await timed { found = try await maker.client.sealedBodies(tags).count }
        guard found == count else { throw ValidationError("\(found) of \(count) bodies were given") }
        let erasing = try await timed { try await each(batches) { try await maker.client.erase($0.erasures) } }
        print(
            """
            strongroom: \(count) bodies of \(size) bytes, \(perPut) a put
              put      \(putting.shown(2)) s  \((Double(count) / putting).shown(0))/s
              fetched  \(fetching.shown(2)) s  \((Double(count) / fetching).shown(0))/s
              erased   \(erasing.shown(2)) s  \((Double(count) / erasing).shown(0))/s
            """)
    }

    private struct Batch: Sendable {
        let batch: StrongroomBatch
        let erasures: [StrongroomErasure]
    }

    private func batch(_ count: Int, _ maker: ManifestMaker) throws -> Batch {
        var items: [StrongroomItem] = []
        var erasures: [StrongroomErasure] = []
        for _ in 0..<count {
            let erasure = StrongroomErasure(
                tag: StrongroomTag(StrongroomWords.random()), secret: StrongroomWords.random())
            erasures.append(erasure)
            items.append(StrongroomItem(tag: erasure.tag, body: Random.bytes(size), eraser: erasure.eraser))
        }
        let now = UInt64(Date().timeIntervalSince1970)
        let batch = try StrongroomBatch(
            items, expiry: now + 3_600, notAfter: now + 300, by: maker.key, of: maker.issuer, in: maker.network.origin)
        return Batch(batch: batch, erasures: erasures)
    }

    private func each(_ batches: [Batch], _ work: @escaping @Sendable (Batch) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, batch) in batches.enumerated() {
                if number >= inFlight { try await group.next() }
                group.addTask { try await work(batch) }
            }
            try await group.waitForAll()
        }
    }

    private func timed(_ work: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        try await work()
        return start.duration(to: .now).seconds
    }
}
