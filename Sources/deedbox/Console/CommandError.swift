package import Signing

/// Why a command has no good answer: the fact, the rule if one was broken, and what to do next.
package struct CommandError: Error, Equatable {
    package let status: ExitStatus
    /// A stable word for programs: a rule's code, or what kind of failure it was.
    package let code: String
    package let fact: String
    package let next: String?
    /// The use that was counted in the place of a refused one: its statement, block and receipt.
    package var winner: JSONValue?

    /// The same fact as a failure (exit 3): where a file is no question, only what a question needs.
    package var couldNotCheck: CommandError {
        status == .no ? CommandError(status: .failed, code: code, fact: fact, next: next) : self
    }

    /// A refusal (exit 1): something was understood and is not allowed.
    package static func refused(_ code: String, _ fact: String, next: String? = nil) -> CommandError {
        CommandError(status: .no, code: code, fact: fact, next: next)
    }

    /// A wrong call (exit 2) that the parser cannot see.
    package static func usage(_ fact: String, code: String = "usage", next: String? = nil) -> CommandError {
        CommandError(status: .usage, code: code, fact: fact, next: next)
    }

    /// A failure (exit 3): nothing can be said about the matter itself.
    package static func failed(_ code: String, _ fact: String, next: String? = nil) -> CommandError {
        CommandError(status: .failed, code: code, fact: fact, next: next)
    }

    /// What a person reads on the error output.
    package var text: String {
        let label =
            switch status {
            case .ok, .no: tell("Refused", zh: "被拒绝")
            case .usage: tell("Usage", zh: "用法")
            case .failed: tell("Failed", zh: "未能完成")
            }
        var lines = [label + tell(": ", zh: "：") + fact]
        if status == .no { lines.append("  " + tell("rule", zh: "规则") + "  " + code) }
        if let next { lines.append("  " + tell("next", zh: "下一步") + "  " + next) }
        return lines.joined(separator: "\n").visible
    }

    /// What a program reads on the error output.
    package var json: JSONValue {
        var error: JSONObject = [
            "exit": .integer(Int64(status.rawValue)), "code": .string(code), "fact": .string(fact),
            "next": next.map { .string($0) } ?? .null,
        ]
        if let winner { error.append("winner", winner) }
        return ["error": .object(error)]
    }
}
