import Foundation
import Glibc
import Storage
import Testing

@Suite struct DataLockTests {
    @Test func `one process at a time works on a data directory, and the refusal names it`() throws {
        let directory = try ScratchDirectory()
        let path = directory.file("lock")
        let lock = try DataLock(in: directory.path)
        #expect(throws: StorageRefusal.locked(path: path, holder: getpid())) { try DataLock(in: directory.path) }
        #expect(try run("/usr/bin/flock", ["-n", path, "true"]) == 1)
        withExtendedLifetime(lock) {}
    }

    @Test func `the lock is free again when it is let go of`() throws {
        let directory = try ScratchDirectory()
        do { _ = try DataLock(in: directory.path) }
        #expect(try run("/usr/bin/flock", ["-n", directory.file("lock"), "true"]) == 0)
        _ = try DataLock(in: directory.path)
    }

    @Test func `another process that holds the lock keeps this one out until it ends, however it ends`() throws {
        let directory = try ScratchDirectory()
        let child = Process()
        let (input, output) = (Pipe(), Pipe())
        child.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        child.arguments = ["--no-fork", directory.file("lock"), "sh", "-c", "echo held; read line"]
        child.standardInput = input
        child.standardOutput = output
        try child.run()
        #expect(output.fileHandleForReading.readData(ofLength: 5) == Data("held\n".utf8))
        #expect(throws: StorageRefusal.locked(path: directory.file("lock"), holder: nil)) {
            try DataLock(in: directory.path)
        }
        kill(child.processIdentifier, SIGKILL)
        child.waitUntilExit()
        _ = try DataLock(in: directory.path)
    }

    @Test func `a number left by a process that died does not lock`() throws {
        let directory = try ScratchDirectory()
        try Bytes.write(Array("4194304\n".utf8), to: directory.file("lock"))
        let lock = try DataLock(in: directory.path)
        #expect(try Bytes.read(directory.file("lock")) == Array("\(getpid())\n".utf8))
        withExtendedLifetime(lock) {}
    }

    @Test func `a data directory that is not there is not made`() {
        #expect(throws: StorageFailure.self) { try DataLock(in: "/nonexistent/data") }
    }

    private func run(_ path: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
