import Synchronization

/// One line on a terminal that tells how far a long work is, its rate and the time left; elsewhere nothing.
package final class ProgressBar: Sendable {
    private struct State {
        var isShown = false
        var lastDrawn: UInt64 = 0
    }

    private let isOn: Bool
    private let start: UInt64
    private let state = Mutex(State())
    /// Between two drawings, in ms.
    private static let pause: UInt64 = 100

    /// A bar that draws only when a person is looking.
    init(isOn: Bool) {
        self.isOn = isOn && Terminal.isInteractive
        start = Moment.now
    }

    /// Shows how much of a whole is done, and how many items that were.
    func update(done: UInt64, total: UInt64, items: Int, _ what: String) {
        guard isOn else { return }
        let now = Moment.now
        let isDue = state.withLock { state in
            guard now >= state.lastDrawn + ProgressBar.pause else { return false }
            state.lastDrawn = now
            state.isShown = true
            return true
        }
        guard isDue else { return }
        let line = ProgressBar.line(
            done: done, total: total, items: items, what, elapsed: now - min(start, now), width: Terminal.width)
        Console.err("\r" + line + "\u{1b}[K")
    }

    /// Takes the line away.
    func clear() {
        let wasShown = state.withLock { state in
            defer { state.isShown = false }
            return state.isShown
        }
        if wasShown { Console.err("\r\u{1b}[K") }
    }

    /// The line: bar, share, items, rate and time left. `elapsed` is in ms.
    package static func line(
        done: UInt64, total: UInt64, items: Int, _ what: String, elapsed: UInt64, width: Int
    ) -> String {
        let share = total == 0 ? 1 : min(1, Double(done) / Double(total))
        let rate = Double(items) / max(0.001, Double(elapsed) / 1_000)
        let left = share > 0 ? UInt64(Double(elapsed) / 1_000 * (1 - share) / share) : 0
        let text =
            " \(Int(share * 100))%  \(grouped(items)) \(what)  \(grouped(Int(rate)))/s  "
            + tell("\(Moment.clock(seconds: left)) left", zh: "剩余 \(Moment.clock(seconds: left))")
        let room = max(5, min(40, width - DisplayWidth.of(text) - 3))
        let full = Int(share * Double(room))
        return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: room - full) + "]" + text
    }

    /// A number with its thousands parted: 12,345.
    package static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        let head = digits.count % 3
        return digits.enumerated().reduce(into: "") { text, digit in
            if digit.offset > 0, digit.offset % 3 == head { text.append(",") }
            text.append(digit.element)
        }
    }
}
