import Credentials
import Foundation
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

/// Every way in which a presentation is not what was asked for, each with its own reason; among them what the
/// reference implementation of SD-JWT takes.
struct PresentationVerdictTests {
    @Test func `an issuer outside of the ledger could not be checked, and its list is not asked for`() async throws {
        let plain = try await PlainDesk.make()
        let judged = try await plain.verdict { request in
            [try plain.presented(plain.document(.init(signedBy: TestKey.own("stranger/es256"))), request)]
        }
        #expect(judged.state == "couldNotCheck")
        #expect(judged.checks["signature"] == "unknown/issuer-unknown")
        #expect(judged.checks["status"] == "unknown/not-reached")
    }

    @Test func `a ledger that does not answer makes no one a forger`() async throws {
        let plain = try await PlainDesk.make()
        let judged = try await plain.verdict { request in [try plain.presented(plain.document(), request)] }
        await plain.desk.town.fail(.mute)
        let again = try await plain.desk.desk.judgeAgain(judged.presentation, reading: plain.published)
        #expect(try JudgedPresentation(again).checks["signature"] == "unknown/proof-missing")
        await plain.desk.town.fail(nil)
        let whole = try await plain.desk.desk.judgeAgain(again, reading: plain.published)
        #expect(try JudgedPresentation(whole).state == "valid")
    }

    @Test(arguments: [
        (ListedStatus.invalid, "revoked"), (.suspended, "suspended"), (.superseded, "superseded"),
    ])
    func `the issuer's list counts`(status: ListedStatus, state: String) async throws {
        let plain = try await PlainDesk.make()
        let judged = try await plain.verdict { request in [try plain.presented(plain.document(), request)] }
        var published = plain.published
        published.status = status
        let again = try await plain.desk.desk.judgeAgain(judged.presentation, reading: published)
        #expect(try JudgedPresentation(again).checks["status"] == "no/" + state)
        #expect(try JudgedPresentation(again).state == state)
    }

    @Test func `a list that is away, or another's, is no revocation`() async throws {
        let plain = try await PlainDesk.make()
        let judged = try await plain.verdict { request in [try plain.presented(plain.document(), request)] }
        var away = plain.published
        away.status = nil
        var forged = plain.published
        forged.signedBy = TestKey.own("stranger/es256")
        for published in [away, forged] {
            let again = try await plain.desk.desk.judgeAgain(judged.presentation, reading: published)
            #expect(try JudgedPresentation(again).checks["status"] == "unknown/proof-missing")
            #expect(try JudgedPresentation(again).state == "couldNotCheck")
        }
    }

    @Test func `a key that has ended proves no date of before, and signs no list`() async throws {
        let plain = try await PlainDesk.make()
        let (begin, next) = (plain.now, TestKey.own("police-2/es256"))
        let keys = [
            MemberKey(key: TestMember.police.key.publicKey, from: 0, until: nil),
            MemberKey(key: plain.policeKey.publicKey, from: 0, until: begin + 30),
            MemberKey(key: next.publicKey, from: begin, until: nil),
        ]
        let update = UpdateMember(
            sequence: await plain.desk.town.sequence, member: TestMember.police.id,
            details: TestMember.police.details(keys: keys), reinstates: false)
        try await plain.desk.town.commit([.updateMember(update)], by: .allGovernors)
        try await plain.desk.town.pass(seconds: 60)
        // It says to be issued while the key was good, and so could whoever has found the key since.
        let old = try await plain.verdict { [try plain.presented(plain.document(), $0)] }
        #expect(old.checks["signature"] == "unknown/issuer-keys-changed" && old.state == "couldNotCheck")
        #expect(old.checks["status"] == "unknown/proof-missing", "the list is signed by the key that has ended")
        var published = plain.published
        published.signedBy = next
        let again = try await plain.desk.desk.judgeAgain(old.presentation, reading: published)
        #expect(try JudgedPresentation(again).checks["status"] == "yes")
        published.status = .invalid
        let revoked = try await plain.desk.desk.judgeAgain(old.presentation, reading: published)
        #expect(try JudgedPresentation(revoked).state == "revoked")
        // Dates outside of a key's time are none of its dates.
        let early = try await plain.verdict { [try plain.presented(plain.document(.init(signedBy: next)), $0)] }
        #expect(early.checks["signature"] == "no/signature-false")
        try await plain.desk.town.pass(seconds: 200)
        let late = try await plain.verdict { [try plain.presented(plain.document(), $0)] }
        #expect(late.checks["signature"] == "no/signature-false")
        let good = try await plain.verdict { [try plain.presented(plain.document(.init(signedBy: next)), $0)] }
        #expect(good.checks["signature"] == "yes")
    }

