import Testing

struct WordTests {
    @Test func `the core has no clock, no IO and no suspension`() {
        let core = Project.sources.filter { ModuleTable.rows[$0.module]?.isCore == true }
        #expect(!core.isEmpty)
        expectNone(core.flatMap(WordRules.core))
    }

    @Test func `types are named by their subject`() {
        expectNone(Project.swiftFiles.flatMap(WordRules.names))
    }

    @Test func `nothing is forced`() {
        expectNone(Project.swiftFiles.flatMap(WordRules.forced))
    }

    @Test func `no loose end is left in the code`() {
        expectNone(Project.swiftFiles.flatMap(WordRules.looseEnds))
    }

    @Test func `every type and function for other modules has its summary`() {
        let witnesses = SummaryRule.requirements(Project.sources)
        #expect(witnesses.contains("encode"))
        expectNone(Project.sources.flatMap { SummaryRule.offences($0, witnesses: witnesses) })
    }

    @Test func `what the core may not do is found`() {
        let text = """
            actor Box {}
            func f() async { await g(); print("print(") }
            let now = Date(); let clock = ContinuousClock()
            let dice = Int.random(in: 1...6)
            // async, await and print( in a comment are nothing
            let asynchronous = "await"
            """
        #expect(WordRules.core(SwiftFile(path: "Sources/Ledger/A.swift", text: text)).map(\.line) == [1, 2, 2, 3, 4])
    }

    @Test(arguments: [
        "class KeyManager {}", "enum HexUtil {}", "struct CommonError {}", "protocol ModelsOfKeys {}",
        "actor StoreImpl {}",
    ])
    func `a name of a kind is found`(_ text: String) {
        #expect(WordRules.names(SwiftFile(path: "Sources/Ledger/A.swift", text: text)).count == 1)
        #expect(
            WordRules.names(SwiftFile(path: "Sources/Ledger/A.swift", text: "struct Utility {}; struct Implies {}"))
                == [])
    }

    @Test func `a type that bears its module's name is found`() {
        #expect(WordRules.names(SwiftFile(path: "Sources/Ledger/A.swift", text: "public struct Ledger {}")).count == 1)
    }

    @Test(arguments: [
        "a!", "a![0]", "f()!.b", "a[0]!", "try! f()", "b as! C", "fatalError()", "var a: Int!", "\"\\(a!)\"",
    ])
    func `a forced value is found`(_ text: String) {
        #expect(!WordRules.forced(SwiftFile(path: "Sources/Ledger/A.swift", text: text)).isEmpty)
    }

    @Test(arguments: [
        "!a", "a != b", "a !== b", "if !a, !(b) {}", "let a = \"no!\"", "func `must not be!`() {}", "try? f()",
    ])
    func `what only looks forced is left alone`(_ text: String) {
        #expect(WordRules.forced(SwiftFile(path: "Sources/Ledger/A.swift", text: text)) == [])
    }

    @Test func `a loose end is found`() {
        let mark = ["TO", "DO"].joined()
        let text = "// \(mark): later\nfinal class A: @unchecked Sendable {}\nlet a = \"\(mark)\"\n"
        #expect(WordRules.looseEnds(SwiftFile(path: "Sources/Ledger/A.swift", text: text)).map(\.line) == [1, 2])
    }

    @Test func `a missing summary is found`() {
        let text = """
            /// A box.
            @frozen
            public struct Box {
                public func open() {}
                /// Shuts it.
                package static func shut() {}
                public static func == (a: Box, b: Box) -> Bool { true }
                func look() {}
                public func weigh() {}
            }
            public final class Lid {}
            protocol Weighed { func weigh() }
            """
        let file = SwiftFile(path: "Sources/Ledger/A.swift", text: text)
        #expect(SummaryRule.offences(file, witnesses: []).map(\.line) == [4, 9, 11])
        #expect(SummaryRule.offences(file, witnesses: SummaryRule.requirements([file])).map(\.line) == [4, 11])
    }
}

