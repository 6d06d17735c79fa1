import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    static let requests = [
        RefusalScenario("bad-request", "a request with a byte behind it", on: .banking) { ledger, wrong in
            let request = TestGrant().signedRequest(in: ledger).bytes
            return (
                ledger.grant(of: wrong ? request + [0] : request),
                .badRequest(.encoding(.trailingBytes(offset: request.count)))
            )
        },
        RefusalScenario("bad-request-payload", "a request that asks for nothing", on: .banking) { ledger, wrong in
            var payload = TestGrant().request.encoded
            if wrong { payload[0] = 0x86 }
            let request = Signatory.member(.bank).signed(
                Purpose.request, payload, origin: ledger.network.origin, notAfter: ledger.second(after: 60))
            return (
                ledger.grant(of: request.bytes),
                .badRequestPayload(.wrongCount(offset: 0, expected: 7, found: 6))
            )
        },
        RefusalScenario("unknown-act", "another act in the place of a request", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            if wrong { grant.contentType = ActName.anchorNote.contentType }
            return (grant.submission(in: ledger), .unknownAct(contentType: ActName.anchorNote.contentType))
        },
        RefusalScenario("wrong-origin", "a request for another ledger", on: .banking) { ledger, wrong in
            let other = TestNetwork.network(validators: 2).origin
            var grant = TestGrant()
            if wrong { grant.origin = other }
            return (
                grant.submission(in: ledger), .wrongOrigin(found: other, expected: ledger.network.origin)
            )
        },
        RefusalScenario("request-expired", "the second behind the request's last", on: .banking) { ledger, wrong in
            let request = TestGrant().signedRequest(in: ledger)
            ledger.pass(seconds: wrong ? 601 : 600)
            return (ledger.grant(of: request.bytes), .requestExpired(notAfter: request.header.notAfter))
        },
        RefusalScenario("unknown-member", "a request by nobody", on: .banking) { ledger, wrong in
            let id = wrong ? MemberID(checked: "nobody") : TestMember.bank.id
            let request = Signatory.member(id, TestMember.bank.key).signed(
                Purpose.request, TestGrant().request.encoded, origin: ledger.network.origin,
                notAfter: ledger.second(after: 60))
            return (ledger.grant(of: request.bytes), .unknownMember("nobody"))
        },
        RefusalScenario("unknown-key", "a request by another's key", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            grant.partyKey = wrong ? TestMember.notary.key : TestMember.bank.key
            return (grant.submission(in: ledger), .unknownKey(TestMember.notary.key.publicKey.id))
        },
        RefusalScenario("wrong-request-signature", "a flipped bit", on: .banking) { ledger, wrong in
            var request = TestGrant().signedRequest(in: ledger).bytes
            if wrong { request[request.count - 40] ^= 1 }
            return (
                ledger.grant(of: request), .wrongRequestSignature(TestMember.bank.key.publicKey.id)
            )
        },
        RefusalScenario("missing-role", "a request by an agency", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            grant.party = wrong ? .police : .bank
            return (grant.submission(in: ledger), .missingRole(TestMember.police.id, .relyingParty))
        },
        RefusalScenario("not-the-requested-key", "a grant by another holder", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            if wrong { grant.holder = TestKey.own("另一持有人") }
            return (grant.submission(in: ledger), .notTheRequestedKey(grant.holder.publicKey.id))
        },
        RefusalScenario("unknown-scene", "a request in no scene", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            grant.scene = SceneCode(checked: wrong ? "mortgage" : "loan")
            return (grant.submission(in: ledger), .unknownScene(SceneCode(checked: "mortgage")))
        },
        RefusalScenario("unknown-profile", "fields that the scene does not name", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            grant.profile = ProfileID(checked: wrong ? "everything" : "basic")
            return (grant.submission(in: ledger), .unknownProfile(ProfileID(checked: "everything")))
        },
        RefusalScenario("uses-beyond-scene", "more uses than the scene allows", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            grant.maxUses = wrong ? 4 : 3
            return (grant.submission(in: ledger), .usesBeyondScene(asked: 4, limit: 3))
        },
        RefusalScenario("uses-beyond-scene", "a request for no use at all", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            grant.maxUses = wrong ? 0 : 2
            return (grant.submission(in: ledger), .usesBeyondScene(asked: 0, limit: 3))
        },
        RefusalScenario("term-beyond-scene", "a longer term than the scene's", on: .banking) { ledger, wrong in
            var grant = TestGrant()
            grant.term = wrong ? 86_401 : 86_400
            return (grant.submission(in: ledger), .termBeyondScene(asked: 86_401, limit: 86_400))
        },
    ]
}

extension TestLedger {
    /// The usual grant over the bytes of any request.
    func grant(of request: [UInt8]) -> Submission {
        let act = GrantAct(request: request, uses: 2, expiry: second(after: 1_800), deposit: nil)
        return submission(.grant(act), by: .holder(TestGrant().holder))
    }
}
