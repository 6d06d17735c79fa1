import Accounts
import Evidence
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

struct StoreTests {
    private let clerk = Caller(name: "示例", roles: [.clerk], kind: .console)

    @Test func `uses are found by case, grant, scene, time and state, page by page`() async throws {
        let desk = try await TestDesk.make()
        let first = try await desk.granted(uses: 3)
        let second = try await desk.granted(uses: 3, caseNumber: "示例案 18")
        for grant in [first, second, first, second, first] {
            _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
            try await desk.town.pass(seconds: 10)
        }
        func found(_ change: (inout UseSearch) -> Void) throws -> [UInt64] {
            var search = UseSearch()
            change(&search)
            return try desk.desk.uses(search).uses.map(\.use.number)
        }
        #expect(try found { $0.caseNumber = "示例案 18" } == [2, 1])
        #expect(try found { $0.caseNumber = "示例案 19" }.isEmpty)
        #expect(try found { $0.grant = first } == [3, 2, 1])
        #expect(try found { $0.scene = TestScene.loan.code }.count == 5)
        #expect(try found { $0.scene = SceneCode("other") }.isEmpty)
        #expect(try found { $0.state = .opened }.count == 5 && found { $0.state = .lost }.isEmpty)
        #expect(try found { $0.isDeleted = true }.isEmpty)
        #expect(try found { $0.until = 1 }.isEmpty && found { $0.since = 1 }.count == 5)
        var search = UseSearch(limit: 2)
        var pages: [[UsePlace]] = []
        while pages.count < 9 {
            let page = try desk.desk.uses(search)
            pages.append(page.uses.map(\.place))
            guard let next = page.next else { break }
            search.after = UsePlace(next.description)
            #expect(search.after == next)
        }
        #expect(pages.map(\.count) == [2, 2, 1] && Set(pages.joined()).count == 5)
        #expect(try desk.desk.cases(limit: 9).map(\.caseNumber) == ["示例案 17", "示例案 18"])
    }

    @Test func `a case is handed over whole, with the digest of each file`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        let (files, archive) = try await taken(desk)
        #expect(
            files.map(\.path) == [
                "evidence/\(grant)-1.json", "summaries/\(grant)-1.pdf", "verdicts/\(grant)-1.json", "notices.json",
                "manifest.json",
            ])
        let manifest = try JSONElement(
            parsing: String(decoding: files[4].bytes, as: UTF8.self), maxByteCount: 1 << 20
        ).value
        guard case .object(let object) = manifest, case .array(let lines)? = object["files"],
            case .array(let uses)? = object["uses"]
        else {
            Issue.record("a manifest has files and uses")
            return
        }
        #expect(lines.count == 4 && uses.count == 1 && object["format"] == "deedbox-export/2")
        for (line, file) in zip(lines, files) {
            guard case .object(let line) = line else { return }
            #expect(line["sha256"] == .string(SHA256.digest(file.bytes).hex) && line["path"] == .string(file.path))
        }
        let evidence = try EvidenceFile(parsing: files[0].bytes)
        #expect(try evidence.verdict(trusting: desk.town.known).use?.index == 1)
        #expect(archive.count.isMultiple(of: 512) && Array(archive[257..<262]) == Array("ustar".utf8))
        #expect(archive.suffix(1_024).allSatisfy { $0 == 0 })
        #expect(
            try desk.desk.accounts.auditLines().map(\.action).suffix(3) == ["export", "export-done", "export-done"])
        #expect(throws: RelyingRefusal.self) { try desk.desk.export("示例案 19", by: clerk) }
    }

    /// The files of an export, and the archive that has them.
    private func taken(_ desk: TestDesk) async throws -> (files: [CaseExport.File], archive: [UInt8]) {
        let export = try desk.desk.export("示例案 17", by: clerk)
        var (files, archive): ([CaseExport.File], [UInt8]) = ([], [])
        #expect(try await export.write { files.append($0) } == files.count)
        try await export.writeArchive { archive += $0 }
        return (files, archive)
    }

    @Test func `an export has all uses and notices, however many there are, a few in hand at a time`() async throws {
        let desk = try await TestDesk.make()
        let documents = try await TestDocument.issued(1, by: desk.town)
        let grant = try await desk.granted(uses: 3, documents: documents)
        for _ in 0..<3 {
            _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
            try await desk.town.pass(seconds: 10)
        }
        while try await desk.desk.follow() {}
        for state in [DocumentState.suspended, .inForce, .suspended, .inForce, .revoked] {
            try await desk.town.change(documents[0].receipt, to: state)
            // The same act is another statement only at another time.
            try await desk.town.pass(seconds: 10)
            while try await desk.desk.follow() {}
        }
        var (paths, notices): ([String], [Int]) = ([], [])
        try await desk.desk.export("示例案 17", by: clerk, pageSize: 2).write { file in
            paths.append(file.path)
            guard file.path.hasPrefix("notices"),
                case .array(let list) = try JSONValue(parsing: file.bytes, maxByteCount: 1 << 20)
            else { return }
            notices.append(list.count)
        }
        #expect(notices == [2, 2, 1])
        #expect(paths.contains("notices-3.json"))
        #expect(Set(paths.filter { $0.hasPrefix("verdicts/") }).count == 3 && paths.last == "manifest.json")
    }

    @Test func `a scene's policy judges its uses, and stands in their verdict`() async throws {
        let desk = try await TestDesk.make()
        let code = TestScene.loan.code
        try await desk.desk.setPolicy(Demands(leastAssurance: 1), of: code)
        let grant = try await desk.granted()
        let use = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        #expect(try #require(use.verdict).contains(#""leastAssurance":1"#))
        #expect(try desk.desk.policy(of: code)?.leastAssurance == 1)
        try await desk.desk.setPolicy(nil, of: code)
        let again = try await desk.desk.judgeAgain(use)
        #expect(try #require(again.verdict).contains(#""policy":null"#))
        await #expect(throws: RelyingRefusal.self) {
            try await desk.desk.setPolicy(nil, of: SceneCode(checked: "other"))
        }
    }
}
