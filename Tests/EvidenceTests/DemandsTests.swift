import Credentials
import Evidence
import Signing
import Testing

/// What verifiers ask for beyond the rules, as they write it.
struct DemandsTests {
    private func read(_ text: String) throws(JSONError) -> Demands {
        try Demands(readable: try JSONValue(parsing: text, maxByteCount: 4_096))
    }

    @Test func `a policy is written and read again`() throws {
        let policy = Demands(leastAssurance: 1, maxDataAge: 86_400, trustLabels: [.government, .social], leeway: 0)
        #expect(try Demands(readable: policy.readable) == policy)
        #expect(try Demands(readable: Demands().readable) == Demands())
    }

    @Test func `what a policy does not name is not asked for`() throws {
        #expect(try read(#"{"format": "deedbox-policy/1"}"#) == Demands())
        let labels = try read(#"{"format": "deedbox-policy/1", "trustLabels": ["social"]}"#)
        #expect(labels == Demands(trustLabels: [.social]))
    }

    @Test(arguments: [
        "{}", #"{"format": "deedbox-policy/2"}"#, #"{"format": "deedbox-policy/1", "leastAssurance": 65}"#,
        #"{"format": "deedbox-policy/1", "trustLabels": []}"#, #"{"format": "deedbox-policy/1", "more": 1}"#,
        #"{"format": "deedbox-policy/1", "trustLabels": ["social", "social"]}"#,
        #"{"format": "deedbox-policy/1", "trustLabels": ["church"]}"#,
        #"{"format": "deedbox-policy/1", "leewaySeconds": -1}"#,
    ])
    func `what is no policy is refused`(_ text: String) {
        #expect(throws: JSONError.self) { try read(text) }
    }
}
