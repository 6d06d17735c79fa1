import ArgumentParser
import Evidence
import Rulebook
import Signing

/// How evidence is to be judged: in whose name, by which policy, and whether today counts.
struct EvidenceOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: ArgumentHelp(EvidenceWords.party, valueName: "name"))
    var party: String?

    @Option(help: ArgumentHelp(EvidenceWords.policy, valueName: "file"))
    var policy: String?

    @Flag(help: ArgumentHelp(EvidenceWords.now))
    var now = false

    /// True when nothing was said.
    var isEmpty: Bool { party == nil && policy == nil && !now }

    func validate() throws {
        if let party, Addressee(party) == nil { throw ValidationError(EvidenceWords.noAddressee(party)) }
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
            return try EvidenceReport(
                evidence, from: known, demands: demands, as: party.flatMap(Addressee.init), now: now)
        } catch { throw EpochFile.failure(error, of: evidence, known.network) }
    }
}

/// Words of evidence.
enum EvidenceWords {
    static var party: String {
        tell(
            "With evidence: who asks, if not the member that wrote it: a member, or by name whom it was passed on to.",
            zh: "用于证据包：由谁核验，如非写出它的成员：成员标识，或受转交者的名称。")
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
    static func noAddressee(_ name: String) -> String {
        tell(
            "\u{201c}\(name)\u{201d} is neither a member's id nor the name of somebody outside: one line of at most "
                + "\(RecipientName.maxByteCount) bytes",
            zh: "“\(name)”既不是成员标识，也不是账本外接收人的名称：一行，至多 \(RecipientName.maxByteCount) 字节")
    }

    static var sample: String {
        tell(
            "a sample network: its keys are public, rely on nothing here", zh: "示例网络：其密钥是公开的，不可作为依据")
    }

    /// What is told of today, in one line.
    static func today(_ today: Today) -> String {
        switch today {
        case .known(let standing): EvidenceWords.standing(standing)
        case .notAsked:
            tell(
                "not asked since the use; deedbox evidence renew asks", zh: "使用之后尚未查询；可用 deedbox evidence renew 查询")
        case .untold: tell("not told by this file; ask a node", zh: "本文件未说明；请询问节点")
        }
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
