import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

/// What is refused of sealed disclosures.
extension RefusalScenario {
    static let seals = [
        RefusalScenario("latest-out-of-range", "sealed until its own second", on: .members) { ledger, wrong in
            let second = ledger.clock / 1_000
            var disclosure = TestDisclosure(sealedUntil: ledger.head.height.value + 9)
            disclosure.latest = wrong ? second : second + 1
            let allowed = second + 1...second + DisclosureSeal.maxSeconds
            return (disclosure.submission(in: ledger), .latestOutOfRange(second, allowed: allowed))
        },
        RefusalScenario("latest-out-of-range", "sealed for years", on: .members) { ledger, wrong in
            let second = ledger.clock / 1_000
            let allowed = second + 1...second + DisclosureSeal.maxSeconds
            var disclosure = TestDisclosure(sealedUntil: ledger.head.height.value + 9)
            disclosure.latest = allowed.upperBound + (wrong ? 1 : 0)
            return (
                disclosure.submission(in: ledger), .latestOutOfRange(allowed.upperBound + 1, allowed: allowed)
            )
        },
        RefusalScenario("not-sealed", "opened twice", on: .members) { ledger, wrong in
            let (disclosure, id) = try sealed(&ledger, for: 1)
            if wrong { try ledger.commit([disclosure.opening(of: id, in: ledger)]) }
            ledger.pass(seconds: 1)
            return (disclosure.opening(of: id, in: ledger), .notSealed(id))
        },
        RefusalScenario("still-sealed", "opened a block too early", on: .members) { ledger, wrong in
            let (disclosure, id) = try sealed(&ledger, for: wrong ? 2 : 1)
            let entry = try #require(ledger.view.sealed(id))
            return (
                disclosure.opening(of: id, in: ledger),
                .stillSealed(until: ledger.head.height.next.next, latest: entry.seal.latest)
            )
        },
        RefusalScenario("mark-differs", "opened with another's tag", on: .members) { ledger, wrong in
            let (disclosure, id) = try sealed(&ledger, for: 1)
            let opening = wrong ? TestDisclosure("另一标签") : disclosure
            return (opening.opening(of: id, in: ledger), .markDiffers(id))
        },
        RefusalScenario("tag-exists", "two that were sealed under one tag", on: .members) { ledger, wrong in
            let (first, before) = try sealed(&ledger, for: 1)
            try ledger.commit([first.opening(of: before, in: ledger)])
            let (second, id) = try sealed(&ledger, for: 1, wrong ? "示例标签" : "另一标签", salt: "again")
            return (second.opening(of: id, in: ledger), .tagExists(first.tag))
        },
        RefusalScenario("wrong-signature", "opened by the key of something else", on: .members) { ledger, wrong in
            let (disclosure, id) = try sealed(&ledger, for: 1)
            let act = OpenDisclosure(statement: id, mark: disclosure.sealedTag)
            let key = wrong ? TestKey.own("other") : act.key
            return (ledger.submission(.openDisclosure(act), by: .holder(key)), .wrongSignature(key.publicKey.id))
        },
    ]

    /// A disclosure that stands in the last block, sealed until so many blocks later.
    private static func sealed(
        _ ledger: inout TestLedger, for blocks: UInt64, _ name: String = "示例标签", salt: String = ""
    ) throws -> (TestDisclosure, StatementID) {
        let disclosure = TestDisclosure(sealedUntil: ledger.head.height.value + 1 + blocks, name)
        let submission = disclosure.submission(in: ledger, salt: salt)
        try ledger.commit([submission])
        return (disclosure, try Statement(decoding: submission.statement).id)
    }
}
