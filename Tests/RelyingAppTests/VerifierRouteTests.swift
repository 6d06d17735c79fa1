import Hummingbird
import HummingbirdTesting
import Testing

struct VerifierRouteTests {
    @Test func `the desk serves the page that checks evidence, and lets it reach nothing`() async throws {
        let desk = try await TestDesk.make()
        try await desk.run { talk in
            let response = try await talk.client.execute(uri: "/verify", method: .get)
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "text/html; charset=utf-8")
            let policy = try #require(response.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
            #expect(policy.hasSuffix("connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"))
            #expect(String(buffer: response.body).hasPrefix("<!doctype html>"))
        }
    }
}
