import Foundation
import Glibc

/// A client program of a database, run as a child; its standard output is read as it comes.
final class ClientProgram {
    private let name: String
    private let process: pid_t
    private let output: Int32
    /// Its error output: a file without a name.
    private let errors: Int32
    private var isOver = false
    private static let maxWords = 2_000

    /// Starts a program with arguments and exactly this environment.
    init(_ program: SQLClient, arguments: [String], environment: [String]) throws(SourceError) {
        name = program.name
        guard let path = ClientProgram.find(program.name) else {
            throw .client(.missing(program: program.name, package: program.package))
        }
        var pipe: [Int32] = [-1, -1]
        guard unsafe Glibc.pipe(&pipe) == 0 else {
            throw .file(.notReadable(reason: SystemWords.last), path: name)
        }
        errors = try ClientProgram.unnamedFile(name)
        output = pipe[0]
        ClientProgram.keepToOurselves(pipe)
        var child: pid_t = 0
        let code = ClientProgram.spawn(&child, path, [path] + arguments, environment, output: pipe[1], errors: errors)
        _ = close(pipe[1])
        process = child
        guard code == 0 else {
            isOver = true
            throw .file(.notReadable(reason: SystemWords.words(code)), path: name)
        }
    }

    deinit {
        _ = close(output)
        _ = close(errors)
        guard !isOver else { return }
        _ = kill(process, SIGTERM)
        _ = ClientProgram.wait(process)
    }

    /// Reads what the program wrote; 0 when it has ended well, a refusal when it has not.
    func read(into buffer: inout [UInt8]) throws(SourceError) -> Int {
        guard !isOver else { return 0 }
        while true {
            let count = unsafe Glibc.read(output, &buffer, buffer.count)
            if count > 0 { return count }
            if count < 0, errno == EINTR { continue }
            guard count == 0 else { throw .file(.notReadable(reason: SystemWords.last), path: name) }
            isOver = true
            guard ClientProgram.wait(process) == 0 else { throw .client(.failed(program: name, words: lastWords())) }
            return 0
        }
    }

    private func lastWords() -> String {
        var bytes = [UInt8](repeating: 0, count: ClientProgram.maxWords)
        let count = unsafe pread(errors, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The exit status; -1 when a signal ended it.
    private static func wait(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 { guard errno == EINTR else { return -1 } }
        return status & 0x7f == 0 ? status >> 8 & 0xff : -1
    }

    private static func unnamedFile(_ name: String) throws(SourceError) -> Int32 {
        var template = Array("/tmp/deedbox-XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else { throw .file(.notReadable(reason: SystemWords.last), path: name) }
        keepToOurselves([descriptor])
        _ = unsafe unlink(template)
        return descriptor
    }

    /// No other child gets these descriptors.
    private static func keepToOurselves(_ descriptors: [Int32]) {
        for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    }

    /// The program in the folders where programs are; nil when it is not installed.
    private static func find(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { unsafe $0.hasPrefix("/") && access($0, X_OK) == 0 }
    }

    private static func spawn(
        _ child: inout pid_t, _ path: String, _ arguments: [String], _ environment: [String], output: Int32,
        errors: Int32
    ) -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        _ = unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        _ = unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        _ = unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer {
            unsafe words.forEach { unsafe free($0) }
            unsafe settings.forEach { unsafe free($0) }
        }
        return unsafe posix_spawn(&child, path, &actions, nil, &words, &settings)
    }
}