    @Test func `the holder must have signed this very presentation for this very request`() async throws {
        let plain = try await PlainDesk.make()
        let document = try plain.document()
        func reason(_ make: (PresentationRequest) throws -> String) async throws -> String? {
            try await plain.verdict { [try make($0)] }.checks["holder"]
        }
        #expect(try await reason { try plain.presented(document, $0, nonce: "x") } == "no/binding-of-another-use")
        #expect(try await reason { try plain.presented(document, $0, audience: "x") } == "no/signed-for-another")
        let stranger = TestKey.own("stranger/es256")
        #expect(try await reason { try plain.presented(document, $0, by: stranger) } == "no/binding-false")
        for time in [plain.now - 1_000, plain.now + 1_000] {
            #expect(
                try await reason { try plain.presented(document, $0, issuedAt: time) } == "no/binding-out-of-time")
        }
        // A thief strips the signature.
        #expect(try await reason { _ in try document.showing([ClaimPath("XM")]).text } == "no/binding-missing")
        // Another disclosure is put under a signature that was made without it.
        let swapped = try await reason { request in
            let good = try SDJWT(parsing: plain.presented(document, request))
            return try document.showing([ClaimPath("XM"), ClaimPath("ZZBH")]).text + (good.keyBinding ?? "")
        }
        #expect(swapped == "no/binding-false")
    }

    @Test func `less than needed is incomplete, and more than asked is over the scene`() async throws {
        let plain = try await PlainDesk.make()
        let document = try plain.document()
        let less = try await plain.verdict { [try plain.presented(document, $0, paths: ["ZZBH"])] }
        #expect(less.state == "incomplete" && less.checks["complete"] == "no/field-missing")
        let more = try await plain.verdict { [try plain.presented(document, $0, paths: ["XM", "YXQ"])] }
        #expect(more.state == "overScene" && more.checks["fields"] == "no/beyond-scene")
        let two = try await plain.verdict { request in
            let text = try plain.presented(document, request)
            return [text, text]
        }
        #expect(two.checks["fields"] == "no/beyond-scene")
        let stray = try await plain.verdict(
            on: { [try plain.presented(document, $0)] }, query: "TESTPROPERTY")
        #expect(stray.checks["form"] == "no/type-beyond-scene" && stray.checks["complete"] == "no/field-missing")
        let other = try await plain.verdict { request in
            [try plain.presented(plain.document(.init(type: PlainDesk.issuer + "/types/OTHER/1")), request)]
        }
        #expect(other.checks["form"] == "no/type-beyond-scene")
    }

    @Test func `a document that is over, by an open or a hidden end, is refused`() async throws {
        let plain = try await PlainDesk.make()
        let over = try await plain.verdict { request in
            [try plain.presented(plain.document(.init(expiry: plain.now)), request)]
        }
        #expect(over.state == "expired" && over.checks["validity"] == "no/expired")
        let hidden = try await plain.verdict { request in
            let end = ClaimMember.disclosable("exp", .value(.integer(Int64(plain.now + 1_000))))
            return [try plain.presented(plain.document(.init(extra: [end])), request, paths: ["XM", "exp"])]
        }
        #expect(hidden.checks["form"] == "no/document-unreadable")
        let typed = try await plain.verdict { request in
            [try plain.presented(plain.document(.init(headerType: "JWT")), request)]
        }
        #expect(typed.checks["form"] == "no/document-unreadable")
    }

    /// The left column of the table of what `sd-jwt` 0.10.4 takes and must not, and of what it refuses too.
    @Test func `what the reference library takes is refused`() async throws {
        let plain = try await PlainDesk.make()
        let document = try plain.document()
        func reason(_ alter: @escaping (SDJWT, PresentationRequest) throws -> String) async throws -> String? {
            try await plain.verdict { [try alter(document, $0)] }.checks["form"]
        }
        // A disclosure that no digest refers to, and one under a reserved name.
        for text in [#"["c2FsdHNhbHRzYWx0c2FsdA","stray","x"]"#, #"["c2FsdHNhbHRzYWx0c2FsdA","_sd",[]]"#] {
            let stray = Base64URL.encode(Array(text.utf8)) + "~"
            #expect(
                try await reason { document, _ in try document.showing([ClaimPath("XM")]).text + stray }
                    == "no/disclosure-false")
        }
        // The last tilde is gone: a disclosure stands where the key binding should.
        #expect(
            try await reason { document, _ in
                String(try document.showing([ClaimPath("XM")]).text.dropLast())
            } == "no/disclosure-false")
        // The same disclosure twice.
        #expect(
            try await reason { document, _ in
                let shown = try document.showing([ClaimPath("XM")])
                return shown.text + shown.disclosures[0].text + "~"
            } == "no/disclosure-false")
        #expect(try await reason { _, _ in "not a document" } == "no/disclosure-false")
    }

    @Test(arguments: [
        #"{"_sd":["DIGEST"],"_sd_alg":"sha-512"}"#, #"{"_sd":["DIGEST"],"_sd_alg":"md5"}"#,
        #"{"_sd":["DIGEST","DIGEST"]}"#, #"{"_sd":["DIGEST"],"XM":"taken"}"#, #"{"list":[{"...":"DIGEST"}]}"#,
        #"{"_sd":["RESERVED"]}"#, #"{"_sd":["DOTS"]}"#, #"{"_sd":["TWO"]}"#,
    ])
    func `payloads that a careless issuer signs are refused`(_ form: String) async throws {
        let plain = try await PlainDesk.make()
        let salt = "c2FsdHNhbHRzYWx0c2FsdA"
        let texts = [
            "DIGEST": #"["\#(salt)","XM","x"]"#, "RESERVED": #"["\#(salt)","_sd","x"]"#,
            "DOTS": #"["\#(salt)","...","x"]"#, "TWO": #"["\#(salt)","x"]"#,
        ]
        let judged = try await plain.verdict { request in
            var payload = form
            var shown = ""
            for (word, text) in texts where form.contains("\"\(word)\"") {
                let disclosure = Base64URL.encode(Array(text.utf8))
                payload = payload.replacing(
                    "\"\(word)\"", with: "\"" + Base64URL.encode(SHA256.digest(disclosure.utf8).bytes) + "\"")
                shown = disclosure + "~"
            }
            let value = try JSONValue(parsing: payload, maxByteCount: 4_096)
            guard case .object(let own) = value else { throw JSONError.missing(path: "payload") }
            var claims: JSONObject = ["vct": .string(PlainDesk.typeName), "iat": .integer(Int64(plain.now))]
            for member in own.members { claims.append(member.name, member.value) }
            let signer = try #require(
                JWSSigner(plain.policeKey, type: "dc+sd-jwt", x5c: [try plain.certificate(plain.policeKey)]))
            return [signer.sign(claims) + "~" + shown]
        }
        #expect(judged.checks["form"] == "no/disclosure-false" && judged.state == "invalid")
    }
}
