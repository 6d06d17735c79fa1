import Foundation
import Ledger
import Rulebook
import Signing
import TestSupport
import Testing
import WalletApp

/// The stock of trace tokens in a wallet's database.
struct TokenTests {
    private let path: String
    private let database: WalletDatabase
    private let keys = (0..<3).map { TestKey.own("token \($0)").publicKey }

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "wallet-\(UUID().uuidString).sqlite").path
        database = try WalletDatabase.create(at: path, ledger: TestNetwork.single.digest)
    }

    private func grant(_ name: String) -> GrantID {
        GrantID(origin: TestNetwork.single.origin, key: TestKey.own(name).publicKey)
    }

    @Test func `the database is its owner's alone, and so is what SQLite puts beside it`() throws {
        func modes() throws -> [Int?] {
            try ["", "-wal", "-shm"].map { end in
                try FileManager.default.attributesOfItem(atPath: path + end)[.posixPermissions] as? Int
            }
        }
        try database.drawTokens(keys.map { ($0, [1]) }, at: 1)
        #expect(try modes() == [0o600, 0o600, 0o600])
        // One that was made otherwise is closed to others when it is opened.
        for end in ["", "-wal", "-shm"] {
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path + end)
        }
        let again = try WalletDatabase.open(at: path, ledger: TestNetwork.single.digest)
        #expect(try modes() == [0o600, 0o600, 0o600] && again.tokensLeft() == 0)
    }

    @Test func `a token has one grant, a grant has one token, and asked again it is the same`() throws {
        try database.drawTokens(keys.map { ($0, [1]) }, at: 1)
        #expect(try database.takeToken(for: grant("甲").digest) == nil)
        try database.keepTokens(keys.prefix(2).map { ($0, [2]) })
        #expect(try database.tokensLeft() == 2)
        let first = try #require(try database.takeToken(for: grant("甲").digest))
        let second = try #require(try database.takeToken(for: grant("乙").digest))
        #expect(first.key != second.key && first.issued == [2] && first.secret == [1])
        #expect(try database.takeToken(for: grant("甲").digest)?.key == first.key)
        #expect(try database.takeToken(for: grant("丙").digest) == nil)
        #expect(try database.tokensLeft() == 0)
    }

    @Test func `keys that the registrar has not signed are asked for again, or given up`() throws {
        try database.drawTokens(keys.map { ($0, [1]) }, at: 1)
        try database.keepTokens([(keys[0], [2])])
        #expect(try Set(database.unsignedTokenKeys(limit: 64)) == Set(keys.dropFirst()))
        #expect(try database.unsignedTokenKeys(limit: 1).count == 1)
        try database.forgetUnsignedTokens()
        #expect(try database.unsignedTokenKeys(limit: 64).isEmpty)
        #expect(try database.tokensLeft() == 1)
    }

    @Test func `a notice is kept once, and shown once`() throws {
        let notice = NewOfficialNotice(place: SHA256.digest([1]), content: [1], proof: [2])
        #expect(try database.keep(notice, at: 5) && !database.keep(notice, at: 6))
        let row = try #require(try database.officialNotices().first)
        #expect(row.found == 5 && !row.wasShown && row.proof == [2])
        try database.markOfficialShown([row.id], at: 7)
        #expect(try database.officialNotices().map(\.wasShown) == [true])
    }

    @Test func `two traces of one grant are two notices, and each reads as it was written`() throws {
        let entries = (1...2).map { number in
            TraceEntry(
                number: UInt64(number), ground: .courtOrder, regulator: TestMember.regulator.id, time: 9,
                height: Height(3))
        }
        let notices = entries.map { OfficialNotice($0, grant: grant("甲")) }
        let read = DisclosureEntry(discloser: TestMember.police.id, ground: .emergency, time: 9, height: Height(3))
        let all =
            notices + [OfficialNotice(read, document: 1, number: 0), OfficialNotice(read, document: 1, number: 1)]
        #expect(Set(all.map(\.subject)).count == 4)
        for notice in all { #expect(try OfficialNotice(decoding: notice.encoded) == notice) }
        #expect(notices[0].deed == .trace(grant("甲"), number: 1))
    }
}
