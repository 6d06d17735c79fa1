/// A Swift file taken apart: its lines as written, its code alone, its comments alone.
///
/// In `code` comments, the insides of strings and of raw identifiers are blank; in `comments` all else is.
/// Both keep the line numbers.
struct SwiftFile {
    let path: String
    let lines: [String]
    let code: [String]
    let comments: [String]

    init(path: String, text: String) {
        self.path = path
        var reader = SwiftReader(text)
        reader.read()
        lines = Self.lines(Array(text.utf8))
        code = Self.lines(reader.code)
        comments = Self.lines(reader.comments)
    }

    /// The module's folder below `Sources` or `Tests`.
    var module: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// One offence for each line of the code that matches; only lines with one of the words are looked at.
    func offences(_ pattern: @autoclosure () -> Regex<Substring>, _ what: String, near words: [String]) -> [Offence] {
        offences(in: code, pattern, what, words)
    }

    /// One offence for each comment line that matches.
    func commentOffences(
        _ pattern: @autoclosure () -> Regex<Substring>, _ what: String, near words: [String]
    ) -> [Offence] {
        offences(in: comments, pattern, what, words)
    }

    /// Places of the lines of code in which one of the words stands.
    func places(near words: [String]) -> [Int] { Self.places(in: code, near: words) }

    func offence(_ index: Int, _ what: String) -> Offence {
        Offence(file: path, line: index + 1, what: what)
    }

    /// A pattern is made only where it is needed: making and trying it is what takes the time.
    private func offences(
        in lines: [String], _ pattern: () -> Regex<Substring>, _ what: String, _ words: [String]
    ) -> [Offence] {
        let places = Self.places(in: lines, near: words)
        guard !places.isEmpty else { return [] }
        let pattern = pattern()
        return places.compactMap { index in
            lines[index].firstMatch(of: pattern).map { offence(index, "\(what): \($0.output)") }
        }
    }

    private static func places(in lines: [String], near words: [String]) -> [Int] {
        lines.indices.filter { index in words.contains { lines[index].has($0) } }
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}

extension StringProtocol {
    /// Whether these bytes stand in the text: a search without the cost of characters.
    func has(_ word: String) -> Bool {
        let sought = Array(word.utf8)
        let found = utf8.withContiguousStorageIfAvailable { text -> Bool in
            guard let first = sought.first, text.count >= sought.count else { return sought.isEmpty }
            for start in 0...(text.count - sought.count) where unsafe text[start] == first {
                if unsafe text[start..<start + sought.count].elementsEqual(sought) { return true }
            }
            return false
        }
        return found ?? contains(word)
    }
}

/// Tells code, strings and comments of Swift apart; enough for lint, not a compiler.
struct SwiftReader {
    private(set) var code: [UInt8] = []
    private(set) var comments: [UInt8] = []

    private enum Mode {
        /// `depth`: open parentheses; one more `)` than `(` ends an interpolation.
        case code(depth: Int)
        case string(hashes: Int, quotes: Int)
    }

    private let bytes: [UInt8]
    private var at = 0
    private var modes = [Mode.code(depth: 0)]

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func read() {
        while at < bytes.count {
            switch modes.last {
            case .code(let depth): readCode(depth)
            case .string(let hashes, let quotes): readString(hashes, quotes)
            case nil: return
            }
        }
    }

    private mutating func readCode(_ depth: Int) {
        if starts("//") { return readLineComment() }
        if starts("/*") { return readBlockComment() }
        if starts("`") { return readRawIdentifier() }
        let hashes = run("#", from: at)
        if byte(at + hashes) == UInt8(ascii: "\"") {
            let quotes = run("\"", from: at + hashes) >= 3 ? 3 : 1
            emit(hashes + quotes, code: true)
            return modes.append(.string(hashes: hashes, quotes: quotes))
        }
        if starts("(") { modes[modes.count - 1] = .code(depth: depth + 1) }
        if starts(")") {
            if depth == 0, modes.count > 1 {
                modes.removeLast()
            } else {
                modes[modes.count - 1] = .code(depth: depth - 1)
            }
        }
        emit(1, code: true)
    }

    private mutating func readString(_ hashes: Int, _ quotes: Int) {
        let closes = run("\"", from: at) >= quotes && run("#", from: at + quotes) >= hashes
        if closes || (quotes == 1 && starts("\n")) {
            modes.removeLast()
            return emit(closes ? quotes + hashes : 1, code: true)
        }
        if starts("\\"), run("#", from: at + 1) >= hashes {
            if byte(at + 1 + hashes) == UInt8(ascii: "(") {
                emit(2 + hashes, code: false)
                return modes.append(.code(depth: 0))
            }
            return emit(2 + hashes, code: false)
        }
        emit(1, code: false)
    }

    private mutating func readLineComment() {
        while at < bytes.count, !starts("\n") { emit(1, code: false, comment: true) }
    }

    private mutating func readBlockComment() {
        var depth = 0
        repeat {
            if starts("/*") { depth += 1 }
            if starts("*/") { depth -= 1 }
            emit(starts("/*") || starts("*/") ? 2 : 1, code: false, comment: true)
        } while depth > 0 && at < bytes.count
    }

    private mutating func readRawIdentifier() {
        emit(1, code: true)
        while at < bytes.count, !starts("`"), !starts("\n") { emit(1, code: false) }
        if starts("`") { emit(1, code: true) }
    }

    /// Moves on, and writes each byte or a blank to either side.
    private mutating func emit(_ count: Int, code isCode: Bool, comment isComment: Bool = false) {
        for byte in bytes[at..<min(at + count, bytes.count)] {
            let isBreak = byte == UInt8(ascii: "\n")
            code.append(isCode || isBreak ? byte : UInt8(ascii: " "))
            comments.append(isComment || isBreak ? byte : UInt8(ascii: " "))
        }
        at += count
    }

    private func starts(_ text: StaticString) -> Bool {
        let wanted = text.description.utf8
        return bytes[at...].prefix(wanted.count).elementsEqual(wanted)
    }

    private func run(_ character: Unicode.Scalar, from start: Int) -> Int {
        bytes[min(start, bytes.count)...].prefix { $0 == UInt8(ascii: character) }.count
    }

    private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }
}
