import ArgumentParser
import Foundation

/// A language in which the commands speak.
package enum Language: String, CaseIterable, Sendable {
    case zh, en

    /// The language of the reader; set once, where the program starts.
    @TaskLocal package static var current = Language.en

    /// `--lang` among the arguments, else what the system says (LC_ALL, LC_MESSAGES, LANG), else English.
    package init(arguments: [String], environment: [String: String]) {
        self = Language.asked(in: arguments) ?? Language.spoken(in: environment) ?? .en
    }

    /// The arguments without a choice of language before the noun, where no command would take it.
    package static func behindChoice(_ arguments: [String]) -> [String] {
        guard let first = arguments.first else { return arguments }
        if first.hasPrefix("--lang=") { return Array(arguments.dropFirst()) }
        return first == "--lang" && arguments.count > 1 ? Array(arguments.dropFirst(2)) : arguments
    }

    private static func asked(in arguments: [String]) -> Language? {
        for (position, argument) in arguments.enumerated() {
            if argument.hasPrefix("--lang=") { return Language(rawValue: String(argument.dropFirst(7))) }
            if argument == "--lang", position + 1 < arguments.count {
                return Language(rawValue: arguments[position + 1])
            }
        }
        return nil
    }

    private static func spoken(in environment: [String: String]) -> Language? {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
        guard let locale = names.lazy.compactMap({ environment[$0] }).first(where: { !$0.isEmpty }) else { return nil }
        return locale.lowercased().hasPrefix("zh") ? .zh : .en
    }
}

/// A text in the language of the reader.
package func tell(_ en: String, zh: String) -> String {
    switch Language.current {
    case .en: en
    case .zh: zh
    }
}

extension Language: ExpressibleByArgument {}
