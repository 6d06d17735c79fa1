package import Signing

/// What a command has to say: what happened, the facts, why it matters, what comes next.
package struct Report {
    /// One fact under its label.
    package struct Fact {
        let label: String
        let value: String
    }

    package var headline: String
    package var facts: [Fact] = []
    /// Text that stands as it is: a table, a policy, a note.
    package var body: [String] = []
    package var meaning: String?
    package var next: String?
    /// The same for programs.
    package var json: JSONObject
    private var lists: [(name: String, item: JSONValue)] = []

    /// A report that so far has a headline alone.
    package init(_ headline: String, json: JSONObject = JSONObject()) {
        self.headline = headline
        self.json = json
    }

    /// Adds a fact for people.
    package mutating func fact(_ label: String, _ value: String) {
        facts.append(Fact(label: label, value: value))
    }

    /// Adds a fact for people and programs.
    package mutating func fact(_ label: String, _ value: String, _ name: String) {
        fact(label, value)
        json.append(name, .string(value))
    }

    /// Adds a number for people and programs.
    package mutating func fact(_ label: String, _ number: UInt64, _ name: String) {
        fact(label, String(number))
        json.append(name, .integer(Int64(clamping: number)))
    }

    /// Adds an item to a list for programs.
    package mutating func add(_ list: String, _ item: JSONValue) {
        lists.append((list, item))
    }

    /// What programs read.
    package var object: JSONValue {
        var object = json
        var names: [String] = []
        for (name, _) in lists where !names.contains(name) { names.append(name) }
        for name in names { object.append(name, .array(lists.filter { $0.name == name }.map(\.item))) }
        return .object(object)
    }

    /// What people read.
    package var text: String {
        var lines = [headline]
        let width = facts.map { DisplayWidth.of($0.label) }.max() ?? 0
        for fact in facts {
            let gap = String(repeating: " ", count: width - DisplayWidth.of(fact.label) + 2)
            lines.append("  " + fact.label + gap + fact.value)
        }
        lines += body
        if let meaning { lines.append(meaning) }
        if let next { lines.append(tell("Next: ", zh: "下一步：") + next) }
        return lines.joined(separator: "\n").visible
    }
}

/// Columns that a text takes on a terminal: two for a wide character of East Asian scripts.
package enum DisplayWidth {
    /// The columns of a text.
    package static func of(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + (isWide($1) ? 2 : 1) }
    }

    /// The text with blanks behind it up to a width.
    package static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - of(text)))
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
            0xffe0...0xffe6, 0x20000...0x3fffd:
            true
        default: false
        }
    }
}

/// Rows in columns for people.
package enum TextTable {
    /// Lines with each column as wide as its widest cell; the first row is the head.
    package static func lines(_ rows: [[String]]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : DisplayWidth.padded(cell, to: widths[column])
            }
            let line = "  " + cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// The same below a head; no lines when there are no rows.
    package static func lines(_ rows: [[String]], head: [String]) -> [String] {
        rows.isEmpty ? [] : lines([head] + rows)
    }
}
