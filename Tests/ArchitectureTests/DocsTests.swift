import Foundation
import Testing

struct DocsTests {
    @Test func `every relative link in a page leads somewhere`() {
        #expect(Project.pages.count > 8)
        expectNone(Project.pages.flatMap { DocsRules.links($0, Project.lines($0), exists: Project.exists) })
    }

    @Test(arguments: ["README.md", "README.zh.md", "docs/architecture.md", "docs/testing.md"])
    func `every file that a page names is there`(_ page: String) {
        expectNone(DocsRules.paths(page, Project.lines(page), exists: Project.exists))
    }

    @Test func `every name that the glossary gives is in the code`() {
        let code = Project.sources.flatMap(\.code).joined(separator: "\n")
        let page = "docs/glossary.md"
        let known: (Substring) -> Bool = { code.has(String($0)) }
        #expect(Project.lines(page).count > 40)
        expectNone(DocsRules.glossary(page, Project.lines(page), isInCode: known))
    }

    @Test func `both READMEs have the same sections`() {
        let english = DocsRules.headings(Project.lines("README.md"))
        #expect(english.count > 3)
        #expect(english.map(\.level) == DocsRules.headings(Project.lines("README.zh.md")).map(\.level))
    }

    @Test func `every decision says situation, decision, cost, and what would change our mind`() {
        let records = Project.pages.filter { $0.hasPrefix("docs/decisions/") }
        #expect(!records.isEmpty)
        expectNone(records.flatMap { DocsRules.decision($0, Project.lines($0)) })
        let numbers = records.compactMap { $0.split(separator: "/").last?.prefix(4) }
        #expect(Set(numbers).count == records.count, "two decisions share a number")
    }

    @Test func `no text knows the machine that it was written on`() {
        #expect(Project.texts.count > 50)
        expectNone(Project.texts.flatMap { DocsRules.machine($0, Project.lines($0)) })
    }

    @Test func `a broken link is found`() {
        let page: [Substring] = [
            "[a](there.md#part) [b](https://example.com)", "[c](../gone.md)", "`[d](not a link.md)`",
        ]
        let known: (String) -> Bool = { $0 == "docs/there.md" }
        #expect(DocsRules.links("docs/page.md", page, exists: known).map(\.line) == [2])
    }

    @Test func `a named file that is not there is found`() {
        let page: [Substring] = ["`docs/a.md` `genesis/*.json` `scripts/run [part]`", "see `Sources/Gone/A.swift`"]
        let known: (String) -> Bool = { ["docs/a.md", "scripts/run"].contains($0) }
        #expect(DocsRules.paths("README.md", page, exists: known).map(\.line) == [2])
    }

    @Test func `a glossary name that the code does not have is found`() {
        let page: [Substring] = [
            "| word | 中文 | `free` text | `Seal`, `Grant.key` |", "| word | 中文 | text | `Gone`, `Seal` |",
        ]
        let known: (Substring) -> Bool = { ["Seal", "Grant", "key"].contains($0) }
        #expect(DocsRules.glossary("docs/glossary.md", page, isInCode: known).map(\.line) == [2])
    }

    @Test func `a decision without its cost, misnamed or too long is found`() {
        let whole: [Substring] = ["# T", "## Situation", "## Decision", "## Cost", "## What would change our mind"]
        #expect(DocsRules.decision("docs/decisions/0001-a.md", whole) == [])
        #expect(DocsRules.decision("docs/decisions/0001-a.md", Array(whole.filter { $0 != "## Cost" })).count == 1)
        #expect(DocsRules.decision("docs/decisions/a.md", whole).count == 1)
        #expect(DocsRules.decision("docs/decisions/0001-a.md", whole + Array(repeating: "", count: 60)).count == 1)
    }

    @Test func `a path of one machine is found`() {
        let path = ["", "home", "someone", "box"].joined(separator: "/")
        #expect(DocsRules.machine("a.md", ["fine", Substring("see \(path)")]).map(\.line) == [2])
    }
}

enum DocsRules {
    static let decisionHeadings = ["Situation", "Decision", "Cost", "What would change our mind"]

    static func links(_ page: String, _ lines: [Substring], exists: (String) -> Bool) -> [Offence] {
        offences(page, lines) { line in
            line.replacing(/`[^`]*`/, with: "").matches(of: /\]\(([^)\s#]+)[^)]*\)/).map { String($0.output.1) }
                .filter { !$0.contains(":") && !exists(resolve($0, from: page)) }
                .map { "the link to \($0) leads nowhere" }
        }
    }

    static func paths(_ page: String, _ lines: [Substring], exists: (String) -> Bool) -> [Offence] {
        offences(page, lines) { line in
            line.matches(of: /`((?:docs|scripts|genesis|Sources|Tests|keys-sample|network|\.ci)\/[^`\s]*)[^`]*`/)
                .map { String($0.output.1) }
                .filter { path in !path.contains { "*<…{".contains($0) } && !exists(path) }
                .map { "\($0) is not there" }
        }
    }

    /// The names in the last column of the glossary; a dotted name is looked up part by part.
    static func glossary(_ page: String, _ lines: [Substring], isInCode: (Substring) -> Bool) -> [Offence] {
        offences(page, lines) { line in
            let column = line.split(separator: "|").last ?? ""
            guard line.hasPrefix("| ") else { return [] }
            return column.matches(of: /`([\w.]+)`/).map(\.output.1)
                .filter { name in !name.split(separator: ".").allSatisfy(isInCode) }
                .map { "\($0) is not in the code" }
        }
    }

    static func headings(_ lines: [Substring]) -> [(level: Int, text: Substring)] {
        var isCode = false
        return lines.compactMap { line in
            if line.hasPrefix("```") { isCode.toggle() }
            guard !isCode, let match = line.wholeMatch(of: /(#+) (.+)/) else { return nil }
            return (match.output.1.count, match.output.2)
        }
    }

    static func decision(_ page: String, _ lines: [Substring]) -> [Offence] {
        let found = headings(lines).filter { $0.level == 2 }.map { String($0.text) }
        var wrong: [String] = []
        if found != decisionHeadings { wrong.append("headings \(found), wanted \(decisionHeadings)") }
        if lines.count > 60 { wrong.append("\(lines.count) lines, at most 60") }
        if page.firstMatch(of: /\/\d{4}-[a-z0-9-]+\.md$/) == nil { wrong.append("not named NNNN-subject.md") }
        return wrong.map { Offence(file: page, line: 1, what: $0) }
    }

    static func machine(_ path: String, _ lines: [Substring]) -> [Offence] {
        offences(path, lines) { line in
            guard ["/home/", "/root/", "/Users/", "/work/", "/mnt/"].contains(where: line.has) else { return [] }
            return line.matches(of: /(?:^|[\s"'`(=])\/(?:home|root|Users|work|mnt)\/\w+/).map {
                "a path of one machine: \($0.output)"
            }
        }
    }

    private static func offences(_ page: String, _ lines: [Substring], _ find: (Substring) -> [String]) -> [Offence] {
        lines.indices.flatMap { index in
            find(lines[index]).map { Offence(file: page, line: index + 1, what: $0) }
        }
    }

    private static func resolve(_ link: String, from page: String) -> String {
        var parts = page.split(separator: "/").dropLast().map(String.init)
        for part in link.split(separator: "/") {
            switch part {
            case ".": break
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}
