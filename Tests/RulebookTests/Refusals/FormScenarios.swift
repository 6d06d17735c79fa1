import Ledger
import Rulebook
import Signing
import TestSupport

extension RefusalScenario {
    static let form = [
        RefusalScenario("not-a-statement", "an unsigned header that is not empty", on: .agencies) { ledger, wrong in
            let statement = ledger.statement(.anchorNote(.sample), by: .member(.police))
            let bytes = wrong ? statement.bytes(unprotected: [0xa1, 0x01, 0x00]) : statement.bytes
            return (Submission(statement: bytes), .notAStatement(.unprotectedHeaderNotEmpty))
        },
        RefusalScenario("unknown-act", "a version of an act that is not known", on: .agencies) { ledger, wrong in
            let contentType = "application/vnd.deedbox.note.anchor.v\(wrong ? 2 : 1)+cbor"
            return (ledger.raw(contentType, AnchorNote.sample.encoded), .unknownAct(contentType: contentType))
        },
        RefusalScenario("bad-payload", "a byte behind the payload", on: .agencies) { ledger, wrong in
            let payload = AnchorNote.sample.encoded
            let sent = ledger.raw(ActName.anchorNote.contentType, payload + (wrong ? [0] : []))
            return (sent, .badPayload(.trailingBytes(offset: payload.count)))
        },
        RefusalScenario("bad-payload", "a code that is not known", on: .agencies) { ledger, wrong in
            var payload = AnchorNote.sample.encoded
            if wrong { payload[1] = 5 }
            return (
                ledger.raw(ActName.anchorNote.contentType, payload),
                .badPayload(.unknownCode(offset: 1, code: 5))
            )
        },
        RefusalScenario("wrong-envelope", "an act of governance by one member", on: .agencies) { ledger, wrong in
            let act = SuspendMember(sequence: ledger.sequence, member: TestMember.notary.id)
            return (
                ledger.submission(.suspendMember(act), by: wrong ? .member(.police) : .twoGovernors),
                .wrongEnvelope(act: .suspendMember)
            )
        },
        RefusalScenario("wrong-envelope", "a member's act that names nobody", on: .agencies) { ledger, wrong in
            let signatory: Signatory = wrong ? .holder(TestMember.police.key) : .member(.police)
            return (ledger.submission(.anchorNote(.sample), by: signatory), .wrongEnvelope(act: .anchorNote))
        },
        RefusalScenario("wrong-envelope", "a grant that names a member", on: .banking) { ledger, wrong in
            let grant = TestGrant()
            let signatory: Signatory =
                wrong ? .member(TestMember.police.id, grant.holder) : .holder(grant.holder)
            return (ledger.submission(.grant(grant.act(in: ledger)), by: signatory), .wrongEnvelope(act: .grant))
        },
        RefusalScenario("wrong-origin", "another network of the same name", on: .agencies) { ledger, wrong in
            let other = TestNetwork.network(validators: 2)
            let origin = wrong ? other.origin : ledger.network.origin
            return (
                ledger.raw(ActName.anchorNote.contentType, AnchorNote.sample.encoded, origin: origin),
                .wrongOrigin(found: other.origin, expected: ledger.network.origin)
            )
        },
    ]
}

extension Statement {
    /// The same statement with another unprotected header, which nobody signs.
    func bytes(unprotected: [UInt8]) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.tag(18)
        encoder.array(4)
        encoder.byteString(bodyHeader)
        let place = encoder.bytes.count
        return bytes[..<place] + unprotected + bytes[(place + 1)...]
    }
}

extension TestLedger {
    /// A statement of the police with any content type, payload and origin.
    func raw(_ contentType: String, _ payload: [UInt8], origin: String? = nil) -> Submission {
        Submission(
            statement: Signatory.member(.police).signed(
                contentType, payload, origin: origin ?? network.origin, notAfter: second(after: 30)))
    }
}
