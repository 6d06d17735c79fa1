import ArgumentParser

/// What the parser of the command line found wrong, from the message that it has for people in English.
package struct ParserFault {
    private let message: String
    private let help: String?
    /// The command that was called: `deedbox network up`.
    private let command: String

    /// Takes the parser's message apart.
    package init(_ text: String) {
        let lines = text.split(separator: "\n").map(String.init)
        func rest(_ head: String) -> String? {
            lines.first { $0.hasPrefix(head) }.map { $0.dropFirst(head.count).drop { $0 == " " } }.map(String.init)
        }
        let said = lines.prefix { !$0.hasPrefix("Help:") && !$0.hasPrefix("Usage:") }
        let choices = said.filter { $0.hasPrefix("  - ") }.map { $0.dropFirst(4) }.joined(separator: ", ")
        let first = (said.filter { !$0.hasPrefix("  - ") } + (choices.isEmpty ? [] : [choices])).joined(separator: " ")
        message = first.hasPrefix("Error: ") ? String(first.dropFirst(7)) : first
        help = rest("Help:")
        let usage = rest("Usage:")?.split(separator: " ").map(String.init) ?? ["deedbox"]
        command = usage.prefix { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } && !$0.hasPrefix("-") }
            .joined(separator: " ")
    }

    /// The same as a wrong call: the fact, and where the right form stands.
    package var told: CommandError {
        let fact = unknownCommand ?? (translated + (help.map { tell(" (\($0))", zh: "（\($0)）") } ?? ""))
        return .usage(fact, next: command + " --help")
    }

    /// A word in the place of a verb that does not exist, with the verb that was probably meant.
    private var unknownCommand: String? {
        guard let word = quoted("Unexpected argument '"), let names = ParserFault.verbs(of: command), !names.isEmpty
        else { return nil }
        let fact = tell("\(command) has no command '\(word)'", zh: "\(command) 没有子命令“\(word)”")
        let near = names.map { (name: $0, distance: ParserFault.distance(word, $0)) }.min { $0.distance < $1.distance }
        guard let near, near.distance <= max(1, word.count / 3) else { return fact }
        return fact
            + tell("; did you mean `\(command) \(near.name)`?", zh: "；您是不是要用 \(command) \(near.name)？")
    }

    /// The message in the language of the reader; what has no translation stays as it is.
    private var translated: String {
        guard case .zh = Language.current else { return message }
        let forms: [(String, String)] = [
            ("Unexpected argument '", "多余的参数"), ("Unknown option '", "没有选项"),
            ("Missing expected argument '", "缺少"), ("Missing value for '", "缺少取值："),
        ]
        for (head, words) in forms {
            if let what = quoted(head) { return words + "“\(what)”" }
        }
        let parts = message.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
        guard message.hasPrefix("The value '"), parts.count >= 5 else { return message }
        let choices = parts[4...].joined(separator: "'")
            .replacing(". Please provide one of the following: ", with: "，可取：")
        return "“\(parts[3])”的取值“\(parts[1])”无效\(choices)"
    }

    /// What stands behind these words and before the next quotation mark.
    private func quoted(_ head: String) -> String? {
        guard message.hasPrefix(head) else { return nil }
        return String(message.dropFirst(head.count).prefix { $0 != "'" })
    }

    /// The verbs below a command; nil when there is no such command.
    private static func verbs(of command: String) -> [String]? {
        var type: any ParsableCommand.Type = Deedbox.self
        for word in command.split(separator: " ").dropFirst() {
            let below = type.configuration.subcommands
            guard let next = below.first(where: { $0.configuration.commandName == String(word) }) else { return nil }
            type = next
        }
        return type.configuration.subcommands.compactMap { $0.configuration.commandName }
    }

    /// How many letters must be put in, left out or changed.
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left), Array(right))
        var row = Array(0...right.count)
        for (place, letter) in left.enumerated() {
            var before = row[0]
            row[0] = place + 1
            for column in right.indices {
                let changed = before + (letter == right[column] ? 0 : 1)
                before = row[column + 1]
                row[column + 1] = min(changed, min(row[column], before) + 1)
            }
        }
        return row[right.count]
    }
}
