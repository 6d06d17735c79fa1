import Testing

struct SizeTests {
    @Test func `no file passes 400 lines`() {
        expectNone(Project.swiftFiles.flatMap(SizeRules.file))
    }

    @Test func `no function passes 60 lines`() {
        expectNone(Project.swiftFiles.flatMap(SizeRules.function))
    }

    @Test func `no line passes 120 columns`() {
        expectNone(Project.swiftFiles.flatMap(SizeRules.line))
    }

    @Test func `a file of 401 lines is found, one of 400 is not`() {
        let line = "let a = 1\n"
        #expect(SizeRules.file(SwiftFile(path: "a.swift", text: String(repeating: line, count: 400))) == [])
        #expect(SizeRules.file(SwiftFile(path: "a.swift", text: String(repeating: line, count: 401))).count == 1)
    }

    @Test func `a function of 61 lines is found, one of 60 is not`() {
        func text(_ lines: Int) -> String {
            let head = "protocol P { func none() throws(E); var x: Int { get } }\nfunc long(\n    a: Int = { 1 }()) {\n"
            return head + String(repeating: "    work(\"{\") // {\n", count: lines - 3) + "}\n"
        }
        #expect(SizeRules.function(SwiftFile(path: "a.swift", text: text(60))) == [])
        #expect(SizeRules.function(SwiftFile(path: "a.swift", text: text(61))).map(\.line) == [2])
    }

    @Test(arguments: [
        "init(_ a: Int) {", "subscript(i: Int) -> Int {", "var sum: Int {", "static func < (a: A, b: A) -> B {",
    ])
    func `every kind of function is measured`(_ head: String) {
        let text = head + "\n" + String(repeating: "    work()\n", count: 60) + "}\n"
        #expect(SizeRules.function(SwiftFile(path: "a.swift", text: text)).map(\.line) == [1])
    }

    @Test func `a line of 121 columns is found, one of 120 is not`() {
        let file = SwiftFile(
            path: "a.swift",
            text: "// " + String(repeating: "证", count: 117) + "\n//" + String(repeating: "x", count: 119))
        #expect(SizeRules.line(file).map(\.line) == [2])
    }
}

enum SizeRules {
    static let fileLines = 400
    static let functionLines = 60
    static let columns = 120

    static func file(_ file: SwiftFile) -> [Offence] {
        let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
        return count > fileLines ? [file.offence(0, "\(count) lines, at most \(fileLines)")] : []
    }

    static func line(_ file: SwiftFile) -> [Offence] {
        file.lines.indices.filter { file.lines[$0].utf8.count > columns && file.lines[$0].count > columns }
            .map { file.offence($0, "\(file.lines[$0].count) columns, at most \(columns)") }
    }

    static func function(_ file: SwiftFile) -> [Offence] {
        let opening = opening
        let next = next
        return file.places(near: ["func", "init", "subscript", "var "]).compactMap { start in
            guard let head = file.code[start].firstMatch(of: opening),
                let end = end(file.code, line: start, column: head.range.upperBound, before: next)
            else { return nil }
            let count = end - start + 1
            return count > functionLines ? file.offence(start, "\(count) lines, at most \(functionLines)") : nil
        }
    }

    private static var opening: Regex<Substring> {
        /(?:^|[^.\w])(?:func\s|init[?!]?\s*[(<]|deinit\s|subscript\s*[(<]|var\s+\w+\s*:[^={]*(?=\{))/
    }

    /// What begins another declaration: the one before it had no body.
    private static var next: Regex<Substring> {
        /^\s*(?:@\w|(?:func|var|let|init|case|static|mutating|subscript|associatedtype|public|package|private)\b)/
    }

    /// The line of the brace that closes the body; nil when there is no body.
    private static func end(
        _ code: [String], line start: Int, column: String.Index, before next: Regex<Substring>
    ) -> Int? {
        var parentheses = code[start][..<column].last.map { $0 == "(" ? 1 : 0 } ?? 0
        var braces = 0
        for index in start..<code.count {
            let line = index == start ? code[index][column...] : code[index][...]
            if index > start, braces == 0, parentheses == 0, line.firstMatch(of: next) != nil { return nil }
            for character in line {
                switch character {
                case "(": parentheses += 1
                case ")": parentheses -= 1
                case "{" where parentheses == 0: braces += 1
                case ";" where parentheses == 0 && braces == 0: return nil
                case "}" where parentheses == 0:
                    braces -= 1
                    if braces <= 0 { return braces == 0 ? index : nil }
                default: break
                }
            }
        }
        return nil
    }
}
