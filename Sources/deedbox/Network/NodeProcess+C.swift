import Foundation
import Glibc

/// A process that this program has started, told from any other that got its number later.
struct NodeProcess {
    let id: Int32
    /// When it was started, in the system's ticks.
    let start: String

    /// A process that runs now.
    init(id: Int32) {
        self.id = id
        start = NodeProcess.start(of: id) ?? ""
    }

    /// A process by its number and when it was started, as both stand in files.
    init?(id: String, start: String) {
        guard let id = Int32(id.filter { !$0.isWhitespace }), id > 1 else { return nil }
        self.id = id
        self.start = start.filter { !$0.isWhitespace }
    }

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
