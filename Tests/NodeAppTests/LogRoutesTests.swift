import HTTPTypes
import HummingbirdTesting
import Ledger
import NodeAPI
import NodeApp
import Rulebook
import Signing
import TestSupport
import Testing

struct LogRoutesTests {
    @Test func `the checkpoint is final under the policy that follows from the genesis`() async throws {
        try await ServedNode.run { served in
            let response = try await served.get("/checkpoint")
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(response.headers[.cacheControl] == "no-cache")
            let final = try served.network.policy.check(SignedNote(parsing: response.bytes))
            #expect(final.checkpoint.head.size == served.node.snapshot.size)
        }
    }

    @Test(arguments: ["/checkpoint", "/state/grant/buckets/0?bits=0"])
    func `before the first block there is nothing to prove`(_ path: String) async throws {
        try await ServedNode.runIdle { served in
            try expectProblem(try await served.get(path), .noBlockYet)
            try expectProblem(try await served.get("/receipts/0"), .noSuchLeaf)
            try expectProblem(try await served.get("/tile/0/000.p/1"), .noSuchTile)
        }
    }

    @Test func `tiles and entries make the root of the checkpoint`() async throws {
        try await ServedNode.run { served in
            let final = try served.network.policy.check(SignedNote(parsing: try await served.get("/checkpoint").bytes))
            let size = final.checkpoint.head.size
            let entries = try await served.get("/tile/entries/000.p/\(size)")
            #expect(entries.headers[.contentType] == "application/octet-stream")
            let hashes = try EntryBundle.parse(entries.bytes).map { Digest.leaf($0) }
            #expect(UInt64(hashes.count) == size)
            #expect(MerkleTree.root(of: hashes) == final.checkpoint.head.root)
            #expect(try await served.get("/tile/0/000.p/\(size)").bytes == hashes.flatMap(\.bytes))
        }
    }

    @Test func `a full tile may be kept for ever, a partial one for minutes`() async throws {
        try await ServedNode.run { served in
            for batch in 0..<4 {
                try await served.commit([TestIssue(64, name: "批次 \(batch)").submission(in: served.signer)])
            }
            let full = try await served.get("/tile/entries/000")
            #expect(full.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(try EntryBundle.parse(full.bytes).count == 256)
            #expect(try await served.get("/tile/0/000").bytes.count == 256 * Digest.byteCount)
            #expect(try await served.get("/tile/1/000.p/1").bytes.count == Digest.byteCount)
            #expect(try await served.get("/tile/0/000.p/9").headers[.cacheControl] == "public, max-age=300")
        }
    }

    @Test(arguments: [
        "/tile/entries/001", "/tile/0/000.p/256", "/tile/0/000.p/0", "/tile/64/000", "/tile/0/0", "/tile/entries",
        "/tile/0/000.p/01", "/tile/entries/../0/000.p/1", "/tile/0/x000/000", "/tile/-1/000",
    ])
    func `a path that is no tile, or lies beyond the log, is not found`(_ path: String) async throws {
        try await ServedNode.run { served in
            try expectProblem(try await served.get(path), .noSuchTile)
        }
    }

    @Test func `a tile that cannot be read is the storage's failure, without its facts`() async throws {
        struct Damage: Error {}
        let alter: @Sendable (Node) -> any NodeService = { node in
            var altered = AlteredNode(node)
            altered.reading = { _ in throw Damage() }
            return altered
        }
        try await ServedNode.run(alter: alter) { served in
            let response = try await served.get("/tile/entries/000.p/1")
            try expectProblem(response, .storageFailed)
            #expect(!response.text.contains("Damage"))
        }
    }

    @Test func `genesis and policy are those of the network`() async throws {
        try await ServedNode.runIdle { served in
            let genesis = try await served.get("/genesis")
            #expect(genesis.headers[.contentType] == "application/cbor")
            #expect(try Genesis(decoding: genesis.bytes).origin == served.network.origin)
            let policy = try await served.get("/policy")
            #expect(try CheckpointPolicy(parsing: policy.text) == served.network.policy)
        }
    }

    @Test func `a block is told in a few words`() async throws {
        try await ServedNode.run { served in
            try await served.commit([TestIssue(3).submission(in: served.signer)])
            let height = served.node.snapshot.head.height
            let block: BlockBody = try await served.get("/blocks/\(height)").json()
            #expect(block.height == height.value)
            #expect(block.records == 3)
            #expect(block.statements == 1)
            #expect(block.size == served.node.snapshot.size)
            #expect(block.id == served.node.snapshot.head.id.description)
            #expect(block.first + 4 == block.seal)
        }
    }

    @Test func `a block names the prefixes of the keys that it touched`() async throws {
        try await ServedNode.run { served in
            let grant = StateKey.grant(TestGrant().id(in: served.signer))
            let height = served.node.snapshot.head.height
            let block: BlockBody = try await served.get("/blocks/\(height)").json()
            #expect(block.touched.grant == [String(grant.hash.hex.prefix(4))])
            #expect(block.touched.status == [])
        }
    }

    @Test(arguments: [
        ("/blocks/999", ProblemCode.noSuchBlock), ("/blocks/0", .noSuchBlock), ("/blocks/01", .badParameter),
    ])
    func `a height that no block has is not found`(_ path: String, _ code: ProblemCode) async throws {
        try await ServedNode.run { served in
            try expectProblem(try await served.get(path), code)
        }
    }
}
