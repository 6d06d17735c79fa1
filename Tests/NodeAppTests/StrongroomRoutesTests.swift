import Foundation
import HTTPTypes
import HummingbirdTesting
import Ledger
import NodeAPI
import NodeApp
import Rulebook
import Signing
import Storage
import TestSupport
import Testing

/// Sealed bodies of a member of the tests, ready to be put.
struct SampleBatch {
    var name = "one"
    var count = 3
    var size = 500
    var member = TestMember.police
    var lifetime: UInt64 = 86_400
    var key: PrivateKey?

    func tag(_ position: Int) -> StrongroomTag { StrongroomTag(SHA256.digest(Array("tag \(name) \(position)".utf8))) }

    func secret(_ position: Int) -> Digest { SHA256.digest(Array("secret \(name) \(position)".utf8)) }

    func body(_ position: Int) -> [UInt8] {
        SHA256.digest(Array("body \(name) \(position)".utf8)).bytes
            + [UInt8](repeating: UInt8(position & 255), count: size - 32)
    }

    var items: [StrongroomItem] {
        (0..<count).map { position in
            StrongroomItem(
                tag: tag(position), body: body(position), eraser: SHA256.digest(secret(position).bytes))
        }
    }

    /// Signed now.
    func batch(in network: Network) throws -> StrongroomBatch {
        let now = UInt64(Date().timeIntervalSince1970)
        return try StrongroomBatch(
            items, expiry: now + lifetime, notAfter: now + 30, by: key ?? member.key, of: member.id,
            in: network.origin)
    }

    func erasure(_ position: Int) -> StrongroomErasure {
        StrongroomErasure(tag: tag(position), secret: secret(position))
    }
}

extension ServedNode {
    fileprivate func put(_ sample: SampleBatch) async throws -> TestResponse {
        try await post(bytes: try sample.batch(in: network).framed, to: "/strongroom")
    }
}

private func expectRefusal(
    _ response: TestResponse, _ code: String, status: Int, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let problem: Problem = try response.json()
    #expect(problem.code == code, sourceLocation: sourceLocation)
    #expect(response.status.code == status && problem.status == status, sourceLocation: sourceLocation)
    #expect(
        [problem.title, problem.detail, problem.detailZh, problem.next, problem.nextZh].allSatisfy { !$0.isEmpty },
        sourceLocation: sourceLocation)
}

struct StrongroomRoutesTests {
    @Test func `a batch is put, acknowledged, listed, given and erased`() async throws {
        try await ServedNode.run { served in
            let sample = SampleBatch()
            let batch = try sample.batch(in: served.network)
            let answer = try await served.post(bytes: batch.framed, to: "/strongroom")
            #expect(answer.status == .ok)
            let words = try answer.json(StrongroomPutBody.self).acknowledgements.compactMap { Base64.decode($0) }
            let receipt = StrongroomReceipt(StrongroomAcknowledgement(of: batch.put), words, in: served.network)
            #expect(receipt?.validators.map(\.text) == ["node-1"])
            let again = try await served.post(bytes: batch.framed, to: "/strongroom")
            #expect(again.bytes == answer.bytes)

            let listing = try StrongroomListing(decoding: try await served.get("/strongroom/buckets/0?bits=0").bytes)
            #expect(listing.hasMore == false)
            #expect(listing.entries.map(\.name.tag) == (0..<3).map(sample.tag).sorted())
            #expect(try await served.get("/strongroom/\(sample.tag(1).hex)").bytes == sample.body(1))
            let asked = [sample.tag(2), StrongroomTag(.zero), sample.tag(0)].flatMap(\.digest.bytes)
            let fetched = try await served.post(bytes: asked, to: "/strongroom/fetch")
            let given = try StrongroomBodies(decoding: fetched.bytes)
            #expect(given.isComplete && given.bodies.map(\.bytes) == [sample.body(2), sample.body(0)])

            let wrong = sample.tag(1).digest.bytes + sample.secret(2).bytes
            try expectRefusal(
                try await served.post(bytes: wrong, to: "/strongroom/erase"), "strongroom-wrong-eraser", status: 403)
            let right = sample.tag(1).digest.bytes + sample.secret(1).bytes
            let erased: StrongroomErasedBody = try await served.post(bytes: right, to: "/strongroom/erase").json()
            #expect(erased == StrongroomErasedBody(erased: 1, absent: 0))
            try expectProblem(try await served.get("/strongroom/\(sample.tag(1).hex)"), .noSuchBody)
            let state: StrongroomBody = try await served.get("/strongroom").json()
            #expect(state.entries == 2 && state.bits == 0 && state.problem == nil && state.waiting == 0)
            let status: StatusBody = try await served.get("/status").json()
            #expect(status.strongroom.entries == 2 && status.problems.isEmpty)
        }
    }

