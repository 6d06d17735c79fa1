import HTTPTypes
import HummingbirdTesting
import Ledger
import NodeAPI
import NodeApp
import Rulebook
import Signing
import TestSupport
import Testing

struct StateRoutesTests {
    @Test func `a bucket proves a grant that is there and one that is not`() async throws {
        try await ServedNode.run { served in
            let buckets: BucketsBody = try await served.get("/state/grant").json()
            #expect(buckets.entries == 1)
            #expect(buckets.height == served.node.snapshot.head.height.value)
            let there = StateKey.grant(TestGrant().id(in: served.signer))
            let missing = StateKey.grant(TestGrant("另一位示例持有人").id(in: served.signer))
            for (key, isThere) in [(there, true), (missing, false)] {
                let prefix = BucketPrefix(of: key, bits: buckets.bits)
                let path = "/state/grant/buckets/\(prefix.digits)?bits=\(prefix.bits)"
                let response = try await served.get(path)
                #expect(response.headers[.contentType] == "application/cbor")
                let sealed = try SealedBucket(decoding: response.bytes)
                let proof = try sealed.proof(of: key, policy: served.network.policy)
                let answer = try proof.value(of: key, policy: served.network.policy)
                #expect((answer.value != nil) == isThere)
            }
        }
    }

    @Test(arguments: [
        ("member", StateKey.member(TestMember.bank.id)),
        ("scene", StateKey.scene(TestMember.bank.id, TestScene.loan.code)),
    ])
    func `a member and a scene are proven by bucket, too`(_ word: String, _ key: StateKey) async throws {
        try await ServedNode.run { served in
            let buckets: BucketsBody = try await served.get("/state/\(word)").json()
            let prefix = BucketPrefix(of: key, bits: buckets.bits)
            let response = try await served.get("/state/\(word)/buckets/\(prefix.digits)?bits=\(prefix.bits)")
            let proof = try SealedBucket(decoding: response.bytes).proof(of: key, policy: served.network.policy)
            #expect(try proof.value(of: key, policy: served.network.policy).value != nil)
        }
    }

    @Test(arguments: [0, 1, 3, 4, 5, 16, 17, 56])
    func `a prefix of any length leads to the bucket of its key`(_ bits: Int) async throws {
        try await ServedNode.run { served in
            let key = StateKey.grant(TestGrant().id(in: served.signer))
            let prefix = BucketPrefix(of: key, bits: bits)
            #expect(BucketPrefix(digits: prefix.digits, bits: bits) == prefix)
            let response = try await served.get("/state/grant/buckets/\(prefix.digits)?bits=\(bits)")
            let sealed = try SealedBucket(decoding: response.bytes)
            #expect(sealed.bucket.bits == bits)
            #expect(sealed.bucket.covers(key))
            #expect(sealed.bucket.entries.count == 1)
        }
    }

    @Test func `without bits each digit counts four`() async throws {
        try await ServedNode.run { served in
            let sealed = try SealedBucket(decoding: try await served.get("/state/status/buckets/0a1").bytes)
            #expect(sealed.bucket.bits == 12)
            #expect(sealed.bucket.prefix == 0x0a1)
            #expect(sealed.bucket.entries.isEmpty)
        }
    }

    @Test(arguments: [
        "/state/grant/buckets/0?bits=57", "/state/grant/buckets/a1?bits=7", "/state/grant/buckets/1?bits=0",
        "/state/grant/buckets/A1", "/state/grant/buckets/a1?bits=4", "/state/grant/buckets/0?bits=x",
        "/state/type/buckets/0", "/state/replay", "/state/grant/buckets/000000000000000",
    ])
    func `a bucket that is not asked for in the one form is refused`(_ path: String) async throws {
        try await ServedNode.run { served in
            try expectProblem(try await served.get(path), .badParameter)
        }
    }

    @Test func `a bucket that takes in too much of the state is refused`() async throws {
        try await ServedNode.run { served in
            for batch in 0..<2 {
                let grants = (0..<128).map { TestGrant("示例持有人 \(batch) \($0)").submission(in: served.signer) }
                try await served.commit(grants)
            }
            let buckets: BucketsBody = try await served.get("/state/grant").json()
            #expect(buckets.bits == 3)
            try expectProblem(try await served.get("/state/grant/buckets/0?bits=0"), .bucketTooWide)
            #expect(try await served.get("/state/grant/buckets/0?bits=1").status == .ok)
        }
    }
}
