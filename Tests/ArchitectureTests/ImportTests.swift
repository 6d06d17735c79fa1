import Testing

struct ImportTests {
    @Test func `a module imports only what its row names`() {
        #expect(Project.sources.count > 20)
        expectNone(Project.sources.flatMap(ImportRules.row))
    }

    @Test func `C is called in files of that name only`() {
        expectNone(Project.sources.flatMap(ImportRules.shim))
    }

    @Test func `no test opens a module with testable`() {
        expectNone(Project.swiftFiles.flatMap(ImportRules.testable))
    }

    @Test func `the package declares no dependency beyond the table`() {
        let targets = PackageFile(Project.text("Package.swift")).dependencies
        #expect(Set(ModuleTable.rows.keys).isSubset(of: targets.keys))
        expectNone(ImportRules.declared(targets))
    }

    @Test func `an import beyond the row is found`() {
        let core = SwiftFile(path: "Sources/Ledger/Seal.swift", text: "import Signing\ninternal import Foundation\n")
        #expect(ImportRules.row(core).map(\.line) == [2])
        let edge = SwiftFile(path: "Sources/NodeApp/Routes.swift", text: "import Foundation\nimport struct GRDB.Row\n")
        #expect(ImportRules.row(edge).map(\.line) == [2])
        let stranger = SwiftFile(path: "Sources/Shed/Tool.swift", text: "let x = 1\n")
        #expect(ImportRules.row(stranger).map(\.line) == [1])
    }

    @Test func `an import in a comment or a string is none`() {
        let file = SwiftFile(
            path: "Sources/Ledger/Seal.swift", text: "// import GRDB\nlet a = \"\"\"\nimport GRDB\n\"\"\"\n")
        #expect(ImportRules.row(file) == [])
    }

    @Test func `C and testable imports out of place are found`() {
        let plain = SwiftFile(path: "Sources/Signing/Keys.swift", text: "internal import CSodium\n")
        #expect(ImportRules.shim(plain).map(\.line) == [1])
        let named = SwiftFile(path: "Sources/Signing/Keys+C.swift", text: "internal import CSodium\n")
        #expect(ImportRules.shim(named) == [])
        let test = SwiftFile(path: "Tests/LedgerTests/SealTests.swift", text: "@testable import Ledger\n")
        #expect(ImportRules.testable(test).map(\.line) == [1])
    }

    @Test func `a dependency beyond the table is found`() {
        let text = """
            let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
            .target(name: "Signing", swiftSettings: .house),
            .target(name: "Ledger", dependencies: ["Signing", grdb], swiftSettings: .house),
            """
        let targets = PackageFile(text).dependencies
        #expect(targets == ["Signing": [], "Ledger": ["Signing", "GRDB"]])
        #expect(ImportRules.declared(targets).map(\.what) == ["Ledger depends on GRDB"])
    }
}

enum ImportRules {
    private static var statement: Regex<(Substring, Substring)> {
        /\bimport\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?([A-Za-z_][A-Za-z0-9_]*)/
    }

    static func row(_ file: SwiftFile) -> [Offence] {
        guard let allowed = ModuleTable.allowed(file.module, in: file.path) else {
            return [file.offence(0, "the module \(file.module) has no row in ModuleTable")]
        }
        return imports(file).filter { !allowed.contains($0.module) }
            .map { file.offence($0.index, "\(file.module) imports \($0.module)") }
    }

    static func shim(_ file: SwiftFile) -> [Offence] {
        guard !file.name.hasSuffix("+C.swift") else { return [] }
        return imports(file).filter { ModuleTable.shims.contains($0.module) }
            .map { file.offence($0.index, "\($0.module) outside a file named …+C.swift") }
    }

    static func testable(_ file: SwiftFile) -> [Offence] {
        file.offences(/@[t]estable/, "tests use public and package", near: ["@"])
    }

    static func declared(_ targets: [String: [String]]) -> [Offence] {
        targets.filter { $0.key != "TestSupport" }.sorted { $0.key < $1.key }.flatMap { target, dependencies in
            let row = ModuleTable.rows[target]
            let allowed = row.map { $0.ours.union($0.outside) } ?? []
            return dependencies.filter { !allowed.contains($0) }
                .map { Offence(file: "Package.swift", line: 1, what: "\(target) depends on \($0)") }
        }
    }

    private static func imports(_ file: SwiftFile) -> [(index: Int, module: String)] {
        let places = file.places(near: ["import"])
        guard !places.isEmpty else { return [] }
        let statement = statement
        return places.compactMap { index in
            file.code[index].firstMatch(of: statement).map { (index, String($0.output.1)) }
        }
    }
}

/// The targets of `Package.swift` and what each depends on; test targets left out.
struct PackageFile {
    let dependencies: [String: [String]]

    init(_ text: String) {
        let products = text.matches(of: /let (\w+) = Target\.Dependency\.product\(\s*name: "(\w+)"/)
            .map { (String($0.output.1), String($0.output.2)) }
        let named = Dictionary(products) { first, _ in first }
        let targets = text.matches(of: /\.(?:executableTarget|target)\(\s*name: "(\w+)"((?:(?!\.\w*arget\()[^\]])*)/)
        dependencies = Dictionary(
            targets.map { match in
                let list = match.output.2.split(separator: "dependencies: [", maxSplits: 1).dropFirst().first ?? ""
                return (String(match.output.1), list.split(separator: ",").compactMap { Self.name($0, named) })
            }
        ) { first, _ in first }
    }

    private static func name(_ item: Substring, _ products: [String: String]) -> String? {
        let bare = item.filter { !$0.isWhitespace }
        guard !bare.isEmpty else { return nil }
        return bare.hasPrefix("\"") ? String(bare.dropFirst().dropLast()) : products[bare] ?? bare
    }
}
