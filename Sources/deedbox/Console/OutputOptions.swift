import ArgumentParser
import Foundation
import Signing

/// How a command prints: for people or for programs, and in which language.
struct OutputOptions: ParsableArguments {
    @Flag(name: .customLong("json"), help: ArgumentHelp(ConsoleWords.json))
    var isJSON = false

    @Option(name: .customLong("lang"), help: ArgumentHelp(ConsoleWords.language, valueName: "zh|en"))
    var language: Language?

    /// Prints a report on the standard output.
    func print(_ report: Report) {
        Console.out(isJSON ? report.object.pretty : report.text + "\n")
    }

    /// Prints a remark for people on the error output, so that the answer stays alone on the standard output.
    func remark(_ text: String) {
        if !isJSON { Console.err(text.visible + "\n") }
    }
}

/// The two outputs of the process.
enum Console {
    /// Writes to the standard output.
    static func out(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    /// Writes to the error output.
    static func err(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
