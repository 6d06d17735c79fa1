import Foundation
import NodeApp
import Signing
import Storage
import Testing

/// However the queue ends, each of its callers hears of it.
@Suite(.timeLimit(.minutes(1))) struct IntakeQueueTests {
    @Test func `what was taken before the close is written, and nothing is taken after it`() async throws {
        try await withQueue { queue, directory in
            async let written: Void = queue.append([1], ids: [StatementID(.zero)])
            async let ended: Void = queue.run()
            try await written
            queue.close()
            try await ended
            await #expect(throws: NodeStopping.self) { try await queue.append([2], ids: []) }
            let survivors = try IntakeJournal.open(in: directory).survivors
            #expect(survivors.map(\.payload) == [[1]])
        }
    }

    @Test func `after a failed write whoever comes is refused, though nobody has closed the queue`() async throws {
        try await withQueue { queue, directory in
            let run = Task { try await queue.run() }
            // A payload that no journal takes fails as a full disk does.
            await #expect(throws: StorageRefusal.self) { try await queue.append([], ids: []) }
            await #expect(throws: StorageRefusal.self) { try await run.value }
            await #expect(throws: NodeStopping.self) { try await queue.append([1], ids: []) }
            let survivors = try IntakeJournal.open(in: directory).survivors
            #expect(survivors.isEmpty)
        }
    }

    @Test func `those who come while a write fails hear of it as well`() async throws {
        try await withQueue { queue, _ in
            let run = Task { try await queue.run() }
            let results = await withTaskGroup(of: Bool.self) { callers in
                for caller in 0..<64 {
                    callers.addTask {
                        do { try await queue.append(caller % 4 == 0 ? [] : [1], ids: []) } catch { return false }
                        return true
                    }
                }
                return await callers.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(results.count == 64 && results.contains(false))
            await #expect(throws: StorageRefusal.self) { try await run.value }
        }
    }

    @Test func `a cancelled queue refuses whoever comes after`() async throws {
        try await withQueue { queue, _ in
            let run = Task { try await queue.run() }
            run.cancel()
            try await run.value
            await #expect(throws: NodeStopping.self) { try await queue.append([1], ids: []) }
        }
    }

    private func withQueue(_ body: (IntakeQueue, String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "deedbox-queue-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let thread = WorkThread()
        let queue = IntakeQueue(try IntakeJournal.create(in: folder.path), on: thread, open: [], metrics: NodeMetrics())
        let result = await Result { try await body(queue, folder.path) }
        await thread.stop()
        try result.get()
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
