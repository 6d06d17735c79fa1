import HTTPTypes
import HummingbirdTesting
import Ledger
import NodeAPI
import NodeApp
import Rulebook
import Signing
import TestSupport
import Testing

struct StatusRoutesTests {
    @Test func `the status says how far the node is`() async throws {
        try await ServedNode.run { served in
            let status: StatusBody = try await served.get("/status").json()
            let snapshot = served.node.snapshot
            #expect(status.node == "node-1")
            #expect(status.origin == served.network.origin)
            #expect(status.isSample)
            #expect(status.height == snapshot.head.height.value)
            #expect(status.size == snapshot.size)
            #expect(status.root == snapshot.final?.checkpoint.head.root.hex)
            #expect(status.assurance == 0)
            #expect(status.quorum == QuorumBody(validators: 1, liars: 0, count: 1))
            #expect(status.problems == [])
            #expect(status.storage.logBytes > 0)
        }
    }

    @Test func `before the first block there is a status without a root`() async throws {
        try await ServedNode.runIdle { served in
            let status: StatusBody = try await served.get("/status").json()
            #expect(status.size == 0)
            #expect(status.root == nil)
            #expect(status.assurance == nil)
        }
    }

    @Test func `a node that works is healthy`() async throws {
        try await ServedNode.run { served in
            let response = try await served.get("/health")
            #expect(response.status == .ok)
            #expect(response.text == "{\"status\":\"ok\"}")
        }
    }

    @Test func `the page that checks evidence is served, and may reach nothing`() async throws {
        try await ServedNode.runIdle { served in
            let response = try await served.get("/verify")
            #expect(response.headers[.contentType] == "text/html; charset=utf-8")
            let policy = try #require(response.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
            #expect(policy.contains("connect-src 'none'"))
            #expect(response.text.hasPrefix("<!doctype html>"))
        }
    }

    @Test func `metrics count what the node did`() async throws {
        try await ServedNode.run { served in
            try await served.commit([TestIssue(3).submission(in: served.signer)])
            _ = try await served.post([served.stranger("甲")])
            let response = try await served.get("/metrics")
            #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let samples = try samples(response.text)
            #expect(samples["deedbox_records_total"] == 3)
            #expect(samples["deedbox_refused_total{code=\"unknown-member\"}"] == 1)
            #expect(samples["deedbox_log_leaves"] == Double(served.node.snapshot.size))
            #expect(samples["deedbox_height"] == Double(served.node.snapshot.head.height.value))
            #expect(samples["deedbox_request_seconds_count{route=\"/statements\",status=\"422\"}"] == 1)
            let blocks = try #require(samples["deedbox_blocks_total"])
            #expect(samples["deedbox_step_seconds_count{step=\"store\"}"] == blocks)
            for step in ["check", "intake"] {
                #expect(try #require(samples["deedbox_step_seconds_count{step=\"\(step)\"}"]) > 0)
            }
            #expect(samples["deedbox_step_seconds_bucket{step=\"store\",le=\"+Inf\"}"] == blocks)
            #expect((samples["deedbox_resident_memory_bytes"] ?? 0) > 1_000_000)
        }
    }

    @Test func `a request of no route counts without its path`() async throws {
        try await ServedNode.runIdle { served in
            _ = try await served.get("/secret/path")
            let text = try await served.get("/metrics").text
            #expect(!text.contains("secret"))
            #expect(text.contains("status=\"404\""))
        }
    }

    /// Every line of the text is a comment, or a name with labels and a number.
    private func samples(_ text: String) throws -> [String: Double] {
        var samples: [String: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let match = try #require(line.wholeMatch(of: /([a-z_]+(?:\{[^}]+\})?) ([0-9.e+-]+)/), "\(line)")
            samples[String(match.output.1)] = Double(match.output.2)
        }
        return samples
    }
}
