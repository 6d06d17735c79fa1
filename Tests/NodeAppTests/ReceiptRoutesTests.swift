import HTTPTypes
import HummingbirdTesting
import Ledger
import NodeAPI
import NodeApp
import Rulebook
import Signing
import TestSupport
import Testing

struct ReceiptRoutesTests {
    @Test func `every leaf has its receipt`() async throws {
        try await ServedNode.run { served in
            for index in 0..<served.node.snapshot.size {
                let receipt = try Receipt(parsing: try await served.get("/receipts/\(index)").text)
                _ = try receipt.verify(served.network.policy)
                #expect(receipt.proof.index.value == index)
            }
        }
    }

    @Test func `a record's receipt leads to its manifest`() async throws {
        try await ServedNode.run { served in
            let issue = TestIssue(5)
            try await served.commit([issue.submission(in: served.signer)])
            let manifest = served.node.snapshot.size - 7
            let receipt = try Receipt(parsing: try await served.get("/receipts/\(manifest + 3)").text)
            _ = try receipt.verify(served.network.policy)
            let record = try #require(receipt.record)
            #expect(record.bytes == issue.records[2].encoded)
            #expect(try record.root(count: 5) == issue.trueRoot)
            #expect(receipt.proof.index.value == manifest)
        }
    }

    @Test(arguments: ["application/cbor", "text/html, APPLICATION/CBOR;q=0.5"])
    func `a client that names CBOR has the same receipt in it`(_ accept: String) async throws {
        try await ServedNode.run { served in
            let response = try await served.get("/receipts/3", headers: [.accept: accept])
            #expect(response.headers[.contentType] == "application/cbor")
            #expect(response.headers[.vary] == "accept")
            let text = try await served.get("/receipts/3")
            #expect(try Receipt(decoding: response.bytes) == Receipt(parsing: text.text))
        }
    }

    @Test(arguments: ["*/*", "text/plain", "application/cbor-seq"])
    func `any other client has it as text`(_ accept: String) async throws {
        try await ServedNode.run { served in
            let response = try await served.get("/receipts/0", headers: [.accept: accept])
            #expect(response.headers[.contentType] == "text/plain; charset=utf-8")
        }
    }

    @Test func `a position beyond the log, or none at all, is refused`() async throws {
        try await ServedNode.run { served in
            let size = served.node.snapshot.size
            try expectProblem(try await served.get("/receipts/\(size + 1_000)"), .noSuchLeaf)
            try expectProblem(try await served.get("/receipts/\(UInt64(1) << 53)"), .noSuchLeaf)
            for text in ["-1", "+1", "01", "one", "9007199254740993", "18446744073709551616"] {
                try expectProblem(try await served.get("/receipts/\(text)"), .badParameter)
            }
        }
    }
}
