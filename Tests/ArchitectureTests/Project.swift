import Foundation
import Testing

/// A broken rule, at its place.
struct Offence: Equatable, CustomStringConvertible {
    let file: String
    let line: Int
    let what: String

    var description: String { "\(file):\(line): \(what)" }
}

/// The project's own files, read from the place of this one.
enum Project {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Swift files below `Sources` and `Tests`.
    static let swiftFiles = paths(under: "Sources", "Tests").filter { $0.hasSuffix(".swift") }.map(swiftFile)

    static let sources = swiftFiles.filter { $0.path.hasPrefix("Sources/") }

    /// Every text that a reader may open, outside what is built or installed.
    static let texts = paths(under: "").filter { path in
        [".swift", ".md", ".json", ".py", ".sh", ".go", ".csv", ".txt"].contains { path.hasSuffix($0) }
            || path.hasPrefix("scripts/") || path.hasPrefix(".ci/")
    }

    static let pages = texts.filter { $0.hasSuffix(".md") }

    static func text(_ path: String) -> String {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
    }

    static func lines(_ path: String) -> [Substring] {
        text(path).split(separator: "\n", omittingEmptySubsequences: false)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    private static func swiftFile(_ path: String) -> SwiftFile { SwiftFile(path: path, text: text(path)) }

    private static func paths(under folders: String...) -> [String] {
        folders.flatMap { folder in
            let start = folder.isEmpty ? root : root.appending(path: folder)
            let prefix = folder.isEmpty ? "" : folder + "/"
            let all = FileManager.default.enumerator(atPath: start.path)?.compactMap { $0 as? String } ?? []
            return all.filter { !isMade($0) }.map { prefix + $0 }.sorted()
        }
    }

    private static func isMade(_ path: String) -> Bool {
        let made = [".build", ".git", ".venv", "__pycache__", ".pytest_cache", "data"]
        return path.split(separator: "/").contains { made.contains(String($0)) }
    }
}

/// Fails with every offence, a line each.
func expectNone(_ offences: [Offence], _ place: SourceLocation = #_sourceLocation) {
    let list = offences.map(\.description).joined(separator: "\n")
    #expect(offences.isEmpty, Comment(rawValue: "\n" + list), sourceLocation: place)
}
