import Foundation
import HummingbirdTesting
import NodeAPI
import NodeApp
import Releasing
import Sealing
import Signing
import Storage
import TestSupport
import Testing

struct WeeklyKeyringTests {
    @Test func `two weeks on the keys of both weeks are destroyed, in memory and on disk`() async throws {
        try await ServedNode.runIdle { served in
            let keyring = served.node.releases.keyring
            let path = served.node.configuration.dataDirectory + "/weekly-keys"
            let now = UInt64(Date().timeIntervalSince1970 * 1_000)
            let weeks = WeeklyKeyring.weeks(at: now)
            let told = keyring.renew(at: now)
            #expect(told.count == weeks.count && keyring.words == told)
            let secrets = try weeks.map { try #require(keyring.secret(of: $0)).secret }
            #expect(Array(try Data(contentsOf: URL(filePath: path))).firstRange(of: secrets[0]) != nil)
            #expect(keyring.renew(at: now) == told)

            let later = now + 14 * 86_400_000
            let words = keyring.renew(at: later)
            for week in weeks.prefix(2) { #expect(keyring.secret(of: week) == nil) }
            for (week, secret) in zip(weeks, secrets).dropFirst(2) {
                #expect(keyring.secret(of: week)?.secret == secret)
            }
            // The words of what stays are the same; those of the weeks that are new are known when they may be.
            #expect(Array(words.prefix(weeks.count - 2)) == Array(told.dropFirst(2)))
            #expect(keyring.words == Array(told.dropFirst(2)))
            let bytes = Array(try Data(contentsOf: URL(filePath: path)))
            for secret in secrets.prefix(2) { #expect(bytes.firstRange(of: secret) == nil) }
            let stored = try #require(try WeeklyKeyFile(at: path).secrets())
            #expect(Set(stored.keys) == Set(WeeklyKeyring.weeks(at: later).map(\.number)))
            #expect(!FileManager.default.fileExists(atPath: path + ".new"))

            // Who asks for such a week again is told another key: what was sealed to the first opens for nobody.
            let first = weeks[0]
            let body: WeeklyKeysBody = try await served.get("/deposits/keys?week=\(first)").json()
            #expect(body.isComplete)
            #expect(keyring.secret(of: first).map { $0.secret != secrets[0] } == true)
        }
    }
}