    @Test func `the member that put a body deletes it, and another does not`() async throws {
        try await ServedNode.run { served in
            let sample = SampleBatch()
            _ = try await served.put(sample)
            let names = sample.items.map { StrongroomName(tag: $0.tag, digest: $0.entry.digest) }
            func delete(_ member: TestMember) async throws -> StrongroomErasedBody {
                let deletion = try StrongroomDeletion.signed(
                    names, notAfter: UInt64(Date().timeIntervalSince1970) + 30, by: member.key, of: member.id,
                    in: served.network.origin)
                return try await served.post(bytes: deletion.statement.bytes, to: "/strongroom/delete").json()
            }
            #expect(try await delete(.civilAffairs) == StrongroomErasedBody(erased: 0, absent: 3))
            #expect(try await delete(.police) == StrongroomErasedBody(erased: 3, absent: 0))
            #expect(try await delete(.police) == StrongroomErasedBody(erased: 0, absent: 3))
        }
    }

    @Test func `who may not put is refused by name`() async throws {
        try await ServedNode.run { served in
            try expectRefusal(
                try await served.put(SampleBatch(member: .regulator)), "strongroom-no-depositor", status: 403)
            try expectRefusal(
                try await served.put(SampleBatch(key: TestKey.own("stranger"))), "unknown-key", status: 403)
            #expect(try await served.put(SampleBatch(member: .bank)).status == .ok)
            let now = UInt64(Date().timeIntervalSince1970)
            let foreign = try StrongroomBatch(
                SampleBatch().items, expiry: now + 600, notAfter: now + 30, by: TestMember.police.key,
                of: TestMember.police.id, in: "other.example/00112233445566778899aabbccddeeff")
            try expectRefusal(
                try await served.post(bytes: foreign.framed, to: "/strongroom"), "wrong-origin", status: 403)
            let stranger = try StrongroomBatch(
                SampleBatch().items, expiry: now + 600, notAfter: now + 30, by: TestMember.police.key,
                of: MemberID(checked: "stranger"), in: served.network.origin)
            try expectRefusal(
                try await served.post(bytes: stranger.framed, to: "/strongroom"), "unknown-member", status: 403)
            let old = try StrongroomBatch(
                SampleBatch().items, expiry: now + 600, notAfter: now - 1, by: TestMember.police.key,
                of: TestMember.police.id, in: served.network.origin)
            try expectRefusal(try await served.post(bytes: old.framed, to: "/strongroom"), "expired", status: 403)
            #expect(served.node.strongroom.totals.entries == 3)
        }
    }

    @Test func `a put that is not what was signed is refused`() async throws {
        try await ServedNode.run { served in
            func expect(_ bytes: [UInt8], _ code: String, _ status: Int) async throws {
                try expectRefusal(try await served.post(bytes: bytes, to: "/strongroom"), code, status: status)
            }
            let batch = try SampleBatch().batch(in: served.network)
            let framed = batch.framed
            var swapped = framed
            swapped[framed.count - 1] ^= 1
            try await expect(swapped, "strongroom-body-differs", 422)
            try await expect(framed + [0], "strongroom-form", 400)
            try await expect(Array(framed.dropLast()), "strongroom-form", 400)
            try await expect(Array(framed.prefix(3)), "strongroom-form", 400)
            try await expect([0xff, 0xff, 0xff, 0xff, 1], "strongroom-form", 400)
            var list = framed
            list[8 + batch.put.statement.bytes.count + 5] ^= 1
            try await expect(list, "strongroom-root-differs", 422)
            try await expect([0, 0, 0, 1, 9, 0, 0, 0, 1, 0x80], "strongroom-put-unreadable", 400)
            let far = try SampleBatch(lifetime: 401 * 86_400).batch(in: served.network)
            try await expect(far.framed, "strongroom-expiry", 422)
            var other = SampleBatch(name: "two")
            other.count = 2
            _ = try await served.put(other)
            other.size = 600
            try await expect(try other.batch(in: served.network).framed, "strongroom-tag-taken", 409)
            try expectProblem(try await served.post(bytes: [], to: "/strongroom"), .emptyBody)
            try expectProblem(
                try await served.post(bytes: framed, to: "/strongroom", mediaType: "text/plain"), .wrongMediaType)
            #expect(served.node.strongroom.totals.entries == 2)
        }
    }

    @Test func `what the forms of questions forbid is refused`() async throws {
        try await ServedNode.run { served in
            try expectProblem(try await served.get("/strongroom/buckets/0g"), .badParameter)
            try expectProblem(try await served.get("/strongroom/buckets/00000"), .badParameter)
            try expectProblem(try await served.get("/strongroom/buckets/00?after=1"), .badParameter)
            try expectProblem(try await served.get("/strongroom/ABC"), .badParameter)
            try expectProblem(try await served.post(bytes: [1, 2], to: "/strongroom/fetch"), .badRuns)
            try expectProblem(try await served.post(bytes: [], to: "/strongroom/erase"), .badRuns)
            let many = [UInt8](repeating: 0, count: 32 * (StrongroomBodies.maxNames + 1))
            try expectProblem(try await served.post(bytes: many, to: "/strongroom/fetch"), .bodyTooLarge)
            try expectRefusal(
                try await served.post(bytes: [1], to: "/strongroom/delete"), "strongroom-put-unreadable", status: 400)
        }
    }

