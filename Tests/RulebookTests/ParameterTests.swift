import Rulebook
import Signing
import TestSupport
import Testing

struct ParameterTests {
    /// A parameter, and the ends of what is allowed beside the other small values.
    struct Limit: Sendable, CustomTestStringConvertible {
        let name: String
        let path: @Sendable (inout Parameters, UInt64) -> Void
        let range: ClosedRange<UInt64>

        init(
            _ name: String, _ range: ClosedRange<UInt64>, _ path: @escaping @Sendable (inout Parameters, UInt64) -> Void
        ) {
            self.name = name
            self.range = range
            self.path = path
        }

        var testDescription: String { name }
    }

    static let limits = [
        Limit("blockLeaves", 70...1_048_576) { $0.blockLeaves = $1 },
        Limit("blockBytes", 1 << 20...64 << 20) { $0.blockBytes = $1 },
        Limit("manifestRecords", 1...506) { $0.manifestRecords = $1 },
        Limit("statementLifetime", 1...60) { $0.statementLifetime = $1 },
        Limit("governanceLifetime", 1...90 * 86_400) { $0.governanceLifetime = $1 },
        Limit("requestLifetime", 1...90 * 86_400) { $0.requestLifetime = $1 },
        Limit("governanceDelay", 0...90 * 86_400_000) { $0.governanceDelay = $1 },
        Limit("grantRetention", 60_000...90 * 86_400_000) { $0.grantRetention = $1 },
        Limit("closedPerBlock", 1...446) { $0.closedPerBlock = $1 },
        Limit("heartbeat", 100...86_400_000) { $0.heartbeat = $1 },
        Limit("correctionTerm", 1...366 * 86_400) { $0.correctionTerm = $1 },
        Limit("openGrants", 1...1_000_000_000) { $0.openGrants = $1 },
        Limit("openCorrections", 1...1_000_000_000) { $0.openCorrections = $1 },
        Limit("sealedDisclosures", 1...1_000_000) { $0.sealedDisclosures = $1 },
        Limit("closedPassings", 1...1_000_000_000) { $0.closedPassings = $1 },
    ]

    private func genesis(_ limit: Limit, _ value: UInt64) throws(GenesisError) -> Genesis {
        var parameters = TestNetwork.small
        limit.path(&parameters, value)
        return try TestNetwork.genesis(parameters: parameters)
    }

    private func isRefused(_ limit: Limit, _ value: UInt64) -> Bool {
        do throws(GenesisError) {
            _ = try genesis(limit, value)
            return false
        } catch {
            if case .parameterOutOfRange = error { return true }
            return false
        }
    }

    @Test(arguments: limits)
    func `a parameter is refused on either side of its range`(_ limit: Limit) throws {
        for value in [limit.range.lowerBound, limit.range.upperBound] {
            let genesis = try genesis(limit, value)
            #expect(genesis.parameters.all.contains { $0.name == limit.name && $0.value == value })
            #expect(try Genesis(decoding: genesis.encoded) == genesis)
        }
        #expect(isRefused(limit, limit.range.upperBound + 1))
        if limit.range.lowerBound > 0 { #expect(isRefused(limit, limit.range.lowerBound - 1)) }
    }

    @Test(arguments: limits)
    func `no value of a parameter stops the program that reads it`(_ limit: Limit) throws {
        for shift in stride(from: UInt64(0), through: 63, by: 1) {
            _ = isRefused(limit, 1 << shift)
            _ = isRefused(limit, .max >> shift)
        }
        #expect(isRefused(limit, .max))
    }

    @Test func `an empty block has room for the largest statement beside what is kept free`() throws {
        var parameters = TestNetwork.small
        parameters.manifestRecords = 65_536
        parameters.closedPerBlock = 65_536
        parameters.blockLeaves = 65_536 + 65_536 + 2
        let least = 64 * 65_536 + 1_024 + 65_537 + 65_536 * 46
        for (bytes, isEnough) in [(least, true), (least - 1, false)] {
            parameters.blockBytes = UInt64(bytes)
            let isRefused = (try? TestNetwork.genesis(parameters: parameters)) == nil
            #expect(isRefused != isEnough)
        }
    }

    @Test func `a grant outlives every statement about it`() {
        var parameters = TestNetwork.small
        parameters.grantRetention = parameters.statementLifetime * 1_000 - 1
        let least = parameters.grantRetention + 1
        let refusal = GenesisError.parameterOutOfRange(
            "grantRetention", value: least - 1, allowed: least...(90 * 86_400_000))
        #expect(throws: refusal) {
            try TestNetwork.genesis(parameters: parameters)
        }
    }

    @Test func `parameters are written up to the last that is not its default, ten at least, and in no other way`()
        throws
    {
        var parameters = Parameters()
        #expect(parameters.encoded.first == 0x8a)
        parameters.openGrants = 5
        #expect(parameters.encoded.first == 0x8c)
        #expect(try Parameters(decoding: parameters.encoded) == parameters)
        var longer = CBOREncoder()
        longer.list(parameters.all) { $0.unsigned($1.value) }
        #expect(throws: CBORError.outOfRange(offset: 0)) { try Parameters(decoding: longer.bytes) }
        parameters.closedPassings = 6
        #expect(parameters.encoded == longer.bytes.dropLast(5) + [6])
        #expect(try Parameters(decoding: parameters.encoded) == parameters)
        #expect(throws: CBORError.tooLong(offset: 0, limit: 15, found: 16)) {
            try Parameters(decoding: [0x90] + parameters.encoded.dropFirst() + [0])
        }
    }

    @Test func `every parameter has a limit that is tested`() {
        #expect(ParameterTests.limits.map(\.name) == Parameters().all.map(\.name))
    }

    @Test func `the default parameters make a genesis`() throws {
        #expect(try TestNetwork.genesis(parameters: Parameters()).parameters == Parameters())
    }

    @Test(arguments: limits)
    func `the digest in seals follows every parameter`(_ limit: Limit) throws {
        let usual = try TestNetwork.genesis()
        let ends = try [limit.range.lowerBound, limit.range.upperBound].map { try genesis(limit, $0) }
        let changed = try #require(ends.first { $0.parameters != usual.parameters })
        #expect(changed.firstEpoch.parametersDigest != usual.firstEpoch.parametersDigest)
        #expect(changed.firstEpoch.validatorsDigest == usual.firstEpoch.validatorsDigest)
    }
}
