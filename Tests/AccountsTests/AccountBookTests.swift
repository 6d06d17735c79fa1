import Accounts
import Foundation
import Signing
import Testing

/// A book in a folder of its own.
final class BookFixture {
    let folder: String
    let book: AccountBook
    let key = [UInt8](repeating: 7, count: 32)
    let admin = Caller(name: "setup", roles: [.admin], kind: .console)
    let password: Password
    let start: UInt64 = 1_900_000_000

    init() throws {
        folder = NSTemporaryDirectory() + "accounts-" + Hex.encode(Random.bytes(8))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        book = try AccountBook.create(at: folder + "/accounts.sqlite", key: key)
        password = try #require(Password("correct horse battery"))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func add(_ name: String, _ roles: Set<StaffRole> = [.clerk]) throws -> CodeSecret {
        try book.addStaff(name, roles: roles, password: password, by: admin, at: start)
    }
}

@Suite("Staff sign-in")
struct AccountBookTests {
    @Test func `password and code let a person in, once a code`() throws {
        let fixture = try BookFixture()
        let secret = try fixture.add("li.si")
        let second = fixture.start + 60
        let code = secret.code(at: second)
        let session = try fixture.book.signIn("li.si", password: fixture.password, code: code, at: second)
        #expect(session.caller == Caller(name: "li.si", roles: [.clerk], kind: .person))
        #expect("\(session)" == "<session of li.si>")
        #expect(throws: AccountRefusal.wrongCredentials) {
            try fixture.book.signIn("li.si", password: fixture.password, code: code, at: second + 1)
        }
    }

    @Test(arguments: [(-30, true), (30, true), (-60, false), (60, false)])
    func `a phone may be one step off and no more`(drift: Int, isTaken: Bool) throws {
        let fixture = try BookFixture()
        let secret = try fixture.add("li.si")
        let second = fixture.start + 300
        let code = secret.code(at: UInt64(Int(second) + drift))
        if isTaken {
            _ = try fixture.book.signIn("li.si", password: fixture.password, code: code, at: second)
        } else {
            #expect(throws: AccountRefusal.wrongCredentials) {
                try fixture.book.signIn("li.si", password: fixture.password, code: code, at: second)
            }
        }
    }

    @Test func `an older code than the last one used is refused`() throws {
        let fixture = try BookFixture()
        let secret = try fixture.add("li.si")
        let second = fixture.start + 300
        let ahead = secret.code(at: second + 30)
        _ = try fixture.book.signIn("li.si", password: fixture.password, code: ahead, at: second)
        #expect(throws: AccountRefusal.wrongCredentials) {
            try fixture.book.signIn(
                "li.si", password: fixture.password, code: secret.code(at: second), at: second)
        }
    }

    @Test func `wrong passwords, codes and names look the same, and lock the name longer and longer`() throws {
        let fixture = try BookFixture()
        let secret = try fixture.add("li.si")
        let wrong = try #require(Password(typed: "guess"))
        var second = fixture.start
        #expect(throws: AccountRefusal.wrongCredentials) {
            try fixture.book.signIn("nobody", password: wrong, code: "000000", at: second)
        }
        for _ in 0..<5 {
            #expect(throws: AccountRefusal.wrongCredentials) {
                try fixture.book.signIn("li.si", password: wrong, code: secret.code(at: second), at: second)
            }
        }
        #expect(throws: AccountRefusal.locked(seconds: 30)) {
            try fixture.book.signIn(
                "li.si", password: fixture.password, code: secret.code(at: second), at: second)
        }
        second += 30
        #expect(throws: AccountRefusal.wrongCredentials) {
            try fixture.book.signIn("li.si", password: wrong, code: "000000", at: second)
        }
        #expect(throws: AccountRefusal.locked(seconds: 60)) {
            try fixture.book.signIn("li.si", password: fixture.password, code: "000000", at: second)
        }
        second += 60
        _ = try fixture.book.signIn("li.si", password: fixture.password, code: secret.code(at: second), at: second)
    }

    @Test func `a session ends when it is idle, too old, signed out, or its person is disabled`() throws {
        let fixture = try BookFixture()
        let secret = try fixture.add("li.si")
        _ = try fixture.add("zhao", [.admin])
        var second = fixture.start
        func begin() throws -> SignedIn {
            second += 60
            return try fixture.book.signIn(
                "li.si", password: fixture.password, code: secret.code(at: second), at: second)
        }
        func isOver(_ session: SignedIn, at second: UInt64) -> Bool {
            (try? fixture.book.caller(session: session.token, formToken: nil, at: second)) == nil
        }
        let idle = try begin()
        #expect(!isOver(idle, at: second + 1_799))
        #expect(isOver(idle, at: second + 1_799 + 1_800))
        let old = try begin()
        for step in 0..<22 { _ = isOver(old, at: second + UInt64(step) * 1_700) }
        #expect(!isOver(old, at: second + 35_900))
        #expect(isOver(old, at: second + 36_000))
        let left = try begin()
        try fixture.book.signOut(session: left.token, at: second)
        #expect(isOver(left, at: second))
        let disabled = try begin()
        try fixture.book.disableStaff("li.si", by: fixture.admin, at: second)
        #expect(isOver(disabled, at: second))
        #expect(throws: AccountRefusal.wrongCredentials) { _ = try begin() }
    }

    @Test func `a form needs the token of its session`() throws {
        let fixture = try BookFixture()
        let secret = try fixture.add("li.si")
        let session = try fixture.book.signIn(
            "li.si", password: fixture.password, code: secret.code(at: fixture.start), at: fixture.start)
        _ = try fixture.book.caller(session: session.token, formToken: session.formToken, at: fixture.start)
        #expect(throws: AccountRefusal.noFormToken) {
            try fixture.book.caller(session: session.token, formToken: session.token, at: fixture.start)
        }
    }

    @Test func `a machine acts by its token until it ends, and never approves`() throws {
        let fixture = try BookFixture()
        let end = fixture.start + 100
        let token = try fixture.book.addMachine(
            "hr-system", roles: [.clerk], expiry: end, by: fixture.admin, at: fixture.start)
        #expect(token.hasPrefix("dbx_"))
        let caller = try fixture.book.caller(machine: token, at: end - 1)
        #expect(caller.label == "machine:hr-system")
        #expect(throws: AccountRefusal.roleNeeded([.approver])) { try caller.must(.approver) }
        #expect(throws: AccountRefusal.notSignedIn) { try fixture.book.caller(machine: token, at: end) }
        #expect(throws: AccountRefusal.notSignedIn) { try fixture.book.caller(machine: token + "x", at: end - 1) }
        #expect(throws: AccountRefusal.machineApprover) {
            try fixture.book.addMachine(
                "robot", roles: [.approver], expiry: end, by: fixture.admin, at: fixture.start)
        }
        try fixture.book.removeMachine("hr-system", by: fixture.admin, at: fixture.start)
        #expect(throws: AccountRefusal.notSignedIn) { try fixture.book.caller(machine: token, at: end - 1) }
    }

    @Test func `other roles count at once, and end the sessions of the former ones`() throws {
        let fixture = try BookFixture()
        let secret = try fixture.add("li.si")
        _ = try fixture.add("zhao", [.admin])
        let session = try fixture.book.signIn(
            "li.si", password: fixture.password, code: secret.code(at: fixture.start), at: fixture.start)
        try fixture.book.setRoles("li.si", [.approver], by: fixture.admin, at: fixture.start)
        #expect(throws: AccountRefusal.notSignedIn) {
            try fixture.book.caller(session: session.token, formToken: nil, at: fixture.start)
        }
        let later = fixture.start + 60
        let again = try fixture.book.signIn(
            "li.si", password: fixture.password, code: secret.code(at: later), at: later)
        #expect(again.caller.roles == [.approver])
        #expect(throws: AccountRefusal.lastAdmin) {
            try fixture.book.setRoles("zhao", [.clerk], by: fixture.admin, at: later)
        }
        #expect(throws: AccountRefusal.unknownName("nobody")) {
            try fixture.book.setRoles("nobody", [.clerk], by: fixture.admin, at: later)
        }
    }

    @Test func `the last admin stays, and names are taken once`() throws {
        let fixture = try BookFixture()
        _ = try fixture.add("zhao", [.admin])
        #expect(throws: AccountRefusal.lastAdmin) {
            try fixture.book.disableStaff("zhao", by: fixture.admin, at: fixture.start)
        }
        #expect(throws: AccountRefusal.nameTaken("zhao")) { try fixture.add("zhao") }
        #expect(throws: AccountRefusal.badName("Zhao")) { try fixture.add("Zhao") }
        #expect(Password("short") == nil)
    }

    @Test func `nothing secret lies in the file as it is`() throws {
        let fixture = try BookFixture()
        let secret = try fixture.add("li.si")
        let token = try fixture.book.addMachine(
            "hr-system", roles: [.clerk], expiry: fixture.start + 9, by: fixture.admin, at: fixture.start)
        let session = try fixture.book.signIn(
            "li.si", password: fixture.password, code: secret.code(at: fixture.start), at: fixture.start)
        let copy = fixture.folder + "/copy.sqlite"
        try fixture.book.copy(to: copy)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
        let raw = try #require(Base32.decode(secret.base32))
        for text in [Data(token.utf8), Data(session.token.utf8), Data("correct horse".utf8), Data(raw)] {
            #expect(bytes.range(of: text) == nil)
        }
    }
}

@Suite("Audit log")
struct AuditTests {
    @Test func `each line follows from the one before, and a change shows`() throws {
        let fixture = try BookFixture()
        let clerk = Caller(name: "li.si", roles: [.clerk], kind: .person)
        for number in 1...3 {
            try fixture.book.audit(AuditLine(clerk, "import", subject: "\(number)"), at: fixture.start)
        }
        let lines = try fixture.book.auditLines()
        #expect(lines.map(\.number) == [1, 2, 3])
        #expect(lines[2].previous == lines[1].hash)
        #expect(try fixture.book.auditVerdict() == .whole(count: 3, head: lines[2].hash))
        try fixture.alterAudit()
        #expect(try fixture.book.auditVerdict() == .broken(number: 2))
    }
}

extension BookFixture {
    /// Changes a line as somebody with the file and a tool would: the trigger is taken away first.
    func alterAudit() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            "-c",
            """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            db.execute("DROP TRIGGER audit_stands")
            db.execute("UPDATE audit SET subject = '9' WHERE number = 2")
            db.commit()
            """, folder + "/accounts.sqlite",
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
