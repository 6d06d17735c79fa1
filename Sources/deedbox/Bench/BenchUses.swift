import ArgumentParser
import NodeAPI
import Rulebook
import Signing

/// `bench uses`: grants given and uses counted, each final and its receipt verified; uses singly, and many
/// in a statement.
struct BenchUses: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uses",
        abstract: tell("Grants given and uses counted a second.", zh: "每秒给出的授权数与计数的使用数。"))

    @OptionGroup var address: NodeAddress

    @Option(help: "Uses in all, each of a grant of its own: so many singly, then so many in statements of many.")
    var count = 20_480

    @Option(help: "Statements in a request.")
    var perRequest = 64

    @Option(help: "Requests under way at once.")
    var inFlight = 16

    @Option(help: "Uses in a statement of many, 4,096 at most.")
    var many = 512

    @Option(help: "Relying parties.")
    var parties = 20

    @Option(help: "Single uses begun a second, whatever becomes of them; otherwise as many as go.")
    var rate: Double?

    func run() async throws {
        guard (1...4_096).contains(many), (1...256).contains(perRequest), inFlight > 0, (1...99).contains(parties)
        else {
            throw ValidationError("--many is 1 to 4,096, --per-request 1 to 256, --parties 1 to 99")
        }
        let session = try await address.session()
        let (client, network) = (session.client, session.network)
        let banks = try await BenchSetup(network: network, client: client).parties(
            scenes: [Int](repeating: 1, count: parties))
        let load = UsesLoad(
            run: BenchRun(network, client), network: network, perRequest: perRequest, inFlight: inFlight)
        let each = max(1, count / parties)
        let (first, giving) = try await load.give(each, of: banks)
        let single = try await load.single(
            first, rate.map { BenchPace.perSecond($0 / Double(perRequest)) } ?? .inFlight(inFlight))
        let (second, _) = try await load.give(each, of: banks)
        let counted = try await load.together(second, many)
        let total = Double(each * parties)
        print(
            """
            uses: \(each * parties) of grants of one use each, \(parties) relying parties
              grants/s       \((total / giving.seconds).shown(0))
              single uses/s  \((total / single.seconds).shown(0))  \(perRequest) a request
              single ms      \(UsesLoad.latencies(single))
              many uses/s    \((total / counted.seconds).shown(0))  \(many) a statement, one a request
              many ms        \(UsesLoad.latencies(counted))
            """)
    }
}

/// The grants of one relying party.
private struct GivenGrants: Sendable {
    let party: BenchParty
    let grants: [BenchGrant]
}

/// Prepares what is sent before the clock runs, and sends it.
private struct UsesLoad {
    let run: BenchRun
    let network: Network
    let perRequest: Int
    let inFlight: Int

    /// Of a request, until it is final.
    static func latencies(_ result: BenchResult) -> String {
        "p50 \(result.percentile(0.5).shown())  p99 \(result.percentile(0.99).shown())"
    }

    /// Gives each party so many grants of one use.
    func give(_ count: Int, of parties: [BenchParty]) async throws -> (given: [GivenGrants], result: BenchResult) {
        let given = parties.map { party in
            GivenGrants(
                party: party,
                grants: (0..<count).map { _ in BenchGrant(party.scenes[0], uses: 1, of: party, in: network) })
        }
        let statements = given.flatMap { given in given.grants.map { $0.given(uses: 1, in: network) } }
        return (given, try await send(statements.map { Submission(statement: $0) }, perRequest, .inFlight(inFlight)))
    }

    /// Counts a use of each in a statement of its own.
    func single(_ given: [GivenGrants], _ pace: BenchPace) async throws -> BenchResult {
        let statements = given.flatMap { given in
            given.grants.map { given.party.use($0.id, 1, in: network) }
        }
        return try await send(statements.map { Submission(statement: $0) }, perRequest, pace)
    }

    /// Counts a use of each in statements of many.
    func together(_ given: [GivenGrants], _ many: Int) async throws -> BenchResult {
        let submissions = given.flatMap { given in
            stride(from: 0, to: given.grants.count, by: many).map { start in
                given.party.uses(given.grants[start...].prefix(many), 1, in: network)
            }
        }
        return try await send(submissions, 1, .inFlight(inFlight))
    }

    private func send(_ submissions: [Submission], _ perRequest: Int, _ pace: BenchPace) async throws -> BenchResult {
        let bodies = stride(from: 0, to: submissions.count, by: perRequest).map { start in
            submissions[start...].prefix(perRequest).reduce(into: [UInt8]()) { $0 += $1.framed }
        }
        let result = try await run.send(bodies, pace)
        guard result.finalCount == submissions.count else {
            throw ValidationError("\(result.finalCount) of \(submissions.count) statements are final")
        }
        return result
    }
}
