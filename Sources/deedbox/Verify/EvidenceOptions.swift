import ArgumentParser
import Evidence
import Rulebook
import Signing

/// How evidence is to be judged: in whose name, by which policy, and whether today counts.
struct EvidenceOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: ArgumentHelp(EvidenceWords.party, valueName: "member"))
    var party: String?

    @Option(help: ArgumentHelp(EvidenceWords.policy, valueName: "file"))
    var policy: String?

    @Flag(help: ArgumentHelp(EvidenceWords.now))
    var now = false

    /// True when nothing was said.
    var isEmpty: Bool { party == nil && policy == nil && !now }

    func validate() throws {
        if let party, MemberID(party) == nil { throw ValidationError(EvidenceWords.notAMember(party)) }
    }

    /// What the policy asks for; without one nothing beyond the rules.
    func demands() throws -> Demands {
        guard let policy else { return Demands() }
        do {
            return try ReadableJSON.read(policy, page: "docs/protocol/evidence.md") { (value) throws(JSONError) in
                try Demands(readable: value)
            }
        } catch let error as CommandError { throw error.couldNotCheck }
    }

    /// The verdict by who trusts that walk.
    func report(on evidence: EvidenceFile, from known: EpochWalk) throws -> EvidenceReport {
        let demands = try demands()
        do throws(EpochError) {
            return EvidenceReport(
                try evidence.verdict(from: known, demands: demands, as: party.flatMap(MemberID.init)), now: now)
        } catch { throw EpochFile.failure(error) }
    }
}

/// Words of evidence.
enum EvidenceWords {
    static var party: String {
        tell("With evidence: who asks, if not the member that wrote it.", zh: "用于证据包：由谁核验，如非写出它的成员。")
    }
    static var policy: String {
        tell("With evidence: what you ask for beyond the rules.", zh: "用于证据包：规则之外的核验要求。")
    }
    static var now: String {
        tell("With evidence: the exit status follows today too.", zh: "用于证据包：退出状态也取决于当前状态。")
    }
    static var onlyEvidence: String {
        tell("--as, --policy and --now go with the evidence of a use", zh: "--as、--policy 与 --now 只用于使用的证据包")
    }
    static func notAMember(_ name: String) -> String {
        tell("\(name) is no member id: \(MemberID.form)", zh: "\(name) 不是成员标识：\(MemberID.form)")
    }

    /// How it stands now, in one line.
    static func standing(_ standing: Standing) -> String {
        let (state, place) = (tell(standing.state.words), at(standing.asOf))
        guard let since = standing.since else { return tell("\(state), as of \(place)", zh: "\(state)，截至\(place)") }
        return tell("\(state) since \(at(since)), as of \(place)", zh: "自\(at(since))起\(state)，截至\(place)")
    }

    /// A block with its time, or the time alone.
    static func at(_ asOf: AsOf) -> String {
        let time = UTCTime(seconds: asOf.time / 1_000)
        guard let height = asOf.height else { return "\(time)" }
        return tell("block \(height), \(time)", zh: "区块 \(height)（\(time)）")
    }
}
