internal import Logging
internal import ServiceLifecycle
internal import Storage

/// Reads the log's segments one by one, with a pause between two, so that damage is found before somebody asks for it.
struct LogScrub: Sendable {
    let log: LogStore
    let pause: Duration
    let found: FoundDamage
    let logger: Logger

    /// Goes round and round until it is cancelled or the process shuts down.
    func run() async {
        await cancelWhenGracefulShutdown {
            var next: UInt64 = 0
            while (try? await Task.sleep(for: pause)) != nil {
                next = next < log.segmentCount ? next : 0
                if next < log.segmentCount { check(next) }
                next += 1
            }
        }
    }

    /// Compares every hash of a segment; damage is remembered and told once.
    func check(_ segment: UInt64) {
        do { try log.verifySegment(segment) } catch {
            if found.note(error) { logger.critical("\(error)") }
        }
    }
}
