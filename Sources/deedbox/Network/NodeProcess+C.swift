import Foundation
import Glibc

/// A process that this program has started, told from any other that got its number later.
struct NodeProcess {
    let id: Int32
    /// When it was started, in the system's ticks.
    private let start: String

    /// A process that runs now.
    init(id: Int32) {
        self.id = id
        start = NodeProcess.start(of: id) ?? ""
    }

    /// Reads what `text` writes.
    init?(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let id = Int32(words[0]), id > 1 else { return nil }
        self.id = id
        start = String(words[1])
    }

    var text: String { "\(id) \(start)\n" }

    var isRunning: Bool { NodeProcess.start(of: id) == start }

    /// Asks it to stop.
    func terminate() { if isRunning { _ = kill(id, SIGTERM) } }

    /// The start time of a process that has not ended; nil for any other.
    private static func start(of id: Int32) -> String? {
        guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
            let name = text.lastIndex(of: ")")
        else { return nil }
        // Behind the name in brackets: the state, then numbers; the start time is the twentieth of these words.
        let words = text[text.index(after: name)...].split(separator: " ")
        guard words.count > 19, words[0] != "Z", words[0] != "X" else { return nil }
        return String(words[19])
    }
}
