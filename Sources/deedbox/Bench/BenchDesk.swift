import Accounts
import ArgumentParser
import IssuingApp
import RelyingApp
import Rulebook
import Signing

/// `bench desk`: how many questions a second a running relying desk answers about documents on which it relies.
struct BenchDesk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: tell(
            "Questions to a running relying desk how its documents stand, over HTTP.", zh: "向运行中的用证台查询证照现状的速率（HTTP）。"))

    @Option(help: "Requests in all.")
    var count = 20_000

    @Option(help: "Requests under way at once, each on a connection that is kept.")
    var inFlight = 32

    @Option(help: "Questions of one request; more than one go by POST.")
    var batch = 1

    @OptionGroup var desk: RelyingOptions

    func run() async throws {
        guard (1...1_000_000).contains(count), (1...256).contains(inFlight), (1...1_000).contains(batch) else {
            throw ValidationError("--count is 1 to 1,000,000, --in-flight 1 to 256, --batch 1 to 1,000")
        }
        let opened = try desk.open()
        let uses = try opened.uses(UseSearch(limit: UseSearch.maxLimit)).uses
        guard !uses.isEmpty else { throw ValidationError("this desk has no use to ask of") }
        let console = Caller(name: "operator", roles: [.admin], kind: .console)
        let name = "bench-" + Hex.encode(Random.bytes(4))
        let token = try opened.accounts.addMachine(
            name, roles: [.auditor], expiry: opened.second + 3_600, by: console, at: opened.second)
        let client = try DeskClient(opened.configuration.url, token: token)
        let questions = uses.map { (grant: "\($0.use.grant)", number: $0.use.number) }
        let start = ContinuousClock.now
        let answers = try await ask(client, questions)
        let result = BenchResult(answers, since: start)
        try opened.accounts.removeMachine(name, by: console, at: opened.second)
        let asked = count * batch
        print(
            """
            desk: \(asked) questions about \(uses.count) uses, \(batch) a request, \(inFlight) under way, in \
            \(result.seconds.shown(2)) s
              questions/s  \((Double(asked) / result.seconds).shown())
              answered yes or no  \(result.finalCount) of \(asked)
            """)
        print(result.latencyLine)
    }

    private func ask(
        _ client: DeskClient, _ questions: [(grant: String, number: UInt64)]
    ) async throws -> [BenchAnswer] {
        try await withThrowingTaskGroup(of: BenchAnswer.self) { group in
            var answers: [BenchAnswer] = []
            answers.reserveCapacity(count)
            for number in 0..<count {
                if number >= inFlight, let answer = try await group.next() { answers.append(answer) }
                group.addTask { try await ask(client, questions, from: number * batch) }
            }
            for try await answer in group { answers.append(answer) }
            return answers
        }
    }

    /// One request; of its answers those count that say yes or no.
    private func ask(
        _ client: DeskClient, _ questions: [(grant: String, number: UInt64)], from place: Int
    ) async throws -> BenchAnswer {
        let begin = ContinuousClock.now
        func question(_ place: Int) -> (grant: String, number: UInt64) { questions[place % questions.count] }
        if batch == 1 {
            let (grant, number) = question(place)
            let answer = try await client.send(
                .get("api/documents/standing", ["grant": grant, "number": "\(number)", "place": "0"]))
            return BenchAnswer(begin: begin, end: .now, finalCount: BenchDesk.isKnown(answer) ? 1 : 0)
        }
        let asked = (place..<(place + batch)).map { place -> JSONValue in
            let (grant, number) = question(place)
            return ["grant": .string(grant), "number": .integer(Int64(clamping: number))]
        }
        let answer = DeskAnswer(try await client.send(.post("api/standing", ["questions": .array(asked)])))
        guard case .array(let told)? = answer.object["standing"] else { throw ValidationError("no answer") }
        return BenchAnswer(begin: begin, end: .now, finalCount: told.count { BenchDesk.isKnown($0) })
    }

    private static func isKnown(_ answer: JSONValue) -> Bool { ["yes", "no"].contains(DeskAnswer(answer)["answer"]) }
}
