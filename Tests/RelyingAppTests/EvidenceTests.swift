import Evidence
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

struct EvidenceTests {
    /// The checks of a kept verdict, by name and answer: of the use, then of each document.
    private func kept(_ use: StoredUse) throws -> [String] {
        let verdict = try JSONElement(parsing: try #require(use.verdict), maxByteCount: 1 << 20).value
        guard case .object(let object) = verdict, case .array(let documents)? = object["documents"] else { return [] }
        return ([verdict] + documents).flatMap { part -> [String] in
            guard case .object(let part) = part, case .array(let checks)? = part["checks"] else { return [] }
            return checks.compactMap { check in
                guard case .object(let check) = check, case .string(let name)? = check["name"],
                    case .string(let answer)? = check["answer"]
                else { return nil }
                return "\(name) \(answer)"
            }
        }
    }

    @Test func `who has the genesis alone judges the file as the desk did`() async throws {
        let desk = try await TestDesk.make()
        let use = try await desk.desk.use(UseOrder(grant: try await desk.granted(), clerk: "示例"))
        let file = try await desk.desk.evidence(of: use)
        let read = try EvidenceFile(parsing: Array(file.text.utf8))
        #expect(read == file && read.use.opening?.number == "示例案 17")
        let verdict = try read.verdict(trusting: desk.town.known)
        let statement = try Statement(decoding: use.statement)
        #expect(verdict.use?.index == 1 && verdict.use?.statement == statement.id)
        let answers = verdict.allChecks.map { "\($0.name.rawValue) \($0.answer.rawValue)" }
        let before = try kept(use)
        #expect(answers == before && answers.contains("counted yes"))
    }

    @Test func `a document of the police that its holder showed is valid, here and by the file alone`() async throws {
        let desk = try await TestDesk.make()
        let documents = try await TestDocument.issued(1, by: desk.town)
        let use = try await desk.desk.use(UseOrder(grant: try await desk.granted(documents: documents), clerk: "示例"))
        #expect(try kept(use).filter { !$0.hasSuffix(" yes") } == [])
        let verdict = try await desk.desk.evidence(of: use).verdict(trusting: desk.town.known)
        #expect(verdict.state == .valid)
    }

    @Test func `a use that was not opened has no evidence`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        await desk.town.fail(.noShares)
        await #expect(throws: LedgerSilent.self) {
            try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        }
        let use = try desk.desk.matters(named: grant.description)[0].uses[0]
        await #expect {
            _ = try await desk.desk.evidence(of: use)
        } throws: { ($0 as? RelyingRefusal)?.code == "not-opened" }
    }
}
