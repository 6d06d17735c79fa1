import Rulebook
import Signing
import Testing

struct ReadableGenesisTests {
    private func sample() throws -> JSONValue { try ReadableFile.value("genesis/sample/genesis.json") }

    private func refusal(_ part: String, _ other: String) throws -> String? {
        let changed = try ReadableFile.changed(try sample(), part, to: other)
        return ReadableFile.refusal { _ = try Genesis(readable: changed) }
    }

    @Test func `the sample genesis reads, encodes, and writes itself again`() throws {
        let genesis = try Genesis(readable: try sample())
        #expect(genesis.isSample)
        #expect(try Genesis(decoding: genesis.encoded) == genesis)
        #expect(try Genesis(readable: genesis.readable) == genesis)
    }

    @Test func `the sample genesis holds the sample keys`() throws {
        let genesis = try Genesis(readable: try sample())
        let node = try #require(genesis.validators.first)
        #expect(node.keys.all == ValidatorKeys.names.map { SampleKeys.key("node-1/" + $0).publicKey })
        #expect(genesis.governance.keys == (1...3).map { SampleKeys.key("governance-\($0)").publicKey })
    }

    @Test(arguments: [
        ("\"deedbox-genesis/1\"", "\"deedbox-genesis/2\"", "format must be deedbox-genesis/1"),
        ("\"crash\"", "\"liars\"", "faultModel must be crash or byzantine"),
        ("\"crash\"", "\"byzantine\"", "faultModel is byzantine, which needs four validators or more: there are 1"),
        ("\"threshold\":2", "\"threshold\":4", "governance.threshold is 4 of 3 keys"),
        ("\"threshold\":2,", "", "governance.threshold is missing"),
        ("\"heartbeat\":", "\"heartbeats\":", "parameters.heartbeats is not a member that is known here"),
        (
            "\"closedPerBlock\":4096", "\"closedPerBlock\":0",
            "parameters.closedPerBlock is 0, and must be from 1 to 65536"
        ),
        ("\"heartbeat\":10000", "\"heartbeat\":50", "parameters.heartbeat is 50, and must be from 100 to"),
        ("\"sample\":true", "\"sample\":false", "sample is false, and the file holds the sample key"),
        ("\"sample\":true", "\"sample\":1", "sample must be true or false, and is an integer"),
        ("T00:00:00Z", "T24:00:00Z", "created must be a time like 2026-11-01T00:00:00Z"),
        ("\"node-1\"", "\"Node-1\"", "validators[0].member must be 1 to 32 of a-z"),
        ("\"created\":", "\"note\":\"\",\"created\":", "note is not a member that is known here"),
        ("sandbox.deedbox.example", "Sandbox", "name is Sandbox, and must be 1 to 100"),
    ])
    func `a refused genesis names the path`(_ part: String, _ other: String, _ expected: String) throws {
        let found = try #require(try refusal(part, other))
        #expect(found.hasPrefix(expected), "\(found)")
    }

    @Test func `what a file does not say of the limits has its default`() throws {
        guard case .object(let object) = try sample() else {
            Issue.record("the sample is no object")
            return
        }
        var some = JSONObject()
        var none = JSONObject()
        for (name, value) in object.members.map({ ($0.name, $0.value) }) {
            if name != "parameters" { none.append(name, value) }
            some.append(name, name == "parameters" ? ["governanceDelay": .integer(5)] : value)
        }
        var parameters = Parameters()
        #expect(try Genesis(readable: .object(none)).parameters == parameters)
        parameters.governanceDelay = 5
        #expect(try Genesis(readable: .object(some)).parameters == parameters)
    }

    @Test func `a key that is not one is refused with its path`() throws {
        let key = Hex.encode(SampleKeys.key("node-1/vote").publicKey.bytes)
        #expect(try refusal(key, "00")?.hasPrefix("validators[0].keys.vote must be a public key of Ed25519") == true)
        #expect(try refusal(key, key.uppercased())?.hasPrefix("validators[0].keys.vote") == true)
        let governor = SampleKeys.key("governance-2").publicKey.readable
        #expect(try refusal(governor, "RSA:00")?.hasPrefix("governance.keys[1] must be an algorithm") == true)
    }

    @Test func `a key used for two purposes is refused with its path`() throws {
        let log = Hex.encode(SampleKeys.key("node-1/log").publicKey.bytes)
        let vote = Hex.encode(SampleKeys.key("node-1/vote").publicKey.bytes)
        #expect(try refusal(vote, log)?.hasPrefix("validators[0].keys has a key that stands elsewhere") == true)
    }

    @Test func `a validator without a Chinese name is refused with its path`() throws {
        let genesis = try Genesis(readable: try sample())
        let name = try #require(genesis.validators.first?.name.zh)
        #expect(try refusal("\"zh\":\"\(name)\"", "\"zh\":\"\"") == "validators[0].name.zh must not be empty")
        let long = String(repeating: "长", count: 134)
        #expect(
            try refusal("\"zh\":\"\(name)\"", "\"zh\":\"\(long)\"")
                == "validators[0].name.zh has 402 bytes, at most 400 are allowed")
    }
}

struct UTCTimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", UInt64(0)), ("2000-02-29T12:34:56Z", 951_827_696),
        ("2026-11-01T00:00:00Z", 1_793_491_200), ("2100-03-01T00:00:00Z", 4_107_542_400),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func `a time reads and writes itself again`(_ text: String, _ seconds: UInt64) {
        #expect(UTCTime(text)?.seconds == seconds)
        #expect(UTCTime(seconds: seconds).description == text)
    }

    @Test(arguments: [
        "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T23:60:00Z", "2026-01-01T23:59:60Z",
        "2026-01-01t00:00:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00+08:00", "1969-12-31T23:59:59Z", "",
    ])
    func `what is no time is refused`(_ text: String) {
        #expect(UTCTime(text) == nil)
    }

    @Test func `every day of four centuries comes back`() {
        for day in stride(from: UInt64(0), to: 400 * 365, by: 1) {
            let time = UTCTime(seconds: day * 86_400 + 1)
            #expect(UTCTime(time.description) == time)
        }
    }
}
