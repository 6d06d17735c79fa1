import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// What happened in a run: always as a digest, as lines where somebody wants to read it.
struct Trace: Sendable {
    let isWritten: Bool
    private(set) var lines: [String] = []
    private(set) var digest = TraceDigest()
    /// What a node did last, and how far it said last that it is: said again, a line tells nothing.
    private var last: [Int: (done: String, stands: String)] = [:]

    init(isWritten: Bool) { self.isWritten = isWritten }

    /// A line; `host` is nil for what concerns all. Readers count nodes from 1, as names do.
    mutating func note(_ time: UInt64, _ host: Int?, _ text: @autoclosure () -> String) {
        digest.add(time << 8 | UInt64(host ?? 255))
        guard isWritten else { return }
        let text = text()
        guard isNews(text, of: host ?? -1) else { return }
        let name = host.map { "node \($0 + 1)" } ?? "all"
        lines.append(Trace.padded(Trace.seconds(time), 11) + "  " + name + "  " + text)
    }

    private mutating func isNews(_ text: String, of host: Int) -> Bool {
        let known = last[host] ?? ("", "")
        if text.hasPrefix("stands at ") {
            last[host] = (known.done, text)
            return text != known.stands
        }
        last[host] = (text, known.stands)
        return text != known.done
    }

    mutating func send(_ word: PeerWord, of host: Int, at time: UInt64) {
        note(time, host, word.words)
        digest.add(word.mark)
    }

    mutating func deliver(_ word: PeerWord, from: Int, to: Int, at time: UInt64) {
        digest.add(time << 16 | UInt64(from) << 8 | UInt64(to))
        digest.add(word.mark)
    }

    mutating func end(_ line: String) { if isWritten { lines.append(line) } }

    static func seconds(_ time: UInt64) -> String {
        let rest = String(time % 1_000)
        return "\(time / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest + " s"
    }

    /// Validators by their places, as a reader counts them.
    static func names(_ places: some Sequence<Int>) -> String {
        places.map { "node \($0 + 1)" }.joined(separator: ", ")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

extension PeerWord {
    /// A number that tells words apart.
    fileprivate var mark: UInt64 {
        let first = UInt64(kind) << 56
        switch self {
        case .agreement(let message):
            return first ^ message.height.value << 24 ^ message.round.value << 4 ^ message.mark
        case .cosignature(let cosignature): return first ^ cosignature.block.digest.words.0
        case .status(let final, let size): return first ^ final.value << 24 ^ size
        case .recipe(let recipe): return first ^ recipe.seal.stateRoot.words.0
        case .bodyWanted(let block): return first ^ block.digest.words.0
        case .body(let bytes): return first ^ UInt64(bytes.count)
        case .statements(let number, let bytes): return first ^ number << 16 ^ UInt64(bytes.count)
        case .kept(let number): return first ^ number
        case .blocksWanted(let size): return first ^ size
        case .blocks(let run): return first ^ run.from << 24 ^ UInt64(run.leaves.count)
        case .evidence(let evidence): return first ^ evidence.height.value
        case .doubtAsked(let nonce): return first ^ UInt64(nonce.bytes[0])
        case .doubtAnswer(let answer): return first ^ (answer.commit?.height.value ?? 0)
        }
    }

    /// The word for a reader.
    var words: String {
        switch self {
        case .agreement(let message): message.words
        case .cosignature(let cosignature): "cosigns \(cosignature.height), \(cosignature.block.short)"
        case .status(let final, let size): "stands at block \(final), \(size) leaves"
        case .recipe(let recipe): "recipe of \(recipe.seal.height), \(recipe.statements.count) statements"
        case .bodyWanted(let block): "asks for the body of \(block.short)"
        case .body(let bytes): "sends a body of \(bytes.count) bytes"
        case .statements(_, let bytes): "hands on \(bytes.count) bytes of statements"
        case .kept: "keeps what was handed on"
        case .blocksWanted(let size): "asks for blocks from leaf \(size)"
        case .blocks(let run): "sends blocks from leaf \(run.from), \(run.leaves.count) bytes"
        case .evidence(let evidence): "sends evidence against \(Trace.names(evidence.accused))"
        case .doubtAsked: "is in doubt, and asks"
        case .doubtAnswer(let answer): "answers one in doubt: block \(answer.commit?.height.value ?? 0)"
        }
    }
}

extension Message {
    fileprivate var mark: UInt64 {
        switch self {
        case .proposal(let proposal): 1 ^ (proposal.vote.content.block?.digest.words.0 ?? 0)
        case .vote(let vote): vote.content.kind.rawValue ^ (vote.content.block?.digest.words.0 ?? 0)
        case .polka(let polka): 4 ^ polka.block.digest.words.0
        case .round(let certificate): 5 ^ UInt64(certificate.precommits.count) << 8
        case .commit(let commit): 6 ^ commit.block.digest.words.0
        }
    }

    fileprivate var words: String {
        switch self {
        case .proposal(let proposal): proposal.vote.content.words
        case .vote(let vote): vote.content.words
        case .polka(let polka): "proof of lock on \(polka.block.short)  height \(polka.height) round \(polka.round)"
        case .round(let certificate): "end of the round  height \(certificate.height) round \(certificate.round)"
        case .commit(let commit): "decision of \(commit.block.short)  height \(commit.height) round \(commit.round)"
        }
    }
}

extension VoteContent {
    /// The vote for a reader.
    var words: String {
        let name =
            switch kind {
            case .proposal: "proposal"
            case .prevote: "prevote"
            case .precommit: "precommit"
            }
        let since = validRound.map { " valid since round \($0)" } ?? ""
        return "\(name) \(block?.short ?? "nil")\(since)  height \(height) round \(round)"
    }
}

extension BlockID {
    /// Eight digits: enough to tell the blocks of a run apart.
    var short: String { String(digest.hex.prefix(8)) }
}

extension StatementID {
    /// Eight digits: enough to tell the statements of a run apart.
    var short: String { String(description.prefix(8)) }
}