    @Test func `quota, room, disk and rate are refused by name, and the ledger goes on`() async throws {
        func run(
            _ configure: (inout StrongroomLimits) -> Void, _ samples: [SampleBatch], _ code: String, _ status: Int
        ) async throws {
            try await ServedNode.run(configure: { configure(&$0.strongroom) }) { served in
                for sample in samples.dropLast() { #expect(try await served.put(sample).status == .ok) }
                let last = try #require(samples.last)
                try expectRefusal(try await served.put(last), code, status: status)
                try await served.commit([served.anchor(code)])
                #expect(try await served.get("/health").status == .ok)
            }
        }
        let two = [SampleBatch(), SampleBatch(name: "two")]
        try await run({ $0.memberEntries = 5 }, two, "strongroom-quota", 403)
        try await run({ $0.memberBytes = 3_000 }, two, "strongroom-quota", 403)
        try await run({ $0.maxBytes = 3_000 }, two, "strongroom-full", 507)
        try await run({ $0.reserveBytes = 1 << 50 }, [SampleBatch()], "strongroom-full", 507)
        try await run({ $0.memberBytesPerSecond = 600 }, two, "strongroom-too-fast", 429)
    }

    @Test func `a bucket beyond what is recommended is refused, and the recommended ones hold everything`() async throws
    {
        try await ServedNode.run { served in
            for name in 0..<4 { _ = try await served.put(SampleBatch(name: "\(name)", count: 300, size: 40)) }
            let bits = try await served.get("/strongroom").json(StrongroomBody.self).bits
            #expect(bits == 5)
            try expectProblem(try await served.get("/strongroom/buckets/0?bits=2"), .bucketTooWide)
            var found: [StrongroomTag] = []
            for value in 0..<32 {
                let prefix = String(value << 3, radix: 16)
                let digits = String(repeating: "0", count: 2 - prefix.count) + prefix
                let answer = try await served.get("/strongroom/buckets/\(digits)?bits=5")
                found += try StrongroomListing(decoding: answer.bytes).entries.map(\.name.tag)
            }
            #expect(found.count == 1_200 && found == found.sorted())
        }
    }

    @Test func `a strongroom that cannot be opened leaves the node at work`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "deedbox-no-folder-\(UUID())")
        try Data([1]).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try await ServedNode.run(configure: { $0.strongroom.directory = file.path }) { served in
            try expectProblem(try await served.put(SampleBatch()), .strongroomOut)
            try expectProblem(try await served.get("/strongroom/buckets/0"), .strongroomOut)
            try await served.commit([served.anchor("goes on")])
            let status: StatusBody = try await served.get("/status").json()
            #expect(status.problems.contains { $0.contains("strongroom") })
            #expect(try await served.get("/health").status == .ok)
        }
    }

    @Test func `what has expired is not given`() async throws {
        try await ServedNode.run { served in
            let sample = SampleBatch(lifetime: 2)
            #expect(try await served.put(sample).status == .ok)
            let limit = ContinuousClock.now.advanced(by: .seconds(20))
            while served.node.strongroom.totals.entries > 0, ContinuousClock.now < limit { await Task.yield() }
            #expect(served.node.strongroom.totals.puts == 0)
            try expectProblem(try await served.get("/strongroom/\(sample.tag(0).hex)"), .noSuchBody)
            try expectRefusal(
                try await served.put(SampleBatch(name: "late", lifetime: 0)), "strongroom-expiry", status: 422)
        }
    }

    @Test func `the client puts, finds, fetches and erases, and believes no false acknowledgement`() async throws {
        try await ServedNode.run(.port) { served in
            let client = try served.nodeClient()
            let sample = SampleBatch(count: 40)
            let receipt = try await client.put(try sample.batch(in: served.network), in: served.network)
            #expect(receipt.acknowledged.count == 40)
            let bits = try await client.strongroom().bits
            let tags = (0..<40).map(sample.tag)
            var listed: Set<StrongroomTag> = []
            for tag in tags {
                let bucket = try await client.strongroomBucket(BucketPrefix(of: tag, bits: bits))
                listed.formUnion(bucket.map(\.name.tag))
            }
            #expect(listed == Set(tags))
            let bodies = try await client.sealedBodies(tags)
            #expect(bodies.map(\.bytes) == (0..<40).map(sample.body))
            #expect(try await client.erase((0..<40).map(sample.erasure)).erased == 40)
            #expect(try await client.sealedBodies(tags).isEmpty)
            let word = receipt.acknowledged
            var forged = receipt.acknowledgements[0]
            forged[forged.count - 1] ^= 1
            #expect(StrongroomReceipt(word, [forged], in: served.network) == nil)
            #expect(StrongroomReceipt(word, [], in: served.network) == nil)
            let other = try SampleBatch(name: "other").batch(in: served.network)
            let twisted = StrongroomAcknowledgement(of: other.put)
            #expect(StrongroomReceipt(twisted, receipt.acknowledgements, in: served.network) == nil)
        }
    }
}