enum WordRules {
    static func core(_ file: SwiftFile) -> [Offence] {
        let suspension = /\b(?:async|await|actor|Task)\b/
        let clock = /\b(?:Date|ContinuousClock|SuspendingClock|DispatchTime)\b/
        let chance = /\.random\(|\.randomElement\(|\bshuffled?\(|\bSystemRandomNumberGenerator\b/
        return
            (file.offences(suspension, "the core does not suspend", near: ["async", "await", "actor", "Task"])
            + file.offences(
                /\b(?:print|debugPrint|readLine|fopen)\(/, "the core has no IO", near: ["rint(", "readLine(", "fopen("])
            + file.offences(clock, "the core has no clock; time is an input", near: ["Date", "Clock", "DispatchTime"])
            + file.offences(chance, "the core draws no randomness", near: ["andom", "shuffle"]))
            .sorted { $0.line < $1.line }
    }

    static func names(_ file: SwiftFile) -> [Offence] {
        let kinds: Set<Substring> = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Impl", "Models"]
        return file.places(near: ["struct", "class", "enum", "protocol", "actor", "typealias"]).flatMap { index in
            file.code[index].matches(of: /\b(?:struct|class|enum|protocol|actor|typealias)\s+([A-Z]\w*)/)
                .map { $0.output.1 }
                .filter { name in
                    name == file.module || name.matches(of: /[A-Z][a-z0-9]*/).contains { kinds.contains($0.output) }
                }
                .map { file.offence(index, "\($0) is not the name of a subject") }
        }
    }

    static func forced(_ file: SwiftFile) -> [Offence] {
        let unwrap = /[\w)\]}>"`]!(?!=)/
        let unwraps = file.offences(unwrap, "forced", near: ["!"])
        return (ModuleTable.forceUnwraps.contains(file.path) ? [] : unwraps)
            + file.offences(/\b(?:try|as)[!]|\bfatalError\(/, "forced", near: ["!", "fatalError("])
    }

    static func looseEnds(_ file: SwiftFile) -> [Offence] {
        let unchecked = file.offences(
            /@unchecked\s+Sendable/, "not in the list of guarded C handles", near: ["@unchecked"])
        return file.commentOffences(/\b(?:TODO|FIXME|XXX)\b/, "loose end", near: ["TODO", "FIXME", "XXX"])
            + (ModuleTable.uncheckedSendable.contains(file.path) ? [] : unchecked)
    }
}

/// Every `public` or `package` type and function begins with a `///` summary. Operators speak for themselves, and
/// what a protocol requires is said there.
enum SummaryRule {
    private static let modifiers: Set<Substring> = [
        "public", "package", "static", "final", "mutating", "nonisolated", "indirect", "override", "class", "borrowing",
        "consuming", "isolated",
    ]
    private static let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "actor", "func"]

    static func offences(_ file: SwiftFile, witnesses: Set<Substring>) -> [Offence] {
        file.code.indices.compactMap { index in
            guard let name = openDeclaration(file.code[index]), !witnesses.contains(name),
                !hasSummary(file, above: index)
            else { return nil }
            return file.offence(index, "\(name) has no /// summary")
        }
    }

    /// Names of the functions that our protocols and `Hashable` require.
    static func requirements(_ files: [SwiftFile]) -> Set<Substring> {
        var names: Set<Substring> = ["hash"]
        for file in files where !file.places(near: ["protocol"]).isEmpty {
            var depth = 0
            for line in file.code {
                let opens = line.firstMatch(of: /\bprotocol\s+\w/) != nil
                if depth > 0 || opens { depth += line.count { $0 == "{" } - line.count { $0 == "}" } }
                guard depth > 0 || opens else { continue }
                names.formUnion(line.matches(of: /\bfunc\s+(\w+)/).map(\.output.1))
            }
        }
        return names
    }

    /// The name of the type or function that this line declares for other modules.
    private static func openDeclaration(_ line: String) -> Substring? {
        guard line.has("public") || line.has("package") else { return nil }
        let words = line.split(whereSeparator: \.isWhitespace).drop { $0.hasPrefix("@") }
        let head = words.prefix { modifiers.contains($0) }
        guard head.contains("public") || head.contains("package") else { return nil }
        let kind = words.dropFirst(head.count).first ?? ""
        guard kinds.contains(kind) || head.last == "class" else { return nil }
        let name = words.dropFirst(kinds.contains(kind) ? head.count + 1 : head.count).first?.prefix { $0 != "(" }
        return name.flatMap { $0.first?.isLetter == true || $0.first == "`" ? $0 : nil }
    }

    private static func hasSummary(_ file: SwiftFile, above index: Int) -> Bool {
        let above = file.lines[..<index].last { !$0.drop(while: \.isWhitespace).hasPrefix("@") }
        return above?.drop(while: \.isWhitespace).hasPrefix("///") == true
    }
}
