import Foundation
import Rulebook
import Signing
import TestSupport
import Testing

struct RefusalTests {
    @Test(arguments: RefusalScenario.all)
    func `one thing wrong is refused by its rule, the same thing right is accepted`(_ scenario: RefusalScenario) throws
    {
        let wrong = try scenario.run(wrong: true)
        #expect(wrong.attempt == .refused(wrong.expected))
        #expect(wrong.expected.code == scenario.code)
        #expect(try scenario.run(wrong: false).attempt == .accepted)
    }

    /// Refusals that no rule gives, but a node by itself.
    private static let givenByNodes: Set<String> = ["unreadable-record", "block-full"]

    @Test func `every refusal has a scenario that meets it`() throws {
        let declared = RefusalSource.codes(in: try RefusalSource.text())
        let met = Set(RefusalScenario.all.map(\.code))
        #expect(declared.count > 55)
        #expect(declared.subtracting(met) == RefusalTests.givenByNodes)
        #expect(met.subtracting(declared).isEmpty)
    }

    @Test func `the codes are those that were published`() throws {
        #expect(RefusalSource.codes(in: try RefusalSource.text()) == RefusalCodes.published)
    }

    @Test func `a case that is added is found`() {
        let text = "    case tooBold(MemberID, Role)\n    // case no\n    case quiet\n"
        #expect(RefusalSource.codes(in: text) == ["too-bold", "quiet"])
    }

    @Test func `a code is the name of its case with hyphens`() {
        #expect(Refusal.unreadableRecord.code == "unreadable-record")
        #expect(Refusal.expired(notAfter: 1, now: 2).code == "expired")
        #expect(Refusal.notAStatement(.noSignature).code == "not-a-statement")
        #expect(Refusal.unknownAct(contentType: "a(b)").code == "unknown-act")
    }
}

/// The cases as the source declares them.
private enum RefusalSource {
    static func text() throws -> String {
        try String(contentsOf: ReadableFile.root.appending(path: "Sources/Rulebook/Refusal.swift"), encoding: .utf8)
    }

    static func codes(in text: String) -> Set<String> {
        let names = text.split(separator: "\n").compactMap { $0.wholeMatch(of: /\ {4}case (\w+)(\(.*\))?/)?.output.1 }
        return Set(names.map(code))
    }

    private static func code(_ name: Substring) -> String {
        name.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    }
}
