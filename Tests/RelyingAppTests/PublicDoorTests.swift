import Credentials
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

/// What a clerk or a document names has the desk knock nowhere but where it was told to read.
struct PublicDoorTests {
    /// Why a door gives nothing.
    private func reason(_ address: String, _ publishers: [Publisher]) async throws -> String {
        let place = try #require(WebAddress(address))
        do throws(PublicDocumentError) {
            _ = try await PublicDoor(to: publishers).text(at: place, as: "application/json", max: 100)
            return ""
        } catch { return error.reason }
    }

    private func publisher(_ address: String, mayBePrivate: Bool = false) throws -> Publisher {
        Publisher(try #require(WebAddress(address)), mayBePrivate: mayBePrivate)
    }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
        "255.255.255.255", "::", "::1", "fe80::1", "fd00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:7f00:1",
        "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "2001::1", "", "1.2.3", "1.2.3.256", "01.2.3.4", "1::2::3",
        "localhost",
    ])
    func `an address of this machine or of a network beside it is none of the internet`(_ address: String) {
        #expect(!PublicNetwork.contains(address))
    }

    @Test(arguments: [
        "1.1.1.1", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2606:4700:4700::1111", "2001:4860:4860::8888",
        "::ffff:8.8.8.8", "64:ff9b::808:808",
    ])
    func `an address of the internet is one`(_ address: String) {
        #expect(PublicNetwork.contains(address))
    }

    @Test func `what nobody has listed is not asked, and a private address only where that was said`() async throws {
        let local = "http://127.0.0.1:9/status/1"
        #expect(try await reason(local, []).contains("not among"))
        // Another port or scheme of the same host is another place.
        for other in ["http://127.0.0.1:8", "https://127.0.0.1:9"] {
            #expect(try await reason(local, [publisher(other, mayBePrivate: true)]).contains("not among"))
        }
        #expect(try await reason(local, [publisher(local)]).contains("127.0.0.1 is no address of the internet"))
        #expect(try await reason("https://localhost:9", [publisher("https://localhost:9")]).contains("no address"))
        #expect(try await reason("https://[::1]:9", [publisher("https://[::1]:9")]).contains("no address"))
        let allowed = try await reason(local, [publisher(local, mayBePrivate: true)])
        #expect(!allowed.isEmpty && !allowed.contains("no address"))
        let plain = "http://10.0.0.1"
        #expect(try await reason(plain, [publisher(plain, mayBePrivate: true)]) == "neither TLS nor this machine")
    }

    @Test func `a plain request names no issuer that the desk does not read`() async throws {
        let plain = try await PlainDesk.make()
        func code() async throws -> String {
            do {
                _ = try await plain.desk.desk.open(try plain.order(), reading: plain.published)
                return ""
            } catch let refusal as RelyingRefusal { return refusal.code }
        }
        #expect(try await code() == "issuer-not-listed")
        let issuer = try publisher(PlainDesk.issuer, mayBePrivate: true)
        try plain.desk.desk.add(issuer)
        #expect(try await code() == "issuer-not-read")
        #expect(try plain.desk.desk.publishers() == [issuer])
        let address = try #require(WebAddress(PlainDesk.issuer + "/types"))
        try plain.desk.desk.removePublisher(address)
        #expect(throws: RelyingRefusal.self) { try plain.desk.desk.removePublisher(address) }
        #expect(try await code() == "issuer-not-listed")
        #expect(throws: RelyingRefusal.self) { try plain.desk.desk.add(publisher("http://police.example")) }
    }
}
