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

extension NodeProcess {
    /// Starts a program apart from this one: in a session of its own and deaf to a terminal that goes, so that it
    /// outlives the shell from which it was asked for. What it says goes to the end of `log`, which must be there.
    static func start(_ path: String, _ arguments: [String], log: String) throws -> NodeProcess {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        _ = unsafe posix_spawnattr_init(&attributes)
        defer {
            _ = unsafe posix_spawn_file_actions_destroy(&actions)
            _ = unsafe posix_spawnattr_destroy(&attributes)
        }
        _ = unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        _ = unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_APPEND, 0)
        _ = unsafe posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        keepToOurselves()
        // Threads of this program may block signals: its child must hear them all.
        var none = sigset_t()
        _ = unsafe sigemptyset(&none)
        _ = unsafe posix_spawnattr_setsigmask(&attributes, &none)
        _ = unsafe posix_spawnattr_setflags(&attributes, Int16(ownSession | POSIX_SPAWN_SETSIGMASK))
        return NodeProcess(id: try unsafe spawn(path, [path] + arguments, &actions, &attributes))
    }

    /// `POSIX_SPAWN_SETSID` of glibc's `spawn.h`, which Swift does not see.
    private static let ownSession: Int32 = 0x80

    /// No file that is open here is open in a child, whoever opened it: a pipe to the shell would never end.
    private static func keepToOurselves() {
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in open.compactMap({ Int32($0) }) where descriptor > STDERR_FILENO {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    }

    private static func spawn(
        _ path: String, _ arguments: [String], _ actions: inout posix_spawn_file_actions_t,
        _ attributes: inout posix_spawnattr_t
    ) throws -> pid_t {
        let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
        var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer {
            unsafe words.forEach { unsafe free($0) }
            unsafe settings.forEach { unsafe free($0) }
        }
        // What is ignored here stays ignored in the child, as under nohup.
        let before = signal(SIGHUP, SIG_IGN)
        defer { _ = signal(SIGHUP, before) }
        var child: pid_t = 0
        let code = unsafe posix_spawn(&child, path, &actions, &attributes, &words, &settings)
        guard code == 0 else { throw NetworkWords.notStarted(path, unsafe String(cString: strerror(code))) }
        return child
    }
}
